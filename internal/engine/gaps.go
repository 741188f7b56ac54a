package engine

import (
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/match"
	"caseweave/internal/core/rule"
)

// fillPage is how many open detections are read at a time to fill a gap.
const fillPage = 500

// fill brings into the index what a rule's search around a time may find and is
// not there yet: what was open before the rule was.
func (w *draft) fill(by *rule.Compiled, around time.Time) error {
	criterion, reach := by.Criterion(), time.Duration(by.Rule.SearchWindow)
	asked := change.Between{From: around.Add(-reach), To: around.Add(reach)}
	missing := overlaps(w.s.gaps[criterion], asked)
	if len(missing) == 0 {
		return nil
	}
	if err := w.land(); err != nil {
		return err
	}
	for _, between := range missing {
		if err := w.fillBetween(by, between); err != nil {
			return err
		}
	}
	w.gap(criterion, subtract(w.s.gaps[criterion], asked))
	return nil
}

func (w *draft) fillBetween(by *rule.Compiled, between change.Between) error {
	var at time.Time
	var arrival uint64
	for {
		page, err := w.s.engine.ledger.OpenBetween(w.ctx, w.set.TenantID, between, w.settings.AppendSeverity, at, arrival, fillPage)
		if err != nil {
			return err
		}
		for i := range page {
			at, arrival = page[i].CreatedAt, page[i].Arrival
			w.fillOne(by, &page[i])
		}
		if len(page) < fillPage {
			return nil
		}
	}
}

func (w *draft) fillOne(by *rule.Compiled, stored *detection.Detection) {
	if d := w.complete(casefile.Filed{Detection: *stored}); by.Searches(d) {
		rows, errs := by.Rows(d)
		w.listUnder(&match.Hit{Rule: by, Rows: rows, Errors: errs}, d)
	}
}

// gap keeps which spans of a criterion are not in the index.
func (w *draft) gap(criterion uint64, spans []change.Between) {
	w.s.gaps[criterion] = spans
	w.set.Gaps = append(w.set.Gaps, change.Gap{Criterion: criterion, Spans: spans})
}

// overlaps are the parts of spans within asked.
func overlaps(spans []change.Between, asked change.Between) []change.Between {
	var parts []change.Between
	for _, s := range spans {
		part := change.Between{From: later(s.From, asked.From), To: earlier(s.To, asked.To)}
		if !part.From.After(part.To) {
			parts = append(parts, part)
		}
	}
	return parts
}

// subtract leaves of spans what does not lie within filled, to the microsecond.
func subtract(spans []change.Between, filled change.Between) []change.Between {
	var left []change.Between
	for _, s := range spans {
		for _, part := range []change.Between{
			{From: s.From, To: earlier(s.To, filled.From.Add(-time.Microsecond))},
			{From: later(s.From, filled.To.Add(time.Microsecond)), To: s.To},
		} {
			if !part.From.After(part.To) {
				left = append(left, part)
			}
		}
	}
	return left
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
