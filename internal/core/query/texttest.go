package query

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"caseweave/internal/core/fold"
)

// textTest is a positive test of one text; literals are plain, those of a scale
// are words of it.
func textTest(t Test, words []string, ranked bool) func(string) bool {
	if t.Op == In {
		return membership(t.Values)
	}
	v, op := t.Values[0], t.Op
	switch {
	case v.Kind == Number:
		return asNumber(numberTest(op, t.Values))
	case ranked && op.orders():
		bound := rank(words, v.Text)
		return func(s string) bool {
			at := rank(words, s)
			return at >= 0 && op.accepts(at-bound)
		}
	case op == Matches:
		return pattern(v.Text).MatchString
	case op == InCIDR:
		network, _ := parseNetwork(v.Text)
		return func(s string) bool { a, ok := ParseAddress(s); return ok && network.Contains(a) }
	}
	return foldedTest(op, v.Text)
}

// foldedTest compares a text with a folded literal.
func foldedTest(op Op, folded string) func(string) bool {
	switch op {
	case Eq:
		return func(s string) bool { return foldedEqual(s, folded) }
	case Contains:
		return func(s string) bool { return foldedContains(s, folded) }
	case StartsWith:
		return func(s string) bool { _, ok := foldedPrefix(s, folded); return ok }
	case EndsWith:
		return func(s string) bool { return foldedSuffix(s, folded) }
	}
	return func(s string) bool { return op.accepts(foldedCompare(s, folded)) }
}

// rank is the place of s on a scale, and -1 off it.
func rank(words []string, s string) int {
	return slices.IndexFunc(words, func(w string) bool { return foldedEqual(s, w) })
}

// membership tests a text for being one of many literals.
func membership(values []Value) func(string) bool {
	texts := make(map[string]struct{}, len(values))
	var numbers []Value
	for _, v := range values {
		if v.Kind == Number {
			numbers = append(numbers, v)
		} else {
			texts[v.Text] = struct{}{}
		}
	}
	among := func(s string) bool {
		var room [128]byte
		_, found := texts[string(fold.Append(room[:0], s))]
		return found
	}
	if len(numbers) == 0 {
		return among
	}
	equals := asNumber(numberTest(In, numbers))
	return func(s string) bool { return among(s) || equals(s) }
}

// asNumber tests the number that a text reads as; other texts fail.
func asNumber(holds func(float64) bool) func(string) bool {
	return func(s string) bool {
		n, ok := ParseNumber(s)
		return ok && holds(n)
	}
}

// numberTest is a positive test of one number.
func numberTest(op Op, values []Value) func(float64) bool {
	if op == In {
		set := make(map[float64]struct{}, len(values))
		for _, v := range values {
			set[v.Number] = struct{}{}
		}
		return func(n float64) bool { _, found := set[n]; return found }
	}
	bound := values[0].Number
	return func(n float64) bool { return op.accepts(cmp.Compare(n, bound)) }
}

// ParseAddress is the address for which IN_CIDR takes s. What cannot be one is
// told apart before it is parsed, which would make an error.
func ParseAddress(s string) (a netip.Addr, ok bool) {
	if len(s) < 2 || len(s) > 64 || strings.IndexByte("0123456789abcdefABCDEF:", s[0]) < 0 {
		return a, false
	}
	a, err := netip.ParseAddr(s)
	return a.Unmap().WithZone(""), err == nil
}
