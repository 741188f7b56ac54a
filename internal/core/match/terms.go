package match

import (
	"caseweave/internal/core/detection"
	"caseweave/internal/core/query"
)

// term is something that a field of a detection has or has not.
type term struct {
	field  string
	kind   kind
	text   string // folded, but for a network
	number float64
}

// kind is what a term says of a field. The list is closed.
type kind uint8

const (
	present  kind = iota // the field is not null
	equals               // a text equals text
	holds                // a text, between the marks of its ends, contains text
	within               // an address is in the network text
	counts               // a number equals number
	atLeast              // a number is number or more
	moreThan             // a number is more than number
	atMost               // a number is number or less
	lessThan             // a number is less than number
	kinds
)

// The marks of a text's ends. They are no part of any text, which is UTF-8 once it is folded.
const (
	startMark = "\xff"
	endMark   = "\xfe"
)

// need is what a filter can't hold without: one of terms at least. Of a filter
// whose need is not known, nothing can be said before it is tried.
type need struct {
	terms []term
	known bool
}

// needOf gives the need of a positive test or, if negated, of its negation.
func needOf(t query.Test, negated bool) need {
	f, _, _ := detection.Fields.Field(t.Field)
	n := need{known: true}
	add := func(k kind, text string, number float64) {
		n.terms = append(n.terms, term{t.Field, k, text, number})
	}
	switch {
	case f.Kind == query.Time:
		return need{}
	case negated && t.Op == query.Null:
		add(present, "", 0)
	case negated:
		return need{}
	case t.Op == query.Matches:
		literals, known := literalsOf(t.Values[0].Text)
		for _, literal := range literals {
			add(holds, literal, 0)
		}
		n.known = known
	default:
		for _, v := range t.Values {
			k, known := kindOf(t.Op, v)
			if !known {
				return need{}
			}
			add(k, marked(t.Op, v.Text), v.Number)
		}
		n.known = len(n.terms) > 0
	}
	return n
}

// textKinds and numberKinds are the terms of operators, beside a text and beside
// a number.
var (
	textKinds = map[query.Op]kind{
		query.Eq: equals, query.In: equals, query.Contains: holds, query.StartsWith: holds, query.EndsWith: holds, query.InCIDR: within,
	}
	numberKinds = map[query.Op]kind{
		query.Eq: counts, query.In: counts,
		query.GreaterEq: atLeast, query.Greater: moreThan, query.LessEq: atMost, query.Less: lessThan,
	}
)

func kindOf(op query.Op, v query.Value) (k kind, known bool) {
	if v.Kind == query.Number {
		k, known = numberKinds[op]
	} else {
		k, known = textKinds[op]
	}
	return k, known
}

// marked is a literal with the mark of the end at which op wants it.
func marked(op query.Op, text string) string {
	switch op {
	case query.StartsWith:
		return startMark + text
	case query.EndsWith:
		return text + endMark
	}
	return text
}
