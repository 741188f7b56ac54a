package query

// Expr is a node of a filter: And, Or, Not, Test or Constant. The list is closed.
type Expr interface {
	// String is the print form, on one line; parsing it gives an equal tree,
	// positions aside, whenever each And and Or has two parts or more.
	String() string
	expr()
}

// And holds when all its parts do; without parts it holds.
type And struct{ All []Expr }

// Or holds when any of its parts does; without parts it does not hold.
type Or struct{ Any []Expr }

// Not holds when its part does not.
type Not struct{ Expr Expr }

// Constant is TRUE or FALSE.
type Constant bool

// Test compares one field with literals.
type Test struct {
	// Field is the canonical name: "severity", "@ip", "raw.path.to.field".
	// A path's segments that are no plain words stand quoted: raw.labels.'k8s.io/app'.
	Field string
	Op    Op
	// Negated makes the test the exact negation of its positive. The parser
	// negates no ordering: NOT severity < 0.4 is a Not.
	Negated bool
	// Values are the literals: none for Null, one or more for In, else one.
	Values []Value
	// At is where the test begins in the text it was parsed from.
	At Position
}

func (And) expr()      {}
func (Or) expr()       {}
func (Not) expr()      {}
func (Constant) expr() {}
func (Test) expr()     {}

// Op is what a test asks, in its positive form, as it is written.
type Op string

// The operators. Null is written IS NULL, its negation IS NOT NULL.
const (
	Eq         Op = "="
	Less       Op = "<"
	LessEq     Op = "<="
	Greater    Op = ">"
	GreaterEq  Op = ">="
	Contains   Op = "CONTAINS"
	StartsWith Op = "STARTS_WITH"
	EndsWith   Op = "ENDS_WITH"
	Matches    Op = "MATCHES_REGEX"
	In         Op = "IN"
	InCIDR     Op = "IN_CIDR"
	Null       Op = "IS NULL"
)

// orders says whether op asks for an order; such an op has no negated spelling.
func (op Op) orders() bool {
	return op == Less || op == LessEq || op == Greater || op == GreaterEq
}

// searchesText says whether op looks into a text and so takes a text literal only.
func (op Op) searchesText() bool {
	return op == Contains || op == StartsWith || op == EndsWith || op == Matches || op == InCIDR
}

// Value is a literal. Kind is Text or Number; true, false and -4h are texts.
type Value struct {
	Kind   Kind
	Text   string
	Number float64
}

// TextValue is the literal of a text.
func TextValue(s string) Value { return Value{Kind: Text, Text: s} }

// NumberValue is the literal of a number, which must be finite.
func NumberValue(f float64) Value { return Value{Kind: Number, Number: f} }

// Position is a place in a text. Both count from 1, columns in characters; the
// zero Position is unknown.
type Position struct{ Line, Column int }

// Walk calls visit on e and, as long as visit answers true, on what it consists of.
func Walk(e Expr, visit func(Expr) bool) {
	if !visit(e) {
		return
	}
	switch e := e.(type) {
	case And:
		for _, part := range e.All {
			Walk(part, visit)
		}
	case Or:
		for _, part := range e.Any {
			Walk(part, visit)
		}
	case Not:
		Walk(e.Expr, visit)
	}
}

// Rewrite returns e with each test replaced by what change makes of it.
func Rewrite(e Expr, change func(Test) Expr) Expr {
	switch e := e.(type) {
	case And:
		return And{rewriteAll(e.All, change)}
	case Or:
		return Or{rewriteAll(e.Any, change)}
	case Not:
		return Not{Rewrite(e.Expr, change)}
	case Test:
		return change(e)
	}
	return e
}

func rewriteAll(parts []Expr, change func(Test) Expr) []Expr {
	changed := make([]Expr, len(parts))
	for i, part := range parts {
		changed[i] = Rewrite(part, change)
	}
	return changed
}
