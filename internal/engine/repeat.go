package engine

import (
	"slices"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
)

// trace is where the detections lie that d may repeat.
func (w *draft) trace(d *detection.Detection) change.Trace {
	window := time.Duration(w.settings.RepeatWindow)
	return change.Trace{
		Key:     detection.RepeatKey(d),
		Between: change.Between{From: d.CreatedAt.Add(-window), To: d.CreatedAt.Add(window)},
	}
}

// recallRepeatable finds what detections may repeat, by the window of this moment.
func (w *draft) recallRepeatable(detections []*detection.Detection) error {
	if w.settings.RepeatWindow == 0 || len(detections) == 0 {
		return nil
	}
	traces := make([]change.Trace, len(detections))
	for i, d := range detections {
		traces[i] = w.trace(d)
		w.recallAhead(traces[i].Key)
	}
	found, err := w.s.engine.ledger.Candidates(w.ctx, w.set.TenantID, traces)
	for key, candidates := range found {
		for _, c := range candidates {
			d := w.meet(c.Detection)
			if _, known := w.places[d.Arrival]; !known {
				w.places[d.Arrival] = c.Cases
			}
			w.mayRepeat(key, d)
		}
	}
	return err
}

// recallAhead takes over what the draft ahead has under a repeat key.
func (w *draft) recallAhead(key uint64) {
	if w.ahead == nil {
		return
	}
	for _, e := range w.ahead.repeatable[key] {
		if d, ok := w.have(e.Arrival); ok {
			w.mayRepeat(key, d)
		}
	}
}

func (w *draft) mayRepeat(key uint64, d *detection.Detection) {
	if !slices.Contains(w.repeatable[key], d) {
		w.repeatable[key] = append(w.repeatable[key], d)
	}
}

// repeats is the detection that d is a repeat of: of several the one that
// arrived last. Nil where there is none (automatic-cases §1).
func (w *draft) repeats(d *detection.Detection) *detection.Detection {
	var newest *detection.Detection
	for _, e := range w.repeatable[detection.RepeatKey(d)] {
		if (newest == nil || e.Arrival > newest.Arrival) && w.live(e) && detection.Repeats(e, d, time.Duration(w.settings.RepeatWindow)) {
			newest = e
		}
	}
	return newest
}

// live says whether e is open or in an open case.
func (w *draft) live(e *detection.Detection) bool {
	return e.Status == detection.Open || slices.ContainsFunc(w.places[e.Arrival], w.cases.Has)
}

// fold makes d part of e: it was seen more often, and nothing else happens (B8).
func (w *draft) fold(e, d *detection.Detection) (result, error) {
	cases, err := w.casesOf(e)
	if err != nil {
		return result{}, err
	}
	if _, grew := w.grown[e.Arrival]; w.fresh[e.Arrival] && !grew {
		w.grown[e.Arrival] = *e
	}
	e.Count += max(1, d.Count)
	if d.LastSeenAt.After(e.LastSeenAt) {
		e.LastSeenAt = d.LastSeenAt
	}
	w.changed(e)
	if err := w.listAnew(e); err != nil {
		return result{}, err
	}
	for _, c := range cases {
		if e.LastSeenAt.After(c.LatestAt) {
			w.put(c.Stretch(e.LastSeenAt))
		}
	}
	repeat := *d
	repeat.Raw = nil
	f := change.Fold{Sequence: w.next(), Into: e.Arrival, Repeat: repeat, Fingerprint: d.Fingerprint}
	w.set.Folded = append(w.set.Folded, f)
	w.known[d.Identity()] = &known{fold: &f}
	return result{outcome: folded}, nil
}

// listAnew lets searches find e by what repeats changed in it, where a rule asks for that.
func (w *draft) listAnew(e *detection.Detection) error {
	rules := w.s.rules.Load()
	if e.Status != detection.Open || !rules.Set().ReadsStanding() {
		return nil
	}
	if stored := e.Arrival <= w.set.Before.Sequence; stored && e.Raw == nil {
		if _, err := w.read([]uint64{e.Arrival}); err != nil {
			return err
		}
	}
	w.list(e, rules.Match(e))
	return nil
}

// sameRepeat says whether what came again under the identity of a repeat still
// is one: sent as before, or claiming what it is part of still claims. Otherwise
// it is tried like any that is new.
func (w *draft) sameRepeat(f *change.Fold, d *detection.Detection) (bool, error) {
	if f.Fingerprint == d.Fingerprint {
		return true, nil
	}
	e, met := w.have(f.Into)
	if !met {
		stored, err := w.s.engine.ledger.WithRaw(w.ctx, w.set.TenantID, casefile.AllSeeing, []string{detection.ID(f.Into)})
		if err != nil || len(stored) == 0 {
			return false, err
		}
		e = &stored[0].Detection
	}
	return detection.SameClaim(e, d), nil
}
