package engine

import (
	"context"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/group"
	"caseweave/internal/core/match"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/settings"

	"golang.org/x/sync/errgroup"
)

// load brings the sequencer to where the ledger stands.
func (s *sequencer) load(ctx context.Context) error {
	if s.loaded {
		return nil
	}
	head, err := s.engine.ledger.Claim(ctx, s.tenant.ID)
	if err != nil {
		return err
	}
	bounds, err := s.loadSettings(ctx)
	if err != nil {
		return err
	}
	set, err := s.loadRules(ctx, bounds)
	if err != nil {
		return err
	}
	cases := group.NewIndex()
	reading, beside := errgroup.WithContext(ctx)
	reading.Go(func() error { return s.engine.ledger.Remember(beside, s.tenant.ID) })
	reading.Go(func() error {
		return s.engine.ledger.OpenCases(beside, s.tenant.ID, func(c change.OpenCase) { enter(cases, c) })
	})
	if err := reading.Wait(); err != nil {
		return err
	}
	gaps, err := s.engine.ledger.Gaps(ctx, s.tenant.ID)
	if err != nil {
		return err
	}
	known := spans(gaps)
	if err := s.distrust(ctx, set, known); err != nil {
		return err
	}
	s.head, s.cases, s.gaps, s.loaded = head, cases, known, true
	s.atHand = map[uint64]casefile.Case{}
	s.bounds.Store(&bounds)
	s.rules.Store(match.New(set))
	return nil
}

// distrust lets the index of open detections tell nothing of what was open so far
// by criteria of which the ledger does not say how far it goes: those of a tenant
// that was renamed, or upgraded from a version without the index.
func (s *sequencer) distrust(ctx context.Context, set *rule.Set, known map[uint64][]change.Between) error {
	var missing []uint64
	for _, r := range set.Rules() {
		if _, told := known[r.Criterion()]; !told && r.Rule.State != rule.Test {
			missing = append(missing, r.Criterion())
		}
	}
	if len(missing) == 0 {
		return nil
	}
	span, some, err := s.engine.ledger.OpenSpan(ctx, s.tenant.ID)
	for _, criterion := range missing {
		if known[criterion] = nil; some {
			known[criterion] = []change.Between{span}
		}
	}
	return err
}

func (s *sequencer) loadSettings(ctx context.Context) (settings.Settings, error) {
	bounds, set, err := s.engine.ledger.Settings(ctx, s.tenant.ID)
	if err == nil && !set {
		bounds = settings.Default(s.tenant.TimeZone)
	}
	return bounds, err
}

func (s *sequencer) loadRules(ctx context.Context, bounds settings.Settings) (*rule.Set, error) {
	book, version, err := s.engine.ledger.Book(ctx, s.tenant.ID)
	if err != nil {
		return nil, err
	}
	return s.compile(version, book, bounds)
}

func (s *sequencer) compile(version uint64, book rule.Book, bounds settings.Settings) (*rule.Set, error) {
	before := new(rule.Set)
	if rules := s.rules.Load(); rules != nil {
		before = rules.Set()
	}
	return before.Compile(version, rule.Tenant{ID: s.tenant.ID, Name: s.called.Load().Name, Zone: bounds.Zone(), Apart: bounds.Unlinked()}, book)
}

// enter adds an open case to the index with all that it holds.
func enter(x *group.Index, c change.OpenCase) {
	x.Put(c.Outline)
	for _, row := range c.Rows {
		x.Hold(c.Number, row)
	}
	for _, arrival := range c.Barred {
		x.Bar(c.Number, arrival)
	}
}

func spans(gaps []change.Gap) map[uint64][]change.Between {
	all := map[uint64][]change.Between{}
	for _, g := range gaps {
		all[g.Criterion] = g.Spans
	}
	return all
}
