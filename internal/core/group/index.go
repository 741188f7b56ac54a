package group

import (
	"slices"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/match"
)

// Index holds a tenant's open cases by the rows that they hold. It is not safe
// for concurrent use: one sequencer owns it.
type Index struct {
	byNumber map[uint64]*entry
	byRow    map[string][]*entry
	// byChain finds the open cases that continue another, by the first of their chain.
	byChain map[uint64][]*entry
}

// entry is an open case with its rows, each counted by the members that give it.
type entry struct {
	casefile.Case
	rows   map[string]int
	barred map[uint64]bool
}

// NewIndex is an index without cases.
func NewIndex() *Index {
	return &Index{byNumber: map[uint64]*entry{}, byRow: map[string][]*entry{}, byChain: map[uint64][]*entry{}}
}

// Put adds an open case, or takes in what it has become; its rows stay.
func (x *Index) Put(c casefile.Case) {
	if e, ok := x.byNumber[c.Number]; ok {
		e.Case = c
		return
	}
	e := &entry{Case: c, rows: map[string]int{}}
	x.byNumber[c.Number] = e
	if c.Chain != 0 {
		x.byChain[c.Chain] = append(x.byChain[c.Chain], e)
	}
}

// Remove forgets a case, which is open no more, with its rows.
func (x *Index) Remove(number uint64) {
	e, ok := x.byNumber[number]
	if !ok {
		return
	}
	for row := range e.rows {
		x.drop(row, e)
	}
	delete(x.byNumber, number)
	if e.Chain == 0 {
		return
	}
	if x.byChain[e.Chain] = without(x.byChain[e.Chain], e); len(x.byChain[e.Chain]) == 0 {
		delete(x.byChain, e.Chain)
	}
}

// Case answers for an open case.
func (x *Index) Case(number uint64) (casefile.Case, bool) {
	e, ok := x.byNumber[number]
	if !ok {
		return casefile.Case{}, false
	}
	return e.Case, true
}

// Hold lets the case of that number hold a row once more.
func (x *Index) Hold(number uint64, row string) {
	e, ok := x.byNumber[number]
	if !ok {
		return
	}
	if e.rows[row]++; e.rows[row] == 1 {
		x.byRow[row] = append(x.byRow[row], e)
	}
}

// Release lets the case hold a row once less.
func (x *Index) Release(number uint64, row string) {
	e, ok := x.byNumber[number]
	if !ok || e.rows[row] == 0 {
		return
	}
	if e.rows[row]--; e.rows[row] == 0 {
		delete(e.rows, row)
		x.drop(row, e)
	}
}

// Holds says whether an open case holds a row.
func (x *Index) Holds(number uint64, row string) bool {
	e, ok := x.byNumber[number]
	return ok && e.rows[row] > 0
}

func (x *Index) drop(row string, e *entry) {
	if x.byRow[row] = without(x.byRow[row], e); len(x.byRow[row]) == 0 {
		delete(x.byRow, row)
	}
}

func without(list []*entry, e *entry) []*entry {
	return slices.DeleteFunc(list, func(other *entry) bool { return other == e })
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

// best is the case that shares most of the hit's rows, and as many as its rule
// asks for, among those that take d within the rule's window; then the one whose
// newest member arrived last; then the highest number (automatic-cases §3).
func (x *Index) best(d *detection.Detection, hit *match.Hit, quiet time.Duration) candidate {
	shared := map[*entry]int{}
	for _, row := range hit.Rows {
		for _, e := range x.byRow[row] {
			shared[e]++
		}
	}
	r := &hit.Rule.Rule
	var best candidate
	for e, n := range shared {
		if n < r.GroupCount || !e.TakesDetections(d, quiet) || !e.Admits(d, time.Duration(r.GroupDuration), r.GroupExtendOnAppend) {
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
