package engine

import (
	"context"

	"caseweave/internal/core/access"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/settings"
)

// Relive lets happen again what has happened, under the sequence numbers and at
// the times of then: on a ledger that begins empty, the same cases come of it
// (B2). Commands that are refused now were refused by a world that is different,
// and are passed over; what else goes wrong is an error.
func (e *Engine) Relive(ctx context.Context, tenant access.Organisation, past []change.Past) error {
	s, err := e.sequencer(ctx, tenant)
	if err != nil {
		return err
	}
	for len(past) > 0 {
		n := 0
		for n < len(past) && sent(&past[n]) != nil && n < batchSize {
			n++
		}
		if n > 0 {
			err = s.receiveAgain(ctx, past[:n])
		} else {
			n = 1
			err = s.do(ctx, func(w *draft) error { return w.happen(&past[0]) })
		}
		if err != nil {
			return err
		}
		past = past[n:]
	}
	return nil
}

// sent is the detection that a source sent; nil where something else happened.
func sent(p *change.Past) *detection.Detection {
	var d detection.Detection
	switch {
	case p.Arrived != nil:
		d = *p.Arrived
	case p.Updated != nil:
		d = p.Updated.Version
	case p.Folded != nil:
		d = p.Folded.Repeat
		d.Fingerprint = p.Folded.Fingerprint
	default:
		return nil
	}
	return &d
}

func (s *sequencer) receiveAgain(ctx context.Context, past []change.Past) error {
	batch := make([]*detection.Detection, len(past))
	for i := range past {
		batch[i] = sent(&past[i])
	}
	a := s.match(batch)
	for i := range past {
		a.items[i].past = &past[i]
	}
	a.body = &body{}
	return <-s.submit(ctx, job{arrivals: a})
}

// relive gives what happened before its number and its time.
func (w *draft) relive(item *arrival) {
	if item.past != nil {
		w.backTo(item.past)
	}
}

func (w *draft) backTo(p *change.Past) {
	w.set.After.Sequence = p.Sequence - 1
	if !p.At.IsZero() {
		w.now = p.At
	}
}

// happen lets a command, a rule set or settings happen again.
func (w *draft) happen(p *change.Past) error {
	if err := w.commit(); err != nil {
		return err
	}
	w.backTo(p)
	w.set.At = w.now
	var err error
	switch {
	case p.Command != nil:
		if _, err = w.order(*p.Command); refused(err) && w.failed == nil {
			return nil
		}
	case p.Book != nil:
		set, wrong := w.s.compile(w.s.rules.Load().Set().Version()+1, *p.Book, *w.s.bounds.Load())
		if wrong != nil {
			return wrong
		}
		err = w.adopt(set, provider)
	case p.Settings != nil:
		err = w.boundAgain(*p.Settings)
	}
	return err
}

func (w *draft) boundAgain(after settings.Settings) error {
	rules := w.s.rules.Load().Set()
	set, err := w.s.compile(rules.Version(), rules.Book(), after)
	if err != nil {
		return err
	}
	return w.bound(after, set, provider)
}

func refused(err error) bool {
	kind := fault.KindOf(err)
	return err != nil && (kind == fault.NotFound || kind == fault.Conflict || kind == fault.Invalid || kind == fault.Denied)
}
