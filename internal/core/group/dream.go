package group

import (
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/match"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
)

// Dreams are what the rules on test imagine, by rule: each sees its own cases
// beside the real ones, and nobody else sees them. They live in memory alone.
type Dreams map[string]*Dream

// Dream is what one rule on test, in one version, imagines.
type Dream struct {
	version uint64
	cases   *Index
	last    uint64
}

// maxImagined is how many cases a rule imagines at a time; then the oldest goes.
const maxImagined = 10_000

// Wake forgets what rules imagined that are not in set any more, or not in that
// version: a rule of the same id that comes later is another.
func (w Dreams) Wake(set *rule.Set) {
	for id, dream := range w {
		if r := set.Rule(id); r == nil || r.Rule.Version != dream.version {
			delete(w, id)
		}
	}
}

// imagine tells what the rule of hit would have done.
func (w Dreams) imagine(d *detection.Detection, hit *match.Hit, cases *Index, quiet time.Duration) Step {
	step := Step{Hit: hit, Kind: rulelog.WouldSkip}
	r := &hit.Rule.Rule
	index, best := cases, cases.best(d, hit, quiet)
	dream, dreamt := w[r.ID], false
	if dream != nil && dream.version == r.Version {
		if own := dream.cases.best(d, hit, quiet); own.entry != nil && (best.entry == nil || !best.goesBefore(own)) {
			index, best, dreamt = dream.cases, own, true
		}
	}
	full := best.entry != nil && best.Full(d, r.MaxDetections)
	if full {
		best.entry = index.continuation(best.entry, r.MaxDetections)
	}
	switch {
	case best.entry != nil && dreamt:
		step.Kind, step.Imagined = rulelog.WouldAppend, best.Number
	case best.entry != nil:
		step.Kind, step.Case = rulelog.WouldAppend, best.Number
	case hit.Filter:
		step.Kind = rulelog.WouldCreate
	}
	return step
}

// Learn lets what a rule on test would have done be true for it from here on,
// and answers the step with the number of the case that it imagines.
func (w Dreams) Learn(d *detection.Detection, s Step) Step {
	creates := s.Kind == rulelog.WouldCreate
	if !creates && s.Imagined == 0 {
		return s
	}
	dream := w.of(s.Hit.Rule.Rule.ID, s.Hit.Rule.Rule.Version)
	if creates {
		dream.last++
		s.Imagined = dream.last
		dream.cases.Remove(dream.last - min(dream.last, maxImagined))
		dream.cases.Put(casefile.Outline{Number: dream.last}.With(d))
	} else if o, ok := dream.cases.Case(s.Imagined); ok {
		dream.cases.Put(o.With(d))
	}
	for _, row := range s.Hit.Rows {
		dream.cases.Hold(s.Imagined, row)
	}
	return s
}

// of is the dream of a rule in a version; another version begins anew.
func (w Dreams) of(id string, version uint64) *Dream {
	if w[id] == nil || w[id].version != version {
		w[id] = &Dream{version: version, cases: NewIndex()}
	}
	return w[id]
}
