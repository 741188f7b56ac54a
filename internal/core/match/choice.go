package match

import (
	"math"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/query"
)

// needs are what the filters can't hold without.
func (b *builder) needs(filters []filter) []need {
	c := choice{builder: b, tests: map[reference]need{}, popular: map[term]int{}}
	for _, f := range filters {
		c.count(f.clause)
	}
	needs := make([]need, len(filters))
	for i, f := range filters {
		needs[i] = c.need(f.clause)
	}
	return needs
}

// choice finds what each filter needs. Of an And any part will do; the choice
// falls on the one that makes the least work.
type choice struct {
	*builder
	// tests are the needs of the tests, by their references.
	tests map[reference]need
	// popular counts in how many places a term stands. One that all filters share,
	// such as their product's name, tells none of them apart.
	popular map[term]int
}

// count counts the terms of a filter.
func (c *choice) count(r reference) {
	if parts := c.all[r.clause()].parts; parts != nil {
		for _, part := range parts {
			c.count(part ^ r&1)
		}
		return
	}
	for _, t := range c.test(r).terms {
		c.popular[t]++
	}
}

// test is the need of a test or a constant.
func (c *choice) test(r reference) need {
	n, done := c.tests[r]
	if !done {
		switch e := c.exprs[r.clause()].(type) {
		case query.Test:
			n = needOf(e, r.negated())
		case query.Constant: // of what never holds, nothing is needed: it is never looked at
			n = need{known: bool(e) == r.negated()}
		}
		c.tests[r] = n
	}
	return n
}

// need is what the clause can't hold without.
func (c *choice) need(r reference) need {
	clause := &c.all[r.clause()]
	switch {
	case clause.parts == nil:
		return c.test(r)
	case clause.any == r.negated():
		return c.best(clause.parts, r)
	}
	return c.union(clause.parts, r)
}

// best is the need of what holds only if all parts do.
func (c *choice) best(parts []reference, of reference) (best need) {
	least := math.Inf(1)
	for _, part := range parts {
		if n := c.need(part ^ of&1); n.known {
			if work := c.work(n); work < least {
				best, least = n, work
			}
		}
	}
	return best
}

// union is the need of what holds if any part does.
func (c *choice) union(parts []reference, of reference) need {
	all := need{known: true}
	for _, part := range parts {
		n := c.need(part ^ of&1)
		if !n.known {
			return need{}
		}
		all.terms = append(all.terms, n.terms...)
	}
	return all
}

// work is how many filters a detection is expected to be tried on because of n's terms.
func (c *choice) work(n need) (work float64) {
	for _, t := range n.terms {
		work += t.chance() * float64(c.popular[t])
	}
	return work
}

// chances are how likely a detection is to have a term, as far as that can be
// guessed: only their order of magnitude matters.
var chances = [kinds]float64{
	present: 0.7, equals: 0.001, within: 0.02, counts: 0.01, atLeast: 0.5, moreThan: 0.5, atMost: 0.5, lessThan: 0.5,
}

// ofPath is how much less welcome a term is for which the raw event must be read.
const ofPath = 10

func (t term) chance() float64 {
	f, _, _ := detection.Fields.Field(t.field)
	chance := chances[t.kind]
	switch {
	case t.kind == equals && len(f.Words) > 0:
		chance = 1 / float64(len(f.Words))
	case t.kind == holds:
		chance = max(0.002, math.Pow(4, -float64(len(t.text))))
	}
	if f.Kind == query.Path {
		chance *= ofPath
	}
	return chance
}
