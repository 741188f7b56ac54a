package query

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"caseweave/internal/core/fault"
)

// The limits of a text. Beyond them the answer is fault.TooLarge.
const (
	MaxText    = 64 << 10 // bytes
	MaxNesting = 100      // NOT and parentheses within each other
	MaxList    = 10_000   // literals of one IN
)

// ParseFilter reads an expression, as a rule's filter has it.
func ParseFilter(text string) (Expr, error) {
	p := newParser(text)
	e := p.expression(loosest)
	if word := p.token.text; p.atBound() {
		p.refuse("", "%s belongs to searches; a filter has no range of time.", strings.ToUpper(word))
	}
	if err := p.finish(); err != nil {
		return nil, err
	}
	return e, nil
}

// ParseSearch reads an expression that EARLIEST and LATEST may follow. The empty
// text is everything.
func ParseSearch(text string) (Search, error) {
	p := newParser(text)
	s := Search{Filter: Constant(true)}
	if p.token.kind != endToken && !p.atBound() {
		s.Filter = p.expression(loosest)
	}
	for p.atBound() {
		p.bound(&s)
	}
	if err := p.finish(); err != nil {
		return Search{}, err
	}
	return s, nil
}

// parser is a Pratt parser with one token of foresight. After the first mistake
// it sees only the end of the text, so that every loop ends.
type parser struct {
	lexer
	token token
	depth int
}

func newParser(text string) *parser {
	p := &parser{lexer: lexer{text: text, place: Position{1, 1}}}
	switch {
	case len(text) > MaxText:
		p.text, p.mistake = "", fault.New(fault.TooLarge, "A query has at most %d bytes; this one has %d.", MaxText, len(text))
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		p.text, p.mistake = "", fault.New(fault.Invalid, "The query is no readable text: it has a NUL, or bytes that are not UTF-8.")
	}
	p.advance()
	return p
}

func (p *parser) advance() { p.token = p.lexer.next() }

// take moves past the keyword or symbol given, if it is next.
func (p *parser) take(word string) bool {
	if !p.token.is(word) {
		return false
	}
	p.advance()
	return true
}

// expectation is what may stand at a place, as a person would say it.
type expectation string

const (
	expectTest     expectation = "a test such as severity >= 0.4"
	expectOperator expectation = "an operator such as = or CONTAINS"
	expectValue    expectation = "a value: a number or a 'text'"
	expectJoint    expectation = "AND, OR or the end"
)

// joint is the binding of the token that would continue an expression.
func (p *parser) joint() binding {
	switch {
	case p.token.is("OR"):
		return bindsOr
	case p.token.is("AND"):
		return bindsAnd
	}
	return loosest
}

// expression reads what holds together more tightly than within.
func (p *parser) expression(within binding) Expr {
	left := p.operand()
	for p.joint() > within {
		left = p.chain(left)
	}
	return left
}

// chain reads the rest of a AND b AND c, or of a OR b OR c, after its first part.
func (p *parser) chain(first Expr) Expr {
	own, parts := p.joint(), []Expr{first}
	for p.joint() == own {
		p.advance()
		parts = append(parts, p.expression(own))
	}
	if own == bindsAnd {
		return And{parts}
	}
	return Or{parts}
}

func (p *parser) operand() Expr {
	if p.depth++; p.depth > MaxNesting+1 {
		p.fail(fault.TooLarge, fault.Detail{Message: fmt.Sprintf("A query nests at most %d deep.", MaxNesting)})
	}
	defer func() { p.depth-- }()
	switch {
	case p.take("NOT"):
		return Not{p.operand()}
	case p.take("("):
		e := p.expression(loosest)
		if !p.take(")") {
			p.miss(expectation("AND, OR or )"))
		}
		return e
	case p.take("TRUE"):
		return Constant(true)
	case p.take("FALSE"):
		return Constant(false)
	case p.token.kind == wordToken && !reserved[p.token.text]:
		return p.test()
	}
	p.miss(expectTest)
	return Constant(false)
}

// test reads field op literal.
func (p *parser) test() Test {
	t := Test{Field: p.token.text, At: p.token.at}
	p.advance()
	if p.take("IS") {
		t.Op, t.Negated = Null, p.take("NOT")
		if !p.take("NULL") {
			p.miss("NULL or NOT NULL")
		}
		return t
	}
	t.Op, t.Negated = p.operator()
	switch {
	case t.Op == In:
		t.Values = p.list()
	case t.Op != "":
		t.Values = []Value{p.value()}
	}
	return t
}

// words are the operators that are words and take a literal.
var words = []Op{Contains, StartsWith, EndsWith, Matches, In, InCIDR}

func (p *parser) operator() (op Op, negated bool) {
	if p.take("!=") {
		return p.equals(), true
	}
	for _, op := range []Op{LessEq, GreaterEq, Less, Greater} {
		if p.take(string(op)) {
			return op, false
		}
	}
	if p.take("=") {
		return p.equals(), false
	}
	negated = p.take("!")
	for _, op := range words {
		if p.take(string(op)) {
			return op, negated
		}
	}
	p.missOperator()
	return "", false
}

// equals is Eq, unless somebody wrote == or !==.
func (p *parser) equals() Op {
	if p.token.is("=") {
		p.refuse("=", "Equality is written with one =.")
	}
	return Eq
}

// list reads ('a', 'b').
func (p *parser) list() []Value {
	if !p.take("(") {
		p.miss("a list such as ('a', 'b')")
		return nil
	}
	values := []Value{p.value()}
	for p.take(",") {
		if len(values) == MaxList {
			p.fail(fault.TooLarge, fault.Detail{Message: fmt.Sprintf("A list has at most %d values.", MaxList)})
		}
		values = append(values, p.value())
	}
	if !p.take(")") {
		p.miss(", or )")
	}
	return values
}

func (p *parser) value() Value {
	defer p.advance()
	switch {
	case p.token.kind == textToken:
		return TextValue(p.token.text)
	case p.token.kind == numberToken:
		return NumberValue(p.token.number)
	case p.token.is("TRUE"):
		return TextValue("true")
	case p.token.is("FALSE"):
		return TextValue("false")
	}
	p.miss(expectValue)
	return Value{}
}

func (p *parser) atBound() bool { return p.token.is("EARLIEST") || p.token.is("LATEST") }

// bound reads EARLIEST=t or LATEST=t, each once.
func (p *parser) bound(s *Search) {
	word, end := "EARLIEST", &s.Earliest
	if p.token.is("LATEST") {
		word, end = "LATEST", &s.Latest
	}
	if *end != nil {
		p.refuse("", "%s stands twice.", word)
	}
	p.advance()
	if !p.take("=") {
		p.miss(expectation("= after " + word))
	}
	*end = p.moment(word)
}

func (p *parser) moment(word string) *Bound {
	defer p.advance()
	if p.token.kind == textToken {
		if ago, ok := parseAgo(strings.ToLower(p.token.text)); ok {
			return &Bound{ago: ago}
		}
		if t, ok := parseTime(p.token.text); ok {
			return &Bound{moment: t}
		}
	}
	p.refuse("-4h", "%s takes a time such as -4h, -7d or '2026-05-01T12:00:00Z'.", word)
	return nil
}

// finish is the mistake of the whole text, if there is one.
func (p *parser) finish() error {
	if p.token.kind != endToken {
		p.miss(expectJoint)
	}
	return p.mistake
}
