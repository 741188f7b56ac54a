package match

import (
	"cmp"
	"slices"
)

// numbers are terms that compare a number.
type numbers struct {
	equal map[float64]int32
	// lower are satisfied by what is large enough, the easiest first; upper by what
	// is small enough.
	lower, upper []bound
}

type bound struct {
	op     kind
	number float64
	term   int32
}

func (n *numbers) add(t term, number int32) {
	switch b := (bound{t.kind, t.number, number}); t.kind {
	case counts:
		if n.equal == nil {
			n.equal = map[float64]int32{}
		}
		n.equal[t.number] = number
	case atLeast, moreThan:
		n.lower = append(n.lower, b)
	default:
		n.upper = append(n.upper, b)
	}
}

func (n *numbers) sort() {
	slices.SortFunc(n.lower, func(a, b bound) int { return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.op, b.op)) })
	slices.SortFunc(n.upper, func(a, b bound) int { return cmp.Or(cmp.Compare(b.number, a.number), cmp.Compare(a.op, b.op)) })
}

func (n *numbers) any() bool { return n.equal != nil || n.lower != nil || n.upper != nil }

func (n *numbers) look(number float64, p *pass) {
	if t, ok := n.equal[number]; ok {
		p.meet(t)
	}
	for _, bounds := range [2][]bound{n.lower, n.upper} {
		for _, b := range bounds {
			if !b.admits(number) {
				break
			}
			p.meet(b.term)
		}
	}
}

func (b bound) admits(number float64) bool {
	switch c := cmp.Compare(number, b.number); b.op {
	case atLeast:
		return c >= 0
	case moreThan:
		return c > 0
	case atMost:
		return c <= 0
	default:
		return c < 0
	}
}
