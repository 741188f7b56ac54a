package group

import "slices"

// apart says which chains of cases are kept apart, each by its first: how many open
// cases bear a tie that says so (decision 0019).
type apart map[uint64]map[uint64]int

// bear takes in that a case of a chain bears ties to others so many times more, or less.
func (a apart) bear(chain uint64, others []uint64, times int) {
	for _, other := range others {
		a.count(chain, other, times)
		a.count(other, chain, times)
	}
}

func (a apart) count(chain, other uint64, times int) {
	if a[chain] == nil {
		a[chain] = map[uint64]int{}
	}
	if a[chain][other] += times; a[chain][other] == 0 {
		delete(a[chain], other)
	}
	if len(a[chain]) == 0 {
		delete(a, chain)
	}
}

// muted are the chains to which a row links nothing that these cases hold: one that
// they are kept apart from holds it, too.
func (a apart) muted(shares []share) map[uint64]bool {
	bears := func(s share) bool { return a[s.First()] != nil }
	if len(a) == 0 || !slices.ContainsFunc(shares, bears) {
		return nil
	}
	holding := map[uint64]bool{}
	for _, s := range shares {
		holding[s.First()] = true
	}
	muted := map[uint64]bool{}
	for chain := range holding {
		for other := range a[chain] {
			if holding[other] {
				muted[chain] = true
			}
		}
	}
	return muted
}

// KeptApart says whether two open cases are kept apart, or what they continue is.
func (x *Index) KeptApart(a, b uint64) bool {
	one, other := x.byNumber[a], x.byNumber[b]
	return one != nil && other != nil && x.apart[one.First()][other.First()] > 0
}

// Mutes says whether an open case that is kept apart from that of the number holds a row.
func (x *Index) Mutes(number uint64, row string) bool {
	e, ok := x.byNumber[number]
	if !ok || x.apart[e.First()] == nil {
		return false
	}
	for _, s := range x.byRow[row] {
		if x.apart[e.First()][s.First()] > 0 {
			return true
		}
	}
	return false
}

// Muted are those of rows that link nothing to some of the cases that hold them.
func (x *Index) Muted(rows []string) (muted []string) {
	for _, row := range rows {
		if len(x.apart.muted(x.byRow[row])) > 0 {
			muted = append(muted, row)
		}
	}
	return muted
}
