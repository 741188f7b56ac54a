package memory

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"time"

	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
)

// writeOpen changes the index of open detections.
func (t *tenant) writeOpen(set *change.Set) {
	for _, g := range set.Gaps {
		g.Spans = slices.Clone(g.Spans)
		t.gaps[g.Criterion] = g
		if g.Gone {
			delete(t.gaps, g.Criterion)
			maps.DeleteFunc(t.open, func(r criterionRow, _ map[change.OpenRow]bool) bool { return r.criterion == g.Criterion })
		}
	}
	for _, r := range set.Unlisted {
		r.CreatedAt = micros(r.CreatedAt)
		delete(t.open[criterionRow{r.Criterion, r.Row}], r)
	}
	for _, r := range set.Listed {
		r.CreatedAt = micros(r.CreatedAt)
		at := criterionRow{r.Criterion, r.Row}
		if t.open[at] == nil {
			t.open[at] = map[change.OpenRow]bool{}
		}
		t.open[at][r] = true
	}
}

// Gaps tell of every criterion of the index where it is not whole, by criterion.
func (s *Store) Gaps(_ context.Context, tenantID string) (gaps []change.Gap, err error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return nil, err
	}
	for _, criterion := range slices.Sorted(maps.Keys(t.gaps)) {
		g := t.gaps[criterion]
		g.Spans = slices.Clone(g.Spans)
		gaps = append(gaps, g)
	}
	return gaps, nil
}

// near is a detection that shares rows, with its distance from what was asked about.
type near struct {
	arrival  uint64
	shared   map[uint64]bool
	distance time.Duration
}

// Related are the arrivals of detections that the index finds related, nearest
// in time first, then lower arrivals.
func (s *Store) Related(_ context.Context, tenantID string, q change.Inquiry) (arrivals []uint64, err error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return nil, err
	}
	around, found := micros(q.Around), map[uint64]*near{}
	for _, row := range q.Rows {
		for r := range t.open[criterionRow{q.Criterion, row}] {
			distance := r.CreatedAt.Sub(around).Abs()
			if distance > q.Reach.Truncate(time.Microsecond) {
				continue
			}
			n := found[r.Arrival]
			if n == nil {
				n = &near{r.Arrival, map[uint64]bool{}, distance}
				found[r.Arrival] = n
			}
			n.shared[row], n.distance = true, min(n.distance, distance)
		}
	}
	nearest := slices.SortedFunc(maps.Values(found), func(a, b *near) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.arrival, b.arrival))
	})
	for _, n := range nearest {
		if len(n.shared) >= q.Shared {
			arrivals = append(arrivals, n.arrival)
		}
	}
	arrivals = arrivals[min(q.Skip, len(arrivals)):]
	return arrivals[:min(q.Limit, len(arrivals))], nil
}

// openOnes are the open detections that are wanted, by created_at and arrival.
func (t *tenant) openOnes(wanted func(*detection.Detection) bool) (open []*record) {
	for _, r := range t.detections {
		if r.standing.Status == detection.Open && wanted(&r.sent) {
			open = append(open, r)
		}
	}
	slices.SortFunc(open, func(a, b *record) int {
		return cmp.Or(a.sent.CreatedAt.Compare(b.sent.CreatedAt), cmp.Compare(a.sent.Arrival, b.sent.Arrival))
	})
	return open
}

// OpenSpan is from the earliest to the latest created_at of open detections;
// false where there are none.
func (s *Store) OpenSpan(_ context.Context, tenantID string) (change.Between, bool, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return change.Between{}, false, err
	}
	var span change.Between
	some := false
	for _, r := range t.detections {
		if at := r.sent.CreatedAt; r.standing.Status == detection.Open {
			if !some || at.Before(span.From) {
				span.From = at
			}
			if !some || at.After(span.To) {
				span.To = at
			}
			some = true
		}
	}
	return span, some, nil
}

// OpenBetween are the open detections of a span and at least so severe, with
// Raw, by created_at and arrival, beginning behind the place that afterCreated
// and afterArrival name.
func (s *Store) OpenBetween(_ context.Context, tenantID string, between change.Between, atLeast detection.Fraction,
	afterCreated time.Time, afterArrival uint64, limit int,
) (open []detection.Detection, err error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return nil, err
	}
	ones := t.openOnes(func(d *detection.Detection) bool {
		behind := cmp.Or(d.CreatedAt.Compare(afterCreated), cmp.Compare(d.Arrival, afterArrival)) > 0
		within := !d.CreatedAt.Before(between.From) && !d.CreatedAt.After(between.To)
		return behind && within && d.Severity >= atLeast
	})
	for _, r := range ones[:min(limit, len(ones))] {
		open = append(open, r.current())
	}
	return open, nil
}

// Candidates are the detections that repeats may become part of, by the key of
// the trace that led to them, in order of arrival.
func (s *Store) Candidates(_ context.Context, tenantID string, traces []change.Trace) (map[uint64][]change.Candidate, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return nil, err
	}
	within := map[uint64]map[uint64]bool{}
	for _, trace := range traces {
		for arrival := range t.traced(trace) {
			if within[trace.Key] == nil {
				within[trace.Key] = map[uint64]bool{}
			}
			within[trace.Key][arrival] = true
		}
	}
	found := map[uint64][]change.Candidate{}
	for key, arrivals := range within {
		for _, arrival := range slices.Sorted(maps.Keys(arrivals)) {
			found[key] = append(found[key], change.Candidate{Detection: withoutRaw(t.detections[arrival].current()), Cases: t.casesOf(arrival)})
		}
	}
	return found, nil
}

// traced are the arrivals of the detections that a trace leads to.
func (t *tenant) traced(trace change.Trace) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		for h := hour(trace.From); h <= hour(trace.To); h++ {
			for arrival := range t.repeats[seen{trace.Key, h}] {
				r := t.detections[arrival]
				last := r.standing.LastSeenAt
				if last.Before(trace.From) || last.After(trace.To) || detection.RepeatKey(&r.sent) != trace.Key {
					continue
				}
				if !yield(arrival) {
					return
				}
			}
		}
	}
}
