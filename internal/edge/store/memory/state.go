package memory

import (
	"context"
	"maps"
	"slices"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
)

// State is all that the tenant's decisions have come to, at one moment.
func (s *Store) State(_ context.Context, tenantID string) (state change.State, err error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return state, err
	}
	state.Head = t.head
	for _, number := range slices.Sorted(maps.Keys(t.cases)) {
		f := t.cases[number]
		state.Cases = append(state.Cases, f.held())
		for _, arrival := range slices.Sorted(maps.Keys(f.members)) {
			m := f.members[arrival]
			m.By = casefile.RuleRef{ID: m.By.ID, SetVersion: m.By.SetVersion}
			state.Members = append(state.Members, m)
		}
	}
	for _, arrival := range slices.Sorted(maps.Keys(t.detections)) {
		state.Standings = append(state.Standings, t.detections[arrival].standing)
	}
	return state, nil
}

// Created counts the detections with created_at from one time until before
// another, and answers the earliest created_at among them.
func (s *Store) Created(_ context.Context, tenantID string, from, to time.Time) (n int, first time.Time, err error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return 0, first, err
	}
	for _, r := range t.detections {
		at := micros(r.sent.CreatedAt)
		if at.Before(from) || !at.Before(to) {
			continue
		}
		if n++; n == 1 || at.Before(first) {
			first = at
		}
	}
	return n, first, nil
}
