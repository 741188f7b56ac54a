package query

import (
	"slices"
	"time"
)

// Filter is an expression made ready for records: what it means as one function,
// and what it is made of, for whom evaluates many filters together. It is plain
// and simplified, and its tests are positive: what is negated is the part of a Not.
type Filter[T any] struct {
	Expr Expr
	// Parts are those of an And, an Or or a Not, what costs least first.
	Parts []*Filter[T]

	holds func(*T) bool
	cost  int
}

// Holds answers what the filter means of a record. Many may ask at once.
func (f *Filter[T]) Holds(record *T) bool { return f.holds(record) }

// Prepare makes e a Filter. Literals, sets and regular expressions are prepared
// here, once. The errors are Check's.
func Prepare[T any](e Expr, s *Schema[T]) (*Filter[T], error) {
	if err := Check(e, s); err != nil {
		return nil, err
	}
	return prepare(Simplify(Plain(e, s)), s), nil
}

// Compile is Prepare for those who only ask whether e holds.
func Compile[T any](e Expr, s *Schema[T]) (func(*T) bool, error) {
	f, err := Prepare(e, s)
	if err != nil {
		return nil, err
	}
	return f.holds, nil
}

func prepare[T any](e Expr, s *Schema[T]) *Filter[T] {
	f := &Filter[T]{Expr: e}
	switch e := e.(type) {
	case And:
		f.consistOf(e.All, s)
		f.holds = allOf(f.Parts)
	case Or:
		f.consistOf(e.Any, s)
		f.holds = anyOf(f.Parts)
	case Not:
		f.consistOf([]Expr{e.Expr}, s)
		f.holds = not(f.Parts[0].holds)
	case Test:
		if e.Negated {
			e.Negated = false
			return prepare[T](Not{e}, s)
		}
		field, path, _ := s.Field(e.Field)
		f.holds, f.cost = field.positive(e, path), field.cost(e)
	default:
		f.holds = func(*T) bool { return e == Constant(true) }
	}
	return f
}

// consistOf prepares the parts, of which the cheapest are asked first.
func (f *Filter[T]) consistOf(parts []Expr, s *Schema[T]) {
	f.Parts = make([]*Filter[T], len(parts))
	for i, part := range parts {
		f.Parts[i] = prepare(part, s)
		f.cost += f.Parts[i].cost
	}
	slices.SortStableFunc(f.Parts, func(a, b *Filter[T]) int { return a.cost - b.cost })
}

func allOf[T any](parts []*Filter[T]) func(*T) bool {
	return func(record *T) bool {
		for _, part := range parts {
			if !part.holds(record) {
				return false
			}
		}
		return true
	}
}

func anyOf[T any](parts []*Filter[T]) func(*T) bool {
	return func(record *T) bool {
		for _, part := range parts {
			if part.holds(record) {
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
	costList    = 20
	costSearch  = 50
	costPattern = 500
	costPath    = 2000
)

// cost is what a test of f costs.
func (f Field[T]) cost(t Test) int {
	switch {
	case f.Kind == Path:
		return costPath
	case t.Op == Matches:
		return costPattern
	case t.Op == Contains || t.Op == InCIDR:
		return costSearch
	case f.Kind == List:
		return costList
	}
	return costCompare
}

// positive is t without its negation, as a function.
func (f Field[T]) positive(t Test, path []string) func(*T) bool {
	switch f.Kind {
	case Number:
		return f.numeric(t)
	case Time:
		return f.temporal(t)
	}
	some := f.Texts(path)
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
