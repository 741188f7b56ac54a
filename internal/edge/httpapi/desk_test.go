package httpapi

import (
	"context"
	"iter"
	"sync"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/backtest"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/retention"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/settings"
	"caseweave/internal/engine"
)

// desk is the engine, and the runner of backtests: it counts, keeps a book of a
// tenant and one of a partner, bounds and the last command.
type desk struct {
	mu      sync.Mutex
	got     int
	book    rule.Book
	shared  rule.Book
	version uint64
	bounds  settings.Settings
	ordered command.Command
	request backtest.Request
	run     backtest.Backtest
	by      activity.Actor
	fails   error
	panics  any
}

func newDesk() *desk { return &desk{bounds: settings.Default("UTC"), run: exampleRun} }

func (d *desk) Receive(_ context.Context, _ access.Organisation, records iter.Seq[engine.Record]) (engine.Answer, error) {
	if d.panics != nil {
		panic(d.panics)
	}
	a := engine.Answer{Cases: []uint64{42}, CasesTotal: 1}
	for r := range records {
		if r.Err != nil {
			a.Rejected, a.RejectedTotal = append(a.Rejected, engine.Rejection{Line: r.Line, Reason: r.Err.Error()}), a.RejectedTotal+1
			continue
		}
		a.Accepted++
		d.mu.Lock()
		d.got++
		d.mu.Unlock()
	}
	return a, d.fails
}

func (d *desk) Order(_ context.Context, _ access.Organisation, c command.Command) (engine.Done, error) {
	d.ordered = c
	opened := exampleOpened
	if c.Edit != nil {
		after, _, err := opened.Change(*c.Edit, c.By, exampleTime)
		if err != nil {
			return engine.Done{}, err
		}
		opened = after
	}
	return engine.Done{Comment: casefile.Comment{Order: 99, Author: c.By, Text: c.Text, Version: 1, At: exampleTime}, Order: 4711, Case: opened, Detections: c.Detections, Related: []string{"d2"}}, d.fails
}

func (d *desk) Explain(_ context.Context, _ access.Organisation, _ casefile.Viewer, id string) (engine.Explanation, error) {
	if id != exampleFiled.ID {
		return engine.Explanation{}, fault.New(fault.NotFound, "There is no such detection.")
	}
	return exampleExplained, d.fails
}

func (d *desk) ImaginedSince(context.Context, access.Organisation) (time.Time, error) {
	return exampleTime, d.fails
}

func (d *desk) Book(context.Context, access.Organisation) (rule.Book, uint64, error) {
	return rule.Together(d.book, rule.Shared(d.shared)), d.version, d.fails
}

func (d *desk) EditBook(_ context.Context, _ access.Organisation, by activity.Actor, seen *uint64, edit func(rule.Book) (rule.Book, error)) (rule.Book, uint64, error) {
	shared := rule.Shared(d.shared)
	err := d.edit(&d.book, by, seen, edit, func(own rule.Book) error {
		_, err := rule.Compile(1, rule.Tenant{}, rule.Together(own, shared))
		return err
	})
	return rule.Together(d.book, shared), d.version, err
}

func (d *desk) PartnerBook(context.Context, string) (rule.Book, uint64, error) {
	return d.shared, d.version, d.fails
}

func (d *desk) TenantBooks(context.Context, string) ([]rule.TenantBook, error) {
	return []rule.TenantBook{{Name: "Default", Own: d.book}}, d.fails
}

func (d *desk) EditPartnerBook(_ context.Context, _ access.Partner, by activity.Actor, seen *uint64, edit func(rule.Book) (rule.Book, error)) (rule.Book, uint64, error) {
	err := d.edit(&d.shared, by, seen, edit, rule.CheckPartner)
	return d.shared, d.version, err
}

// edit calls edit twice, as an engine may.
func (d *desk) edit(book *rule.Book, by activity.Actor, seen *uint64, edit func(rule.Book) (rule.Book, error), check func(rule.Book) error) error {
	if seen != nil && *seen != d.version {
		return fault.New(fault.Conflict, "Somebody changed the rules in the meantime.")
	}
	_, _ = edit(*book)
	is, err := edit(*book)
	if err != nil {
		return err
	}
	is = rule.Revise(*book, is, by.Name, exampleTime)
	if err := check(is); err != nil {
		return err
	}
	if d.fails == nil {
		*book, d.by = is, by
		d.version++
	}
	return d.fails
}

// Forecast counts as many days as open detections are kept.
func (d *desk) Forecast(_ context.Context, _ access.Organisation, bounds settings.Settings) (retention.Forecast, error) {
	open := retention.Part{Status: detection.Open, Before: exampleTime.Add(-time.Duration(bounds.KeepOpen))}
	open.N = int(time.Duration(bounds.KeepOpen) / (24 * time.Hour))
	return retention.Forecast{At: exampleTime, Parts: []retention.Part{open, {Status: detection.Closed}}}, d.fails
}

func (d *desk) Settings(context.Context, access.Organisation) (settings.Settings, error) {
	return d.bounds, nil
}

func (d *desk) EditSettings(_ context.Context, _ access.Organisation, by activity.Actor, edit func(settings.Settings) (settings.Settings, error)) (settings.Settings, error) {
	is, err := edit(d.bounds)
	if err == nil {
		d.bounds, d.by = is, by
	}
	return d.bounds, err
}

func (d *desk) Start(_ context.Context, _ access.Organisation, by activity.Actor, r backtest.Request) (backtest.Backtest, error) {
	d.request, d.by = r, by
	running := d.run
	running.Status, running.Result = backtest.Running, nil
	return running, d.fails
}

func (d *desk) Backtest(_ context.Context, _, id string) (backtest.Backtest, error) {
	if id != d.run.ID {
		return backtest.Backtest{}, fault.New(fault.NotFound, "There is no such backtest.")
	}
	return d.run, d.fails
}

func (d *desk) Backtests(context.Context, string) ([]backtest.Backtest, error) {
	return []backtest.Backtest{d.run}, d.fails
}

func (d *desk) Cancel(ctx context.Context, tenant, id string) (backtest.Backtest, error) {
	b, err := d.Backtest(ctx, tenant, id)
	b.Status = backtest.Cancelled
	return b, err
}
