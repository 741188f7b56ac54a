package rulebook

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/edge/intake"
	"caseweave/internal/engine"
)

// Keeper is a store that stories take place on.
type Keeper interface {
	engine.Ledger
	Administer(ctx context.Context, c admin.Change) error
	Detections(ctx context.Context, tenantID string, viewer casefile.Viewer, r listing.Request) (listing.Page[casefile.Filed], error)
	Case(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64) (casefile.Case, error)
	Activities(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64, r listing.Request) (listing.Page[activity.Activity], error)
	RuleLogs(ctx context.Context, tenantID string, viewer casefile.Viewer, f rulelog.Filter, r listing.Request) (listing.Page[rulelog.Entry], error)
}

// now is when all events are received; a story begins 40 days before.
var (
	now  = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC).Add(length)
	zero = now.Add(-length)
)

const length = 40 * 24 * time.Hour

// Run tells the story in a tenant of its own, which bears the given id, and
// answers what came out differently; nothing means that it holds. An error means
// that it could not be told to its end.
func Run(ctx context.Context, s Story, k Keeper, tenantID string) ([]string, error) {
	e := engine.New(engine.Config{Ledger: k, Now: func() time.Time { return now }})
	defer e.Close()
	t := &telling{
		ctx: ctx, keeper: k, engine: e,
		partner: access.Partner{ID: tenantID + "-p", Name: "Partner"},
		tenant:  access.Organisation{ID: tenantID, Name: s.Name, PartnerID: tenantID + "-p", TimeZone: "UTC"},
	}
	if err := t.begin(s); err != nil {
		return nil, err
	}
	for i, step := range s.Steps {
		if err := t.step(fmt.Sprintf("step %d", i+1), step); err != nil {
			return t.differences, fmt.Errorf("step %d: %w", i+1, err)
		}
	}
	return t.differences, t.compare("at the end", s.Expect)
}

// telling is a story being told.
type telling struct {
	ctx         context.Context
	keeper      Keeper
	engine      *engine.Engine
	partner     access.Partner
	tenant      access.Organisation
	sent        int
	uids        []string // of what was sent and is a detection
	answer      engine.Answer
	ordered     uint64 // the last order by hand
	differences []string
}

func (t *telling) begin(s Story) error {
	if err := t.keeper.Administer(t.ctx, admin.Deed{}.CreatePartner(t.partner)); err != nil {
		return err
	}
	if err := t.keeper.Administer(t.ctx, admin.Deed{}.CreateTenant(t.tenant)); err != nil {
		return err
	}
	if len(s.Partner.Rules)+len(s.Partner.Templates) > 0 {
		if err := t.editPartner(wholly(s.Partner)); err != nil {
			return fmt.Errorf("the partner's rules: %s", inWords(err))
		}
	}
	if err := t.edit(wholly(s.Book)); err != nil {
		return fmt.Errorf("the rules: %s", inWords(err))
	}
	return nil
}

func (t *telling) step(name string, s Step) error {
	switch {
	case s.Expect != nil:
		return t.compare(name, *s.Expect)
	case s.Many != nil:
		return t.send(s.Many.events())
	case s.Send != nil:
		return t.send(s.Send)
	case s.Settings != nil:
		_, err := t.engine.EditSettings(t.ctx, t.tenant, author, s.Settings.over)
		return err
	case s.NewRule != nil:
		return t.newRule(*s.NewRule)
	case s.ChangeRule != nil:
		return t.changeRule(*s.ChangeRule)
	case s.DeleteRule != "":
		return t.deleteRule(s.DeleteRule)
	case s.Templates != nil:
		return t.setTemplates(s.Templates)
	}
	return t.order(name, s)
}

func (t *telling) send(events []Event) (err error) {
	t.answer, err = t.engine.Receive(t.ctx, t.tenant, t.records(events))
	return err
}

// records are the events as intake reads them; an event without a time comes
// one minute after the one sent before it.
func (t *telling) records(events []Event) iter.Seq[engine.Record] {
	return func(yield func(engine.Record) bool) {
		for i, e := range events {
			at := time.Duration(t.sent) * time.Minute
			if e.At != nil {
				at = time.Duration(*e.At)
			}
			t.sent++
			o := intake.OCSF{}.Read(e.ocsf(zero, zero.Add(at)), now)
			if o.Detection != nil && !slices.Contains(t.uids, e.UID) {
				t.uids = append(t.uids, e.UID)
			}
			if !yield(engine.Record{Line: i + 1, Detection: o.Detection, Skipped: o.Skipped != "", Err: o.Err}) {
				return
			}
		}
	}
}

func (t *telling) differ(format string, args ...any) {
	t.differences = append(t.differences, fmt.Sprintf(format, args...))
}

func (t *telling) equal(what, want, got string) {
	if want != got {
		t.differ("%s: got %s, want %s", what, got, want)
	}
}
