// Package replay proves a tenant's cases (B2): it lets everything that took a
// number of the tenant's sequence happen again, in that order, in an engine over
// a store in memory, and holds what comes of it against what is stored.
//
// It reads one moment: where the tenant stood when the replay began. It writes
// nothing, and a server may go on deciding beside it. Times of writing are left
// out, and so is all that no decision of the engine made.
package replay

import (
	"context"

	"caseweave/internal/core/access"
	"caseweave/internal/core/change"
	"caseweave/internal/core/settings"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/engine"
)

// Ledger is what is replayed.
type Ledger interface {
	// State is all that the tenant's decisions have come to, at one moment.
	State(ctx context.Context, tenantID string) (change.State, error)
	// Past is what took the tenant's sequence numbers after one, in order; fewer than limit are the last.
	Past(ctx context.Context, tenantID string, after uint64, limit int) ([]change.Past, error)
	// Settings are the tenant's, false where it never set any.
	Settings(ctx context.Context, tenantID string) (settings.Settings, bool, error)
}

// Result is what a replay found.
type Result struct {
	// Detections, Commands and Cases are how many there were.
	Detections, Commands, Cases int
	// Differences are in the order of cases, then of detections; none is what is promised.
	Differences []Difference
}

// pageSize is how much of the past is read at a time.
const pageSize = 2000

// Run replays a tenant. told hears how many of the sequence's numbers are done;
// it may be nil. An error is one of reading, or of a past that can't be.
func Run(ctx context.Context, l Ledger, tenant access.Organisation, told func(done, total uint64)) (Result, error) {
	stored, err := l.State(ctx, tenant.ID)
	if err != nil {
		return Result{}, err
	}
	bounds, set, err := l.Settings(ctx, tenant.ID)
	if err != nil {
		return Result{}, err
	}
	if !set {
		bounds = settings.Default(tenant.TimeZone)
	}
	r := Result{Cases: len(stored.Cases)}
	again, err := r.relive(ctx, l, tenant, stored.Head.Sequence, told)
	if err != nil {
		return r, err
	}
	r.Differences = compare(stored, again, bounds.CasePrefix)
	return r, nil
}

// relive lets the past until a number happen again, and answers what came of it.
// What the partner wrote stands in the books of the past.
func (r *Result) relive(ctx context.Context, l Ledger, tenant access.Organisation, until uint64, told func(done, total uint64)) (change.State, error) {
	tenant.PartnerID = ""
	world := memory.Scratch()
	if err := world.CreateTenant(ctx, tenant); err != nil {
		return change.State{}, err
	}
	e := engine.New(engine.Config{Ledger: world})
	defer e.Close()
	for after := uint64(0); after < until; {
		past, err := l.Past(ctx, tenant.ID, after, pageSize)
		if err != nil {
			return change.State{}, err
		}
		past = upTo(past, until)
		if len(past) == 0 {
			break
		}
		r.count(past)
		if err := e.Relive(ctx, tenant, past); err != nil {
			return change.State{}, err
		}
		if after = past[len(past)-1].Sequence; told != nil {
			told(after, until)
		}
	}
	return world.State(ctx, tenant.ID)
}

// upTo leaves out what has happened since.
func upTo(past []change.Past, until uint64) []change.Past {
	for len(past) > 0 && past[len(past)-1].Sequence > until {
		past = past[:len(past)-1]
	}
	return past
}

func (r *Result) count(past []change.Past) {
	for i := range past {
		switch {
		case past[i].Arrived != nil:
			r.Detections++
		case past[i].Command != nil:
			r.Commands++
		}
	}
}
