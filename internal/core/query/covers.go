package query

import (
	"slices"
	"strings"
)

// maxSteps bounds the work of one Covers.
const maxSteps = 20_000

// Covers says that wide surely holds of every record of which narrow holds. Its
// yes is proof; its no may be but want of wit. Both are expressions that Check
// passes.
func Covers[T any](wide, narrow Expr, s *Schema[T]) bool {
	return RegionOf(wide, s).Covers(RegionOf(narrow, s))
}

// Region is a filter prepared for being compared with many others.
type Region[T any] struct {
	tree   Expr
	schema *Schema[T]
}

// RegionOf prepares an expression that Check passes.
func RegionOf[T any](e Expr, s *Schema[T]) Region[T] { return Region[T]{Simplify(Plain(e, s)), s} }

// Covers is Covers of the two filters.
func (r Region[T]) Covers(narrow Region[T]) bool {
	c := coverage[T]{schema: r.schema, left: maxSteps}
	return c.covers(r.tree, narrow.tree)
}

type coverage[T any] struct {
	schema *Schema[T]
	left   int
}

func (c *coverage[T]) covers(wide, narrow Expr) bool {
	if c.left--; c.left < 0 {
		return false
	}
	if wide == Expr(Constant(true)) || narrow == Expr(Constant(false)) {
		return true
	}
	if parts, ok := narrow.(Or); ok {
		return !slices.ContainsFunc(parts.Any, func(part Expr) bool { return !c.covers(wide, part) })
	}
	if parts, ok := wide.(And); ok {
		return !slices.ContainsFunc(parts.All, func(part Expr) bool { return !c.covers(part, narrow) })
	}
	if parts, ok := wide.(Or); ok && slices.ContainsFunc(parts.Any, func(part Expr) bool { return c.covers(part, narrow) }) {
		return true
	}
	if parts, ok := narrow.(And); ok {
		return slices.ContainsFunc(parts.All, func(part Expr) bool { return c.covers(wide, part) })
	}
	return c.leaf(wide, narrow)
}

// leaf compares what is neither a chain nor a constant: of two negations, the
// positives the other way round.
func (c *coverage[T]) leaf(wide, narrow Expr) bool {
	a, notWide := positive(wide)
	b, notNarrow := positive(narrow)
	x, isTest := a.(Test)
	y, alsoTest := b.(Test)
	switch {
	case notWide && notNarrow:
		return isTest && alsoTest && c.test(y, x) || !isTest && !alsoTest && a.String() == b.String()
	case notWide || notNarrow:
		return notWide && isTest && alsoTest && x.Op == Null && x.Field == y.Field && y.Op != Null
	}
	return isTest && alsoTest && c.test(x, y)
}

// positive takes a negation off.
func positive(e Expr) (Expr, bool) {
	switch e := e.(type) {
	case Not:
		inner, negated := positive(e.Expr)
		return inner, !negated
	case Test:
		negated := e.Negated
		e.Negated = false
		return e, negated
	}
	return e, false
}

// test compares two positive tests of one field.
func (c *coverage[T]) test(wide, narrow Test) bool {
	if wide.Field != narrow.Field || (wide.Op == Null) != (narrow.Op == Null) {
		return false
	}
	wide.At, narrow.At = Position{}, Position{}
	if wide.String() == narrow.String() {
		return true
	}
	f, _, _ := c.schema.Field(wide.Field)
	switch {
	case f.Kind == Number:
		return coversNumbers(wide, narrow)
	case f.Kind == Text || f.Kind == List || f.Kind == Bool || f.Kind == Rank:
		return coversTexts(wide, narrow)
	}
	return false
}

func coversNumbers(wide, narrow Test) bool {
	if narrow.Op == Eq || narrow.Op == In {
		return !slices.ContainsFunc(narrow.Values, func(n Value) bool { return !admits(wide, n) })
	}
	if wide.Op == Eq || wide.Op == In || len(wide.Values) != 1 || len(narrow.Values) != 1 {
		return false
	}
	w, n := wide.Values[0].Number, narrow.Values[0].Number
	switch {
	case strings.HasPrefix(string(wide.Op), ">") && strings.HasPrefix(string(narrow.Op), ">"):
		return n > w || n == w && (wide.Op == GreaterEq || narrow.Op == Greater)
	case strings.HasPrefix(string(wide.Op), "<") && strings.HasPrefix(string(narrow.Op), "<"):
		return n < w || n == w && (wide.Op == LessEq || narrow.Op == Less)
	}
	return false
}

// admits says whether the number satisfies the test.
func admits(t Test, n Value) bool {
	return slices.ContainsFunc(t.Values, func(v Value) bool {
		switch {
		case n.Number < v.Number:
			return t.Op.accepts(-1)
		case n.Number > v.Number:
			return t.Op.accepts(1)
		}
		return t.Op.accepts(0)
	})
}

// coversTexts holds of lists, too, which any of their elements satisfies.
func coversTexts(wide, narrow Test) bool {
	if len(narrow.Values) == 0 || len(wide.Values) == 0 {
		return false
	}
	within := func(search func(text, part string) bool) bool {
		return !slices.ContainsFunc(narrow.Values, func(n Value) bool {
			return n.Kind != Text || !search(n.Text, wide.Values[0].Text)
		})
	}
	equals := narrow.Op == Eq || narrow.Op == In
	switch wide.Op {
	case Eq, In:
		return equals && !slices.ContainsFunc(narrow.Values, func(n Value) bool { return !slices.Contains(wide.Values, n) })
	case Contains:
		return (equals || narrow.Op == Contains || narrow.Op == StartsWith || narrow.Op == EndsWith) && within(strings.Contains)
	case StartsWith:
		return (equals || narrow.Op == StartsWith) && within(strings.HasPrefix)
	case EndsWith:
		return (equals || narrow.Op == EndsWith) && within(strings.HasSuffix)
	}
	return false
}
