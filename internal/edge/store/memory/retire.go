package memory

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/retention"
	"caseweave/internal/core/rulelog"
)

// wasFiled says whether a detection is, or was, in a case.
func (t *tenant) wasFiled(arrival uint64) bool {
	for _, f := range t.cases {
		if f.barred[arrival] {
			return true
		}
	}
	return len(t.filed[arrival]) > 0
}

// retire removes detections with all that belongs to them.
func (t *tenant) retire(arrivals []uint64) {
	gone := map[uint64]bool{}
	for _, arrival := range arrivals {
		gone[arrival] = true
		delete(t.identities, t.detections[arrival].sent.Identity())
		delete(t.detections, arrival)
	}
	if len(gone) == 0 {
		return
	}
	for _, seen := range t.repeats {
		maps.DeleteFunc(seen, func(arrival uint64, _ bool) bool { return gone[arrival] })
	}
	for id, folds := range t.folds {
		t.folds[id] = slices.DeleteFunc(folds, func(f change.Fold) bool { return gone[f.Into] })
	}
	maps.DeleteFunc(t.past, func(_ uint64, p change.Past) bool { return gone[about(p)] })
	t.logs = slices.DeleteFunc(t.logs, func(e rulelog.Entry) bool { return e.Detection != nil && gone[arrivalOf(e.Detection.ID)] })
}

// about is the arrival of the detection that something happened to; 0 for none.
func about(p change.Past) uint64 {
	switch {
	case p.Arrived != nil:
		return p.Arrived.Arrival
	case p.Updated != nil:
		return p.Updated.Version.Arrival
	case p.Folded != nil:
		return p.Folded.Into
	}
	return 0
}

func arrivalOf(id string) uint64 {
	arrival, _ := detection.ArrivalOf(id)
	return arrival
}

// Expired are what a pass meets next: see engine.Retention.
func (s *Store) Expired(_ context.Context, tenantID string, q retention.Inquiry, limit int) (found retention.Stretch, err error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return found, err
	}
	found.Next = q.After
	for _, r := range t.receivedBefore(q) {
		if limit--; limit < 0 {
			return found, nil
		}
		if t.expired(r, q.Before) {
			found.Expired = append(found.Expired, r.standing.Arrival)
		}
		found.Next = r.place()
	}
	found.End = limit > 0
	return found, nil
}

// CountExpired counts to retention.MaxCounted: see engine.Retention.
func (s *Store) CountExpired(_ context.Context, tenantID string, q retention.Inquiry) (count retention.Count, err error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return count, err
	}
	for _, r := range t.receivedBefore(q) {
		if !t.expired(r, q.Before) {
			continue
		}
		if count.Newest = r.place().ReceivedAt; count.Oldest.IsZero() {
			count.Oldest = count.Newest
		}
		if count.N++; count.N > retention.MaxCounted {
			count.N, count.More = retention.MaxCounted, true
		}
	}
	return count, nil
}

func (r *record) place() retention.Place {
	return retention.Place{ReceivedAt: micros(r.sent.ReceivedAt), Arrival: r.standing.Arrival}
}

func (t *tenant) expired(r *record, before time.Time) bool {
	return r.standing.LastSeenAt.Before(before) && !t.wasFiled(r.standing.Arrival)
}

// receivedBefore are the detections that a pass goes through, in its order.
func (t *tenant) receivedBefore(q retention.Inquiry) (all []*record) {
	behind := func(a, b retention.Place) int {
		return cmp.Or(a.ReceivedAt.Compare(b.ReceivedAt), cmp.Compare(a.Arrival, b.Arrival))
	}
	for _, r := range t.detections {
		if at := r.place(); r.standing.Status == q.Status && at.ReceivedAt.Before(q.Before) && behind(at, q.After) > 0 {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b *record) int { return behind(a.place(), b.place()) })
	return all
}

// Newest is the last received_at that is not after a time; false where there is none.
func (s *Store) Newest(_ context.Context, tenantID string, until time.Time) (at time.Time, some bool, err error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return at, false, err
	}
	for _, r := range t.detections {
		if received := r.place().ReceivedAt; !received.After(until) && (!some || received.After(at)) {
			at, some = received, true
		}
	}
	return at, some, nil
}
