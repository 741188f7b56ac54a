// Package replay proves a tenant's cases (B2): it lets everything that took a
// number of the tenant's sequence happen again, in that order, in an engine over
// a store in memory, and holds what comes of it against what is stored.
//
// It reads one moment: where the tenant stood when the replay began. It writes
// nothing, and a server may go on deciding beside it. Times of writing are left
// out, and so is all that no decision of the engine made. What was kept long
// enough and removed is a part of the past no more; the cases come out the same.
package replay

import (
	"context"
	"slices"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
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
	// Activities are a case's history; the sort is "entry".
	Activities(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64, r listing.Request) (listing.Page[activity.Activity], error)
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

// attempts is how often a replay begins anew because detections were removed
// while it read the past.
const attempts = 3

// Run replays a tenant. told hears how many of the sequence's numbers are done;
// it may be nil. An error is one of reading, or of a past that can't be.
func Run(ctx context.Context, l Ledger, tenant access.Organisation, told func(done, total uint64)) (Result, error) {
	for range attempts {
		r, stored, err := once(ctx, l, tenant, told)
		if err != nil || len(r.Differences) == 0 {
			return r, err
		}
		now, err := l.State(ctx, tenant.ID)
		if err != nil || kept(stored.Standings, now.Standings) {
			return r, err
		}
	}
	return Result{}, fault.New(fault.Unavailable, "Detections of tenant %q are being removed, as its settings say; please replay it when that is done.", tenant.ID)
}

// kept says whether all detections that there were are there still.
func kept(before, now []change.Standing) bool {
	still := true
	pair(before, now, byArrival, func(was, is *change.Standing) { still = still && (was == nil || is != nil) })
	return still
}

func once(ctx context.Context, l Ledger, tenant access.Organisation, told func(done, total uint64)) (Result, change.State, error) {
	stored, err := l.State(ctx, tenant.ID)
	if err != nil {
		return Result{}, stored, err
	}
	bounds, set, err := l.Settings(ctx, tenant.ID)
	if err != nil {
		return Result{}, stored, err
	}
	if !set {
		bounds = settings.Default(tenant.TimeZone)
	}
	r := Result{Cases: len(stored.Cases)}
	again, err := r.relive(ctx, l, tenant, stored.Head.Sequence, told)
	if err != nil {
		return r, stored, err
	}
	r.Differences = compare(stored, again, bounds.CasePrefix)
	return r, stored, nil
}

// relive lets the past until a number happen again, and answers what came of it.
// What the partner wrote stands in the books of the past.
func (r *Result) relive(ctx context.Context, l Ledger, tenant access.Organisation, until uint64, told func(done, total uint64)) (change.State, error) {
	tenant.PartnerID = ""
	world := memory.Scratch()
	if err := world.Administer(ctx, admin.Deed{}.CreateTenant(tenant)); err != nil {
		return change.State{}, err
	}
	e := engine.New(engine.Config{Ledger: world, People: people{l}})
	defer e.Close()
	met := met{}
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
		met.all(past)
		if err := e.Relive(ctx, tenant, past); err != nil {
			return change.State{}, err
		}
		if after = past[len(past)-1].Sequence; told != nil {
			told(after, until)
		}
	}
	if told != nil {
		told(until, until) // the last numbers may be those of removals, which are no part of the past
	}
	return world.State(ctx, tenant.ID)
}

// met are the arrivals of detections that the past has told of.
type met map[uint64]bool

// all takes note of what a page tells, and lets its commands name nothing else:
// what was removed was a part of no case, so that a command did nothing with it.
func (m met) all(past []change.Past) {
	for i := range past {
		switch p := &past[i]; {
		case p.Arrived != nil:
			m[p.Arrived.Arrival] = true
		case p.Command != nil:
			p.Command.Detections = slices.DeleteFunc(p.Command.Detections, func(id string) bool {
				arrival, _ := detection.ArrivalOf(id)
				return !m[arrival]
			})
		}
	}
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
