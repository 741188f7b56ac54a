package memory

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/core/settings"
)

// Past is what took the tenant's sequence numbers after one, in order and as it
// was then; fewer than limit are the last.
func (s *Store) Past(_ context.Context, tenantID string, after uint64, limit int) (past []change.Past, err error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return nil, err
	}
	for n := after + 1; n <= t.head.Sequence && len(past) < limit; n++ {
		if p, ok := t.past[n]; ok {
			past = append(past, clonePast(p))
		}
	}
	return past, nil
}

func clonePast(p change.Past) change.Past {
	if p.Arrived != nil {
		p.Arrived = new(cloneDetection(*p.Arrived))
	}
	if p.Updated != nil {
		p.Updated = clonePointer(p.Updated)
		p.Updated.Version = cloneDetection(p.Updated.Version)
	}
	if p.Folded != nil {
		p.Folded = clonePointer(p.Folded)
		p.Folded.Repeat = cloneDetection(p.Folded.Repeat)
	}
	if p.Command != nil {
		p.Command = new(cloneCommand(*p.Command))
	}
	if p.Book != nil {
		p.Book = new(cloneBook(*p.Book))
	}
	p.Settings = clonePointer(p.Settings)
	return p
}

// Settings are the tenant's; false where it never set any.
func (s *Store) Settings(_ context.Context, tenantID string) (settings.Settings, bool, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil || t.settings == nil {
		return settings.Settings{}, false, err
	}
	return *t.settings, true, nil
}

// Members are the detections of a case, without Raw, by arrival.
func (s *Store) Members(_ context.Context, tenantID string, number uint64) (all []detection.Detection, err error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err == nil {
		err = t.has(casefile.AllSeeing, number)
	}
	if err != nil {
		return nil, err
	}
	for _, arrival := range slices.Sorted(maps.Keys(t.cases[number].members)) {
		all = append(all, withoutRaw(t.detections[arrival].current()))
	}
	return all, nil
}

// Memberships say in which cases that the viewer may know of the detection is, by
// number, and by which rule; of the rule, its id and the set version are known.
func (s *Store) Memberships(_ context.Context, tenantID string, viewer casefile.Viewer, detectionID string) (all []change.Member, err error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return nil, err
	}
	arrival, ok := detection.ArrivalOf(detectionID)
	if !ok {
		return nil, nil
	}
	for _, number := range slices.DeleteFunc(t.casesOf(arrival), t.hides(viewer)) {
		m := t.cases[number].members[arrival]
		m.By = casefile.RuleRef{ID: m.By.ID, SetVersion: m.By.SetVersion}
		all = append(all, m)
	}
	return all, nil
}

// WithRaw are those of the ids that there are, in their order, with Raw and the
// cases that they are in, as far as the viewer may know of them.
func (s *Store) WithRaw(_ context.Context, tenantID string, viewer casefile.Viewer, ids []string) (all []casefile.Filed, err error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if arrival, ok := detection.ArrivalOf(id); ok && t.detections[arrival] != nil {
			all = append(all, t.listed(viewer, arrival))
		}
	}
	return all, nil
}

// RuleLogs lists the rule log, without the numbers of cases of which the viewer may
// not know; a filter by such a number selects nothing. The sort is "entry"; what selects is the filter,
// and the request has none of its own.
func (s *Store) RuleLogs(_ context.Context, tenantID string, viewer casefile.Viewer, f rulelog.Filter, r listing.Request) (p listing.Page[rulelog.Entry], err error) {
	if err := r.Check(rulelog.Sorts); err != nil {
		return p, err
	}
	if r.Filter != nil {
		return p, fault.New(fault.Invalid, "The rule log takes no filter of this sort.")
	}
	if err := f.Check(); err != nil {
		return p, err
	}
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return p, err
	}
	var all []rulelog.Entry
	for _, e := range t.logs {
		if e = cloneEntry(e); t.hides(viewer)(e.Case) {
			e.Case = 0
		}
		all = append(all, e)
	}
	return page(all, r, f.Holds, func(e *rulelog.Entry) listing.Cursor { return listing.Cursor{ID: e.Entry} }), nil
}

// RuleCounts are how often each rule, by its id, did what, from the hour in
// which since lies.
func (s *Store) RuleCounts(_ context.Context, tenantID string, since time.Time) (map[string]map[rulelog.Kind]int, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return nil, err
	}
	counts := map[string]map[rulelog.Kind]int{}
	for of, n := range t.counts {
		if of.hour < hour(since) {
			continue
		}
		if counts[of.rule] == nil {
			counts[of.rule] = map[rulelog.Kind]int{}
		}
		counts[of.rule][of.kind] += n
	}
	return counts, nil
}

// keptBacktests is how many backtests a tenant keeps.
const keptBacktests = 50

// SaveBacktest keeps a backtest, in place of one of the same id. Of the tenant's
// the newest 50 are kept.
func (s *Store) SaveBacktest(_ context.Context, tenantID, id string, at time.Time, document []byte) error {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return err
	}
	t.backtests[id] = dated[[]byte]{micros(at), slices.Clone(document)}
	newest := t.newestBacktests()
	for _, id := range newest[min(keptBacktests, len(newest)):] {
		delete(t.backtests, id)
	}
	return nil
}

// newestBacktests are the ids of backtests, newest first.
func (t *tenant) newestBacktests() []string {
	return slices.SortedFunc(maps.Keys(t.backtests), func(a, b string) int {
		return -cmp.Or(t.backtests[a].at.Compare(t.backtests[b].at), cmp.Compare(a, b))
	})
}

// Backtest is the backtest of that id; fault.NotFound where there is none.
func (s *Store) Backtest(_ context.Context, tenantID, id string) ([]byte, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return nil, err
	}
	b, ok := t.backtests[id]
	if !ok {
		return nil, fault.New(fault.NotFound, "There is no such backtest.")
	}
	return bytes.Clone(b.content), nil
}

// Backtests are the tenant's, newest first, at most so many.
func (s *Store) Backtests(_ context.Context, tenantID string, limit int) (all [][]byte, err error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return nil, err
	}
	newest := t.newestBacktests()
	for _, id := range newest[:min(limit, len(newest))] {
		all = append(all, bytes.Clone(t.backtests[id].content))
	}
	return all, nil
}
