package group

import (
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
)

// Index holds a tenant's open cases by the rows that they hold. It is not safe
// for concurrent use: one sequencer owns it.
type Index struct {
	byNumber map[uint64]*entry
	byRow    map[string][]*entry
}

// entry is an open case with its rows, each counted by the members that give it.
type entry struct {
	casefile.Case
	rows map[string]int
}

// NewIndex is an index without cases.
func NewIndex() *Index {
	return &Index{byNumber: map[uint64]*entry{}, byRow: map[string][]*entry{}}
}

// Put adds an open case, or takes in what it has become; its rows stay.
func (x *Index) Put(c casefile.Case) {
	if e, ok := x.byNumber[c.Number]; ok {
		e.Case = c
		return
	}
	x.byNumber[c.Number] = &entry{Case: c, rows: map[string]int{}}
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

// best is the case that shares most of rows with d's, among those that take d
// within the window; then the one whose newest member arrived last; then the
// highest number (automatic-cases §3).
func (x *Index) best(rows []string, d *detection.Detection, window, quiet time.Duration) (*entry, bool) {
	shared := map[*entry]int{}
	for _, row := range rows {
		for _, e := range x.byRow[row] {
			shared[e]++
		}
	}
	var best *entry
	for e, n := range shared {
		if !e.TakesDetections(d, quiet) || !e.Admits(d, window) {
			continue
		}
		if best == nil || goesBefore(e, n, best, shared[best]) {
			best = e
		}
	}
	return best, best != nil
}

func goesBefore(a *entry, shared int, b *entry, sharedByB int) bool {
	switch {
	case shared != sharedByB:
		return shared > sharedByB
	case a.LastArrival != b.LastArrival:
		return a.LastArrival > b.LastArrival
	}
	return a.Number > b.Number
}
