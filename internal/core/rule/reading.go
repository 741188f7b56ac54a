package rule

import (
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

// Reading is one detection as the grouping expressions of a set's rules see it:
// what several rules ask of it is worked out once. It is for one goroutine, and
// its room serves one detection after another.
type Reading struct {
	subject subject
	apart   Apart
	// yields are what expressions gave that speak of no rule; nil where nothing is
	// to be remembered.
	yields map[*expression]yield
}

// NewReading is a reading by a tenant's rules that has not begun.
func NewReading(apart Apart) *Reading {
	return &Reading{apart: apart, yields: map[*expression]yield{}}
}

// yield is what an expression gives: its rows, distinct and without "", or an error.
type yield struct {
	rows []string
	err  error
}

// manyYields are so many that clearing their room costs more than making it anew.
const manyYields = 100

// Begin lets r read d, and forget what it read before.
func (r *Reading) Begin(d *detection.Detection) {
	clear(r.subject.made)
	if len(r.yields) > manyYields {
		r.yields = map[*expression]yield{}
	}
	clear(r.yields)
	r.subject = subject{detection: source{r.apart.without(d), r.apart}, made: r.subject.made[:0]}
}

// Rows are the grouping values of the detection by a rule: distinct, folded,
// without null and "", in the order in which the expressions give them. They may
// not be changed. An expression that fails or exceeds a limit gives no row and one
// error that names it.
func (r *Reading) Rows(c *Compiled) ([]string, []error) {
	r.subject.under(&c.Rule, &c.tenant)
	var g gathering
	var errs []error
	for i, e := range c.groupBy {
		y := r.yield(e)
		if y.err == nil {
			y.err = g.add(y.rows)
		}
		if y.err != nil {
			errs = append(errs, fault.Because(y.err, fault.KindOf(y.err), "group_by[%d] of %q gives no row", i, c.Rule.Title))
		}
	}
	return g.rows, errs
}

func (r *Reading) yield(e *expression) yield {
	if e.ofRule || r.yields == nil {
		return e.yield(&r.subject)
	}
	y, known := r.yields[e]
	if !known {
		y = e.yield(&r.subject)
		r.yields[e] = y
	}
	return y
}
