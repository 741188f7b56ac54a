package query

import (
	"slices"
	"time"
)

// Compile makes e one function, safe for use by many at once, that answers what
// e means of a record. Literals, sets and regular expressions are prepared here,
// once; of a chain, what costs least is asked first. The errors are Check's.
func Compile[T any](e Expr, s *Schema[T]) (func(*T) bool, error) {
	if err := Check(e, s); err != nil {
		return nil, err
	}
	return compile(Simplify(Plain(e, s)), s), nil
}

func compile[T any](e Expr, s *Schema[T]) func(*T) bool {
	switch e := e.(type) {
	case And:
		return allOf(compileAll(e.All, s))
	case Or:
		return anyOf(compileAll(e.Any, s))
	case Not:
		return not(compile(e.Expr, s))
	case Test:
		return compileTest(e, s)
	}
	return func(*T) bool { return e == Constant(true) }
}

func compileAll[T any](parts []Expr, s *Schema[T]) []func(*T) bool {
	parts = slices.Clone(parts)
	slices.SortStableFunc(parts, func(a, b Expr) int { return cost(a, s) - cost(b, s) })
	tests := make([]func(*T) bool, len(parts))
	for i, part := range parts {
		tests[i] = compile(part, s)
	}
	return tests
}

func allOf[T any](tests []func(*T) bool) func(*T) bool {
	return func(record *T) bool {
		for _, test := range tests {
			if !test(record) {
				return false
			}
		}
		return true
	}
}

func anyOf[T any](tests []func(*T) bool) func(*T) bool {
	return func(record *T) bool {
		for _, test := range tests {
			if test(record) {
				return true
			}
		}
		return false
	}
}

func not[T any](test func(*T) bool) func(*T) bool {
	return func(record *T) bool { return !test(record) }
}

// The levels of what a test costs, roughly in nanoseconds.
const (
	costCompare = 5
	costSearch  = 50
	costPattern = 500
	costPath    = 2000
)

func cost[T any](e Expr, s *Schema[T]) int {
	total := 0
	Walk(e, func(e Expr) bool {
		if t, ok := e.(Test); ok {
			total += costOf(t, s)
		}
		return true
	})
	return total
}

func costOf[T any](t Test, s *Schema[T]) int {
	f, _, _ := s.Field(t.Field)
	switch {
	case f.Kind == Path:
		return costPath
	case t.Op == Matches:
		return costPattern
	case f.Kind == List || t.Op == Contains || t.Op == InCIDR:
		return costSearch
	}
	return costCompare
}

func compileTest[T any](t Test, s *Schema[T]) func(*T) bool {
	f, path, _ := s.Field(t.Field)
	holds := f.positive(t, path)
	if t.Negated {
		return not(holds)
	}
	return holds
}

// positive is t without its negation, as a function.
func (f Field[T]) positive(t Test, path []string) func(*T) bool {
	switch f.Kind {
	case Number:
		return f.numeric(t)
	case Time:
		return f.temporal(t)
	case Path:
		at := f.path
		f.some = func(record *T, holds func(string) bool) bool { return at(record, path, holds) }
	}
	some := f.some
	if t.Op == Null {
		return func(record *T) bool { return !some(record, isAnything) }
	}
	holds := textTest(t, f.Words, f.Kind == Rank)
	return func(record *T) bool { return some(record, holds) }
}

func isAnything(string) bool { return true }

func (f Field[T]) numeric(t Test) func(*T) bool {
	number := f.number
	if t.Op == Null {
		return func(record *T) bool { _, ok := number(record); return !ok }
	}
	holds := numberTest(t.Op, t.Values)
	return func(record *T) bool {
		n, ok := number(record)
		return ok && holds(n)
	}
}

func (f Field[T]) temporal(t Test) func(*T) bool {
	moment := f.moment
	if t.Op == Null {
		return func(record *T) bool { return moment(record).IsZero() }
	}
	times := make([]time.Time, len(t.Values))
	for i, v := range t.Values {
		times[i], _ = parseTime(v.Text)
	}
	op := t.Op
	return func(record *T) bool {
		m := moment(record)
		return !m.IsZero() && slices.ContainsFunc(times, func(t time.Time) bool { return op.accepts(m.Compare(t)) })
	}
}

// accepts says whether op holds for a value that compares with its literal like
// this. In asks it of each literal.
func (op Op) accepts(comparison int) bool {
	switch op {
	case Eq, In:
		return comparison == 0
	case Less:
		return comparison < 0
	case LessEq:
		return comparison <= 0
	case Greater:
		return comparison > 0
	case GreaterEq:
		return comparison >= 0
	}
	return false
}
