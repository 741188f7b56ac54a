// Package engine decides what happens next. It brings records and people's
// commands into each tenant's one order, lets core decide on them, and hands
// what they change to the ledger; then it answers.
//
// Engine promises: what it answered for is stored, decided in the order of
// arrival, by one rule set version each, exactly once per identity. It refuses
// to answer before the commit, and to decide on anything but what is stored.
package engine

import (
	"context"
	"iter"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/group"
	"caseweave/internal/core/match"
	"caseweave/internal/core/rulelog"
)

// Receive takes a body's records the whole way:
//
//	read ──► match ──► group ──► commit ──► acknowledge
//
// Reading and matching run here, on the caller's goroutine; grouping and
// committing run in the tenant's sequencer, several batches of a body in
// flight. On an error the answer tells what was stored before it, and sending
// the whole body again is safe.
func (e *Engine) Receive(ctx context.Context, tenant access.Organisation, records iter.Seq[Record]) (Answer, error) {
	sequencer, err := e.sequencer(ctx, tenant)
	if err != nil {
		return Answer{}, err
	}
	tally := newTally()
	flight := flight{sequencer: sequencer, tally: tally}
	for batch := range e.batches(records, tally) { // read
		matched := sequencer.match(batch) // match
		if !flight.board(ctx, matched) {  // group and commit, in the tenant's order
			break
		}
	}
	err = flight.land() // acknowledge
	return tally.answer, err
}

// match tries the rules on detections, with the rule set of this moment.
func (s *sequencer) match(batch []*detection.Detection) *arrivals {
	rules := s.rules.Load()
	a := &arrivals{rules: rules, items: make([]arrival, len(batch))}
	for i, d := range batch {
		d.TenantID = s.tenant.ID
		a.bytes += len(d.Raw)
		a.items[i] = arrival{detection: d, hits: rules.Match(d)}
	}
	return a
}

// arrive decides on a detection that is new to the tenant, repeats nothing, and
// has its place in the order (automatic-cases §3).
func (w *draft) arrive(d *detection.Detection, hits []match.Hit) (number uint64, err error) {
	verdict := group.Decide(d, hits, w.cases, w.s.dreams, w.settings)
	w.tell(d, hits, verdict.Trail)
	switch verdict.Deed {
	case group.Append:
		number = verdict.Case
		w.join(number, d, casefile.ByRule(verdict.Hit.Rule.Ref()), hits)
		w.decided(rulelog.Appended, verdict, d, number)
		err = w.comment(number, verdict.Hit, d)
	case group.Open:
		if number, err = w.open(d, verdict.Hit, 0, hits); err != nil {
			return 0, err
		}
		w.decided(rulelog.Created, verdict, d, number)
		err = w.search(number, d, verdict.Hit)
	case group.Continue:
		if number, err = w.open(d, verdict.Hit, verdict.Case, hits); err != nil {
			return 0, err
		}
		w.decided(rulelog.Continued, verdict, d, number)
		err = w.continues(number, verdict)
	case group.Stay:
		w.list(d, hits)
	}
	return number, err
}
