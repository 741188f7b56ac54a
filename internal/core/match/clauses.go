package match

import (
	"encoding/binary"
	"slices"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/query"
	"caseweave/internal/core/rule"
)

// clauses are what all filters consist of: each clause once, however many
// filters have it. A detection is asked for it once, too.
type clauses struct {
	all []clause
	// shared is how many clauses stand in more than one place: their answers are
	// remembered.
	shared int
}

// clause is a test, or a chain of clauses.
type clause struct {
	// holds answers a test; nil for a chain.
	holds func(*detection.Detection) bool
	parts []reference
	// any says that one part is enough, and not that all are needed.
	any bool
	// place is where the answer is remembered; none for what only one place asks.
	place int32
}

// reference is a clause by its number, doubled, and one more for its negation.
type reference uint32

func (r reference) not() reference { return r ^ 1 }
func (r reference) negated() bool  { return r&1 == 1 }
func (r reference) clause() int    { return int(r >> 1) }

// hold says what r says of the detection that passes.
func (c *clauses) hold(r reference, p *pass) bool {
	clause := &c.all[r.clause()]
	if clause.place == none {
		return c.ask(clause, p) != r.negated()
	}
	answer := &p.answers[clause.place]
	if *answer>>1 != p.number {
		*answer = p.number << 1
		if c.ask(clause, p) {
			*answer |= 1
		}
	}
	return (*answer&1 == 1) != r.negated()
}

func (c *clauses) ask(clause *clause, p *pass) bool {
	if clause.holds != nil {
		return clause.holds(p.detection)
	}
	for _, part := range clause.parts {
		if c.hold(part, p) == clause.any {
			return clause.any
		}
	}
	return !clause.any
}

// builder collects the clauses of filters.
type builder struct {
	clauses
	// numbers are the clauses by what they say.
	numbers map[string]reference
	// exprs are the clauses as they were written.
	exprs []query.Expr
	key   []byte
}

// add gives the filter's clause, which may have been there before.
func (b *builder) add(f *rule.Filter) reference {
	switch e := f.Expr.(type) {
	case query.Not:
		return b.add(f.Parts[0]).not()
	case query.And:
		return b.chain(f, false)
	case query.Or:
		return b.chain(f, true)
	default:
		return b.once(e.String(), func() clause { return clause{holds: f.Holds} }, e)
	}
}

// chain adds an And or an Or. What it says does not depend on the order of its parts.
func (b *builder) chain(f *rule.Filter, any bool) reference {
	parts := make([]reference, len(f.Parts))
	for i, part := range f.Parts {
		parts[i] = b.add(part)
	}
	b.key = append(b.key[:0], "AND "...)
	if any {
		b.key = append(b.key[:0], "OR "...)
	}
	for _, part := range slices.Sorted(slices.Values(parts)) {
		b.key = binary.BigEndian.AppendUint32(b.key, uint32(part))
	}
	return b.once(string(b.key), func() clause { return clause{parts: parts, any: any} }, f.Expr)
}

// once adds a clause where there is none yet that says the same. One that is
// found again is shared from then on.
func (b *builder) once(says string, make func() clause, e query.Expr) reference {
	if r, known := b.numbers[says]; known {
		if found := &b.all[r.clause()]; found.place == none {
			found.place = int32(b.shared)
			b.shared++
		}
		return r
	}
	r := reference(len(b.all) << 1)
	added := make()
	added.place = none
	b.all, b.exprs = append(b.all, added), append(b.exprs, e)
	b.numbers[says] = r
	return r
}
