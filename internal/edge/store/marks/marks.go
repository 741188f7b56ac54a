// Package marks is the form of an index that grows without growing dearer: from
// marks, hashes of 63 bits, to the numbers that bear them.
//
// Keys that are hashes fall anywhere, so a tree of all of them is written
// everywhere. Here they are written in runs instead: each is in order, and is
// written once. A Tail holds what came last, in memory; a run that is long enough
// is cut into chunks, of which a reader needs one for each mark. A Filter says
// which of many runs may bear a mark at all.
//
// Nothing here knows of a database; what Parse is given may be any bytes.
package marks

import (
	"cmp"
	"math"
	"slices"
)

// Pair says that Number bears Mark.
type Pair struct{ Mark, Number int64 }

func compare(a, b Pair) int {
	return cmp.Or(cmp.Compare(a.Mark, b.Mark), cmp.Compare(a.Number, b.Number))
}

// Run is pairs in order, each once.
type Run []Pair

// Sorted makes pairs, which it rearranges, a run.
func Sorted(pairs []Pair) Run {
	slices.SortFunc(pairs, compare)
	return slices.Compact(pairs)
}

// Find is the part of the run that bears mark.
func (r Run) Find(mark int64) Run {
	from := r.below(mark)
	to := from
	for to < len(r) && r[to].Mark == mark {
		to++
	}
	return r[from:to]
}

// below is how many of the run's pairs have a lower mark.
func (r Run) below(mark int64) int {
	n, _ := slices.BinarySearchFunc(r, mark, func(p Pair, mark int64) int { return cmp.Compare(p.Mark, mark) })
	return n
}

// Below is the part of the run whose marks are below zero, and Above the rest.
func (r Run) Below() Run { return r[:r.below(0)] }

// Above is what is not Below.
func (r Run) Above() Run { return r[r.below(0):] }

// Bounds are the lowest and the highest number of the run; of none, they lie the
// other way round.
func (r Run) Bounds() (lowest, highest int64) {
	lowest = math.MaxInt64
	for _, p := range r {
		lowest, highest = min(lowest, p.Number), max(highest, p.Number)
	}
	return lowest, highest
}

// Merged is the pairs of all runs as one.
func Merged(runs ...Run) Run {
	switch len(runs) {
	case 0:
		return nil
	case 1:
		return runs[0]
	}
	half := len(runs) / 2
	return merged(Merged(runs[:half]...), Merged(runs[half:]...))
}

func merged(a, b Run) Run {
	all := make(Run, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch order := compare(a[0], b[0]); {
		case order < 0:
			all, a = append(all, a[0]), a[1:]
		case order > 0:
			all, b = append(all, b[0]), b[1:]
		default:
			all, a, b = append(all, a[0]), a[1:], b[1:]
		}
	}
	return append(append(all, a...), b...)
}

// Tail is runs that keep few, whatever their number and sizes: one that comes is
// merged with those before it that are not much longer. The zero value is empty.
type Tail struct{ runs []Run }

// Add takes a run in.
func (t *Tail) Add(r Run) {
	if len(r) == 0 {
		return
	}
	runs := slices.Clone(t.runs)
	for len(runs) > 0 && len(runs[len(runs)-1]) <= 2*len(r) {
		r = merged(runs[len(runs)-1], r)
		runs = runs[:len(runs)-1]
	}
	t.runs = append(runs, r)
}

// Find is the numbers that bear mark, in no order and perhaps more than once.
func (t *Tail) Find(mark int64) (numbers []int64) {
	for _, r := range t.runs {
		for _, p := range r.Find(mark) {
			numbers = append(numbers, p.Number)
		}
	}
	return numbers
}

// Runs is how many there are to look in.
func (t *Tail) Runs() int { return len(t.runs) }
