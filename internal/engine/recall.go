package engine

import (
	"maps"
	"slices"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
)

// meet is the draft's one copy of a detection that the ledger told.
func (w *draft) meet(d detection.Detection) *detection.Detection {
	if have, ok := w.have(d.Arrival); ok {
		return have
	}
	w.met[d.Arrival] = &d
	return &d
}

// have is the draft's one copy of a detection, if it has one. What the draft
// ahead has, it has, too: the ledger may not tell yet what was decided there.
func (w *draft) have(arrival uint64) (*detection.Detection, bool) {
	d, ok := w.met[arrival]
	if ok || w.ahead == nil {
		return d, ok
	}
	if d, ok = w.ahead.met[arrival]; ok {
		w.met[arrival] = d
		if cases, known := w.ahead.places[arrival]; known {
			w.places[arrival] = slices.Clip(cases)
		}
	}
	return d, ok
}

// recall asks the ledger what it knows of the identities that jobs bring, and
// what their detections may repeat.
func (w *draft) recall(jobs []job) error {
	before := len(w.recalled)
	var ids []detection.Identity
	for _, j := range jobs {
		if j.arrivals == nil {
			continue
		}
		for _, a := range j.arrivals.items {
			w.recalled = append(w.recalled, a.detection)
			if !w.remembers(a.detection.Identity()) {
				ids = append(ids, a.detection.Identity())
			}
		}
	}
	if err := w.remember(ids); err != nil {
		return err
	}
	return w.recallRepeatable(w.recalled[before:])
}

// remembers says whether the draft, or the one ahead, has decided on the identity.
func (w *draft) remembers(id detection.Identity) bool {
	if _, ok := w.known[id]; ok || w.ahead == nil {
		return ok
	}
	k, ok := w.ahead.known[id]
	if ok {
		w.known[id] = k
		if k.current != nil {
			w.have(k.current.Arrival)
		}
	}
	return ok
}

func (w *draft) remember(ids []detection.Identity) error {
	if len(ids) == 0 {
		return nil
	}
	found, err := w.s.engine.ledger.Known(w.ctx, w.set.TenantID, ids)
	for id, k := range found {
		if k.Fold != nil {
			w.known[id] = &known{fold: k.Fold}
			continue
		}
		w.known[id] = &known{current: w.meet(k.Current), fingerprints: k.Fingerprints}
	}
	return err
}

// casesOf are the cases of a detection, open or not, as they are by now.
func (w *draft) casesOf(d *detection.Detection) ([]casefile.Case, error) {
	if err := w.place(d); err != nil {
		return nil, err
	}
	var cases []casefile.Case
	for _, number := range w.places[d.Arrival] {
		c, err := w.caseOf(number)
		if err != nil {
			return nil, err
		}
		cases = append(cases, c)
	}
	return cases, nil
}

// caseOf is a case that is open or was asked for, as it is by now.
func (w *draft) caseOf(number uint64) (casefile.Case, error) {
	if !w.cases.Has(number) {
		return w.shut[number], nil
	}
	return w.whole(number)
}

// whole is an open case as it is by now, of which the index has but an outline. What
// was touched by a draft that is not committed yet is at hand; the ledger tells of the rest.
func (w *draft) whole(number uint64) (casefile.Case, error) {
	if c, ok := w.s.atHand[number]; ok {
		return c, nil
	}
	c, err := w.s.engine.ledger.Case(w.ctx, w.set.TenantID, casefile.AllSeeing, number)
	if err == nil {
		w.s.atHand[number] = c
	}
	return c, err
}

// maxAtHand bounds how many open cases are at hand when a draft begins, each of
// about a kilobyte; a test has fewer.
var maxAtHand = 50_000

// tidy forgets open cases that the ledger can tell, where there are too many.
func (w *draft) tidy() {
	if len(w.s.atHand) <= maxAtHand {
		return
	}
	maps.DeleteFunc(w.s.atHand, func(number uint64, _ casefile.Case) bool {
		if w.ahead == nil {
			return true
		}
		_, touched := w.ahead.touched[number]
		return !touched
	})
}

// hasShut says whether a case that is open no more is at hand.
func (w *draft) hasShut(number uint64) bool {
	if _, ok := w.shut[number]; ok || w.ahead == nil {
		return ok
	}
	c, ok := w.ahead.shut[number]
	if ok {
		w.shut[number] = c
	}
	return ok
}

// place makes sure that the cases of d are known, and those that are open no more read.
func (w *draft) place(d *detection.Detection) error {
	numbers, known := w.places[d.Arrival]
	atHand := func(number uint64) bool {
		return w.cases.Has(number) || w.hasShut(number)
	}
	if known && !slices.ContainsFunc(numbers, func(n uint64) bool { return !atHand(n) }) {
		return nil
	}
	stored, err := w.s.engine.ledger.CasesOf(w.ctx, w.set.TenantID, d.ID)
	if err != nil {
		return err
	}
	for _, c := range stored {
		if !known {
			w.places[d.Arrival] = append(w.places[d.Arrival], c.Number)
		}
		if !atHand(c.Number) {
			w.shut[c.Number] = c
		}
	}
	return nil
}
