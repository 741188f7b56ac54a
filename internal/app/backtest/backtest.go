// Package backtest runs backtests (B1): it lets the stored detections of a range
// happen in two worlds, one by the rules of today and one by those asked about,
// and compares what comes of it.
//
// A world is an engine over a store in memory that begins without open cases. It
// sees the tenant's detections in their order, each with its updates and repeats,
// and the tenant's settings as they changed; the rule sets of the past it does not
// see. Of people's commands it sees changes of status, on the case that holds most
// of what the stored case held. Nothing is written but the backtest itself.
//
// One backtest of a tenant runs at a time, and two of all tenants; others wait in
// line. The worlds rest between pages, so that the server comes first.
package backtest

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/backtest"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rule"
)

const (
	// MaxDetections bounds what the worlds keep in memory.
	MaxDetections = 1_000_000
	// pageSize is how much of the past is read, and lived, at a time.
	pageSize = 500
	// rest is the part of the time of a page that the worlds then rest.
	rest = 4
)

// Store is what a Runner reads from, and where it keeps backtests.
type Store interface {
	Past(ctx context.Context, tenantID string, after uint64, limit int) ([]change.Past, error)
	// Activities are a case's history; the sort is "entry".
	Activities(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64, r listing.Request) (listing.Page[activity.Activity], error)
	// Created counts the detections with created_at from one time until before another, and answers the earliest.
	Created(ctx context.Context, tenantID string, from, to time.Time) (int, time.Time, error)
	SaveBacktest(ctx context.Context, tenantID, id string, at time.Time, document []byte) error
	Backtest(ctx context.Context, tenantID, id string) ([]byte, error)
	Backtests(ctx context.Context, tenantID string, limit int) ([][]byte, error)
}

// trial is a backtest being run.
type trial struct {
	store         Store
	tenant        access.Organisation
	today, asked  rule.Book
	from, to      time.Time
	told          func(done int)
	before, after *world
}

// run lives through the range in both worlds and compares them.
func (t *trial) run(ctx context.Context) (_ *backtest.Result, err error) {
	if t.before, err = begin(ctx, t.tenant, t.today); err != nil {
		return nil, err
	}
	defer t.before.engine.Close()
	if t.after, err = begin(ctx, t.tenant, t.asked); err != nil {
		return nil, err
	}
	defer t.after.engine.Close()
	if err := t.live(ctx); err != nil {
		return nil, err
	}
	result := backtest.Compare(t.before.outcome, t.after.outcome, func(arrival uint64) backtest.Subject {
		s, arrived := t.after.subject(ctx, arrival)
		if !arrived {
			s, _ = t.before.subject(ctx, arrival)
		}
		return s
	})
	return &result, nil
}

// live reads the past to its end.
func (t *trial) live(ctx context.Context) error {
	stage := stage{
		store: t.store, tenantID: t.tenant.ID, from: t.from, to: t.to, seen: map[uint64]bool{},
		withRaw: t.today.ReadsRaw() || t.asked.ReadsRaw(),
	}
	for after := uint64(0); ; {
		began := time.Now()
		past, err := t.store.Past(ctx, t.tenant.ID, after, pageSize)
		if err != nil || len(past) == 0 {
			return err
		}
		after = past[len(past)-1].Sequence
		scenes, err := stage.scenes(ctx, past)
		if err != nil {
			return err
		}
		if len(stage.seen) > MaxDetections {
			return tooMany(len(stage.seen))
		}
		if err := t.both(ctx, scenes); err != nil {
			return err
		}
		t.told(len(stage.seen))
		if err := pause(ctx, time.Since(began)/rest); err != nil || len(past) < pageSize {
			return err
		}
	}
}

// both lets scenes happen in both worlds, each on a goroutine of its own.
func (t *trial) both(ctx context.Context, scenes []scene) error {
	if len(scenes) == 0 {
		return nil
	}
	worlds, ctx := errgroup.WithContext(ctx)
	for _, w := range []*world{t.before, t.after} {
		worlds.Go(func() error { return w.live(ctx, scenes) })
	}
	return worlds.Wait()
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func tooMany(n int) error {
	return fault.New(fault.TooLarge, "There are %d detections in this range; a backtest takes at most %d. Choose a narrower one.", n, MaxDetections)
}
