package group

import (
	"slices"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/match"
)

// Index holds a tenant's open cases, in outline, by the rows that they hold. It is
// not safe for concurrent use: one sequencer owns it.
type Index struct {
	byNumber map[uint64]*entry
	byRow    map[string][]share
	// byChain finds the open cases that continue another, by the first of their chain.
	byChain map[uint64][]*entry
	apart   apart
}

// entry is an open case with the rows that it holds.
type entry struct {
	casefile.Outline
	rows   []string
	barred map[uint64]bool
}

// share is that a case holds a row, which so many of its members give it.
type share struct {
	*entry
	members int
}

// NewIndex is an index without cases.
func NewIndex() *Index {
	return &Index{byNumber: map[uint64]*entry{}, byRow: map[string][]share{}, byChain: map[uint64][]*entry{}, apart: apart{}}
}

// Put adds an open case, or takes in what it has become; its rows stay.
func (x *Index) Put(o casefile.Outline) {
	x.apart.bear(o.First(), o.Apart, 1)
	if e, ok := x.byNumber[o.Number]; ok {
		x.apart.bear(e.First(), e.Apart, -1)
		e.Outline = o
		return
	}
	e := &entry{Outline: o}
	x.byNumber[o.Number] = e
	if o.Chain != 0 {
		x.byChain[o.Chain] = append(x.byChain[o.Chain], e)
	}
}

// Remove forgets a case, which is open no more, with its rows.
func (x *Index) Remove(number uint64) {
	e, ok := x.byNumber[number]
	if !ok {
		return
	}
	for _, row := range e.rows {
		x.drop(row, e)
	}
	delete(x.byNumber, number)
	x.apart.bear(e.First(), e.Apart, -1)
	if e.Chain == 0 {
		return
	}
	x.byChain[e.Chain] = slices.DeleteFunc(x.byChain[e.Chain], func(other *entry) bool { return other == e })
	if len(x.byChain[e.Chain]) == 0 {
		delete(x.byChain, e.Chain)
	}
}

// Has says whether a case is open.
func (x *Index) Has(number uint64) bool {
	_, ok := x.byNumber[number]
	return ok
}

// Case answers for an open case.
func (x *Index) Case(number uint64) (casefile.Outline, bool) {
	e, ok := x.byNumber[number]
	if !ok {
		return casefile.Outline{}, false
	}
	return e.Outline, true
}

// Hold lets the case of that number hold a row once more.
func (x *Index) Hold(number uint64, row string) {
	e, ok := x.byNumber[number]
	if !ok {
		return
	}
	if s := x.share(e, row); s != nil {
		s.members++
		return
	}
	e.rows = append(e.rows, row)
	x.byRow[row] = append(x.byRow[row], share{e, 1})
}

// Release lets the case hold a row once less.
func (x *Index) Release(number uint64, row string) {
	e, ok := x.byNumber[number]
	if !ok {
		return
	}
	s := x.share(e, row)
	if s == nil {
		return
	}
	if s.members--; s.members == 0 {
		e.rows = slices.DeleteFunc(e.rows, func(other string) bool { return other == row })
		x.drop(row, e)
	}
}

// Holds says whether an open case holds a row.
func (x *Index) Holds(number uint64, row string) bool {
	e, ok := x.byNumber[number]
	return ok && x.share(e, row) != nil
}

// share is e's of a row; nil where it does not hold it. Few cases hold the same.
func (x *Index) share(e *entry, row string) *share {
	shares := x.byRow[row]
	for i := range shares {
		if shares[i].entry == e {
			return &shares[i]
		}
	}
	return nil
}

func (x *Index) drop(row string, e *entry) {
	shares := slices.DeleteFunc(x.byRow[row], func(s share) bool { return s.entry == e })
	if x.byRow[row] = shares; len(shares) == 0 {
		delete(x.byRow, row)
	}
}

// Bar keeps the detection of that arrival out of an open case: the engine never returns it there.
func (x *Index) Bar(number, arrival uint64) {
	if e, ok := x.byNumber[number]; ok {
		if e.barred == nil {
			e.barred = map[uint64]bool{}
		}
		e.barred[arrival] = true
	}
}

// Barred says whether the engine keeps a detection out of a case.
func (x *Index) Barred(number, arrival uint64) bool {
	e, ok := x.byNumber[number]
	return ok && e.barred[arrival]
}

// candidate is a case that a rule may append to, with how many rows it shares.
type candidate struct {
	*entry
	shared int
}

// best is the case that shares most of the hit's rows, but those that a case it is
// kept apart from holds, too, and as many as its rule asks for, among those that take d within the rule's window; then the one whose
// newest member arrived last; then the highest number (automatic-cases §3).
func (x *Index) best(d *detection.Detection, hit *match.Hit, quiet time.Duration) candidate {
	shared := map[*entry]int{}
	for _, row := range hit.Rows {
		shares := x.byRow[row]
		muted := x.apart.muted(shares)
		for _, s := range shares {
			if !muted[s.First()] {
				shared[s.entry]++
			}
		}
	}
	r := &hit.Rule.Rule
	var best candidate
	for e, n := range shared {
		if n < r.GroupCount || e.Rests(d, quiet) || !e.Admits(d, time.Duration(r.GroupDuration), r.GroupExtendOnAppend) {
			continue
		}
		if c := (candidate{e, n}); best.entry == nil || c.goesBefore(best) {
			best = c
		}
	}
	return best
}

func (c candidate) goesBefore(other candidate) bool {
	switch {
	case c.shared != other.shared:
		return c.shared > other.shared
	case c.LastArrival != other.LastArrival:
		return c.LastArrival > other.LastArrival
	}
	return c.Number > other.Number
}

// continuation is the newest open case after e in its chain that has fewer than
// so many members; nil where there is none.
func (x *Index) continuation(e *entry, maxDetections int) *entry {
	var newest *entry
	for _, next := range x.byChain[e.First()] {
		if next.Number > e.Number && next.DetectionCount < maxDetections && (newest == nil || next.Number > newest.Number) {
			newest = next
		}
	}
	return newest
}
