package engine

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/retention"
	"caseweave/internal/core/settings"
	"caseweave/internal/core/span"
)

// retireRead is how many detections are read at a time, since each may be a megabyte.
const retireRead = 50

// Retire takes a step of a pass through the detections of a status: what the
// tenant has kept long enough of the next limit ones is removed for good, in the
// tenant's order. A pass begins at the zero Place; a step takes retention.MaxStep
// at most.
func (e *Engine) Retire(ctx context.Context, tenant access.Organisation, status detection.Status, from retention.Place, limit int) (retention.Step, error) {
	s, err := e.sequencer(ctx, tenant)
	if err != nil {
		return retention.Step{}, err
	}
	var step retention.Step
	err = s.do(ctx, func(w *draft) (err error) {
		if err := w.commit(); err != nil {
			return err
		}
		began := time.Now()
		step, err = w.retire(status, from, min(limit, retention.MaxStep))
		step.Took = time.Since(began)
		return err
	})
	return step, err
}

// Forecast says what would be removed now by some bounds. Nothing changes.
func (e *Engine) Forecast(ctx context.Context, tenant access.Organisation, bounds settings.Settings) (f retention.Forecast, err error) {
	if f.At, f.Doubted, err = e.measured(ctx, tenant.ID, e.stampAt()); err != nil {
		return f, err
	}
	for _, status := range retention.Statuses {
		part := retention.Part{Status: status}
		if kept := retention.Keep(bounds, status); kept > 0 && !f.At.IsZero() {
			part.Before = f.At.Add(-time.Duration(kept))
			if part.Count, err = e.ledger.CountExpired(ctx, tenant.ID, retention.Inquiry{Status: status, Before: part.Before}); err != nil {
				return f, err
			}
		}
		f.Parts = append(f.Parts, part)
	}
	return f, nil
}

// measured is when ages are measured: see retention.Moment. It is zero where
// nothing ever arrived.
func (e *Engine) measured(ctx context.Context, tenantID string, now time.Time) (at time.Time, doubted bool, err error) {
	newest, some, err := e.ledger.Newest(ctx, tenantID, now)
	if err != nil || !some {
		return at, false, err
	}
	before, _, err := e.ledger.Newest(ctx, tenantID, newest.Add(-retention.Trial))
	at, doubted = retention.Moment(newest, before)
	return at, doubted, err
}

// retire needs a draft of nothing, so that what the ledger tells of the tenant is
// true; it commits, so that it is for the jobs that follow in the batch, too.
func (w *draft) retire(status detection.Status, from retention.Place, limit int) (step retention.Step, err error) {
	kept := retention.Keep(w.settings, status)
	at, doubted, err := w.s.engine.measured(w.ctx, w.set.TenantID, w.now)
	if err != nil || kept == 0 || at.IsZero() {
		return retention.Step{End: true}, err
	}
	asked := retention.Inquiry{Status: status, Before: at.Add(-time.Duration(kept)), After: from}
	found, err := w.s.engine.ledger.Expired(w.ctx, w.set.TenantID, asked, limit)
	if err == nil && len(found.Expired) > 0 {
		err = w.remove(found.Expired, status, kept)
	}
	return retention.Step{Retired: len(found.Expired), Next: found.Next, End: found.End, Doubted: doubted}, err
}

// remove drafts the removal of detections and commits it.
func (w *draft) remove(expired []uint64, status detection.Status, kept span.Span) error {
	rows, err := w.listedRows(expired)
	if err != nil {
		return err
	}
	w.set.Unlisted, w.set.Retired = rows, expired
	w.note(w.next(), []activity.Fact{{
		Kind: activity.DetectionsRetired, Actor: retirement, New: strconv.Itoa(len(expired)),
		Note: fmt.Sprintf("They were %s, never in a case, and neither received nor seen for %s.", status, kept),
	}})
	if err := w.commit(); err != nil {
		return err
	}
	w.failed = w.forget(expired)
	return w.failed
}

// retirement is what removes detections, as an actor.
var retirement = activity.Actor{Kind: activity.Engine, Name: "Retention"}

// listedRows are the rows by which the index of open detections may tell of some.
func (w *draft) listedRows(arrivals []uint64) (rows []change.OpenRow, err error) {
	rules := w.s.rules.Load()
	for some := range slices.Chunk(arrivals, retireRead) {
		filed, err := w.s.engine.ledger.WithRaw(w.ctx, w.set.TenantID, casefile.AllSeeing, idsOf(some))
		if err != nil {
			return nil, err
		}
		for i := range filed {
			d := &filed[i].Detection
			for _, hit := range rules.Match(d) {
				rows = append(rows, openRows(&hit, d)...)
			}
		}
	}
	return rows, nil
}

// forget lets the batch know nothing more of what was removed. What came under
// its identities before may be known otherwise: the ledger is asked once more.
func (w *draft) forget(removed []uint64) error {
	gone := map[uint64]bool{}
	for _, arrival := range removed {
		gone[arrival] = true
		delete(w.met, arrival)
		delete(w.places, arrival)
	}
	for key, list := range w.repeatable {
		w.repeatable[key] = slices.DeleteFunc(list, func(e *detection.Detection) bool { return gone[e.Arrival] })
	}
	var doubtful []detection.Identity
	for id, k := range w.known {
		if k.current != nil && gone[k.current.Arrival] || k.fold != nil && gone[k.fold.Into] {
			doubtful = append(doubtful, id)
			delete(w.known, id)
		}
	}
	if len(doubtful) == 0 {
		return nil
	}
	return w.remember(doubtful)
}
