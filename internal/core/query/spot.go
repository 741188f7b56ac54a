package query

import "strings"

// awaits is what may come next in a text that is being written.
type awaits int

const (
	aTest awaits = iota
	anOperator
	aNull
	onlyNull
	oneValue
	aList
	listValue
	listNext
	aJoint
	anEquals
	aMoment
	nothingMore // after a mistake
)

// spot is a place in a text that is being written.
type spot struct {
	expects awaits
	field   string // of the test that is being written
	negated bool   // an exclamation mark stands before the operator
	depth   int    // of open parentheses
	bounded bool   // EARLIEST or LATEST has been said
}

// spotAt is where a text ends, and the piece of it that is still being typed.
func spotAt(text string) (at spot, typed string) {
	l := lexer{text: text, place: Position{1, 1}}
	for {
		t := l.next()
		switch {
		case l.mistake != nil:
			return at, text[l.placed:]
		case t.kind == endToken:
			return at, ""
		case l.offset == len(text) && at.open(t):
			return at, t.source
		}
		at = at.after(t)
	}
}

// open says whether a token at the very end may be but the beginning of one.
func (s spot) open(t token) bool {
	return t.kind == wordToken || t.is("!") || t.kind == numberToken
}

// after is the place behind a token.
func (s spot) after(t token) spot {
	switch s.expects {
	case aTest:
		return s.afterTest(t)
	case anOperator:
		return s.afterOperator(t)
	case aNull:
		if t.is("NOT") {
			return s.then(onlyNull, true)
		}
		return s.then(aJoint, t.is("NULL"))
	case onlyNull:
		return s.then(aJoint, t.is("NULL"))
	case oneValue:
		return s.then(aJoint, t.kind != symbolToken)
	case aList:
		return s.then(listValue, t.is("("))
	case listValue:
		return s.then(listNext, t.kind != symbolToken)
	case listNext:
		if t.is(",") {
			return s.then(listValue, true)
		}
		return s.then(aJoint, t.is(")"))
	case aJoint:
		return s.afterJoint(t)
	case anEquals:
		return s.then(aMoment, t.is("="))
	case aMoment:
		return s.then(aJoint, t.kind == textToken)
	}
	return s
}

// then is the next place, or none where the token was wrong.
func (s spot) then(next awaits, right bool) spot {
	s.expects = next
	if !right {
		s.expects = nothingMore
	}
	return s
}

func (s spot) afterTest(t token) spot {
	switch {
	case t.is("NOT"):
		return s
	case t.is("("):
		s.depth++
		return s
	case t.is("TRUE"), t.is("FALSE"):
		return s.then(aJoint, true)
	case t.is("EARLIEST"), t.is("LATEST"):
		s.bounded = true
		return s.then(anEquals, s.depth == 0)
	}
	s.field, s.negated = t.text, false
	return s.then(anOperator, t.kind == wordToken && !reserved[strings.ToLower(t.text)])
}

func (s spot) afterOperator(t token) spot {
	switch {
	case t.is("!"):
		s.negated = true
		return s
	case t.is("IS"):
		return s.then(aNull, !s.negated)
	case t.is(string(In)):
		return s.then(aList, true)
	}
	for _, op := range words {
		if t.is(string(op)) {
			return s.then(oneValue, true)
		}
	}
	return s.then(oneValue, t.kind == symbolToken && strings.ContainsAny(t.text, "=<>"))
}

func (s spot) afterJoint(t token) spot {
	switch {
	case t.is("AND"), t.is("OR"):
		return s.then(aTest, !s.bounded)
	case t.is(")"):
		s.depth--
		return s.then(aJoint, s.depth >= 0)
	}
	s.bounded = true
	return s.then(anEquals, t.is("EARLIEST") || t.is("LATEST"))
}
