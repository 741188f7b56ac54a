package query

import (
	"fmt"
	"net/netip"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"

	"caseweave/internal/core/fault"
)

// The limits of regular expressions.
const (
	MaxPattern  = 4096   // bytes of one
	MaxPatterns = 20_000 // steps of all that one filter has, repetitions counted out
)

// Check holds e against the fields of a T: unknown fields, operators that a
// field does not know, literals of the wrong kind, bad regular expressions and
// networks. The error points at all mistakes. A time relative to now is a
// mistake too: Anchor comes first where there is a now.
func Check[T any](e Expr, s *Schema[T]) error {
	c := checker[T]{schema: s}
	Walk(e, func(e Expr) bool {
		if t, ok := e.(Test); ok {
			c.test(t)
		}
		return true
	})
	if len(c.mistakes) == 0 {
		return nil
	}
	return refusal(fault.Invalid, c.mistakes...)
}

// checker collects the mistakes of one expression.
type checker[T any] struct {
	schema   *Schema[T]
	mistakes []fault.Detail
	steps    int // of regular expressions so far
}

func (c *checker[T]) refuse(t Test, suggestion, format string, args ...any) {
	c.mistakes = append(c.mistakes, fault.Detail{
		Line: t.At.Line, Column: t.At.Column, Message: fmt.Sprintf(format, args...), Suggestion: suggestion,
	})
}

func (c *checker[T]) test(t Test) {
	f, _, ok := c.schema.Field(t.Field)
	if !ok {
		c.refuse(t, nearest(t.Field, c.schema.names()), "There is no field %s.", shortened(t.Field))
		return
	}
	if !f.knows(t.Op) {
		c.refuse(t, "", "%s is %s and knows no %s.", t.Field, nouns[f.Kind], t.Op)
		return
	}
	if least, most := literals(t.Op); len(t.Values) < least || len(t.Values) > most {
		c.refuse(t, "", "%s takes %d to %d values, not %d.", t.Op, least, most, len(t.Values))
		return
	}
	for _, v := range t.Values {
		c.value(t, f, v)
	}
}

// knows says whether op has a meaning for what f holds.
func (f Field[T]) knows(op Op) bool {
	texts := f.Kind == Text || f.Kind == List || f.Kind == Path
	switch {
	case op.searchesText():
		return texts
	case op.orders():
		return f.Kind != Bool
	}
	return op == Eq || op == In || op == Null
}

// literals are the least and the most literals that op takes.
func literals(op Op) (least, most int) {
	switch op {
	case Null:
		return 0, 0
	case In:
		return 1, MaxList
	}
	return 1, 1
}

func (c *checker[T]) value(t Test, f Field[T], v Value) {
	switch {
	case t.Op == Matches && v.Kind == Text:
		c.pattern(t, v.Text)
	case t.Op == InCIDR && v.Kind == Text:
		c.network(t, v.Text)
	case f.Kind == Number:
		c.number(t, f, v)
	case v.Kind == Number && (f.Kind != Path || t.Op.searchesText()):
		c.noNumber(t, f, v)
	case f.Kind == Time:
		c.moment(t, v)
	case v.Text == "" && v.Kind == Text:
		c.refuse(t, t.null(), "An empty text is null, which no text equals or is part of.")
	case len(f.Words) > 0 && !slices.ContainsFunc(f.Words, func(w string) bool { return strings.EqualFold(v.Text, w) }):
		c.word(t, v.Text, f.Words)
	}
}

// noNumber refuses a number where texts are compared: quotes make it one.
func (c *checker[T]) noNumber(t Test, f Field[T], v Value) {
	suggestion := ""
	if f.Kind != Time && len(f.Words) == 0 {
		suggestion = t.with(TextValue(v.String()))
	}
	c.refuse(t, suggestion, "%s is %s; %s is a number.", t.Field, nouns[f.Kind], v)
}

// with is t as it would be written with v alone.
func (t Test) with(v Value) string {
	if t.Op == In {
		t.Op = Eq
	}
	t.Values = []Value{v}
	return t.String()
}

// null is the test for null that an author of t may have wanted.
func (t Test) null() string {
	return Test{Field: t.Field, Op: Null, Negated: t.Negated == (t.Op == Eq || t.Op == In)}.String()
}

func (c *checker[T]) number(t Test, f Field[T], v Value) {
	if v.Kind == Number {
		return
	}
	var words []string
	for _, b := range f.Bands {
		if foldedEqual(v.Text, b.Word) {
			return
		}
		words = append(words, b.Word)
	}
	switch n, ok := ParseNumber(v.Text); {
	case ok:
		c.refuse(t, t.with(NumberValue(n)), "%s is a number; numbers have no quotes.", t.Field)
	case len(words) > 0:
		c.word(t, v.Text, words)
	default:
		c.refuse(t, "", "%s is a number; %s is a text.", t.Field, TextValue(shortened(v.Text)))
	}
}

func (c *checker[T]) word(t Test, found string, words []string) {
	suggestion := nearest(found, words)
	if suggestion != "" {
		suggestion = t.with(TextValue(suggestion))
	}
	c.refuse(t, suggestion, "%s is one of %s; %s is none of them.", t.Field, strings.Join(words, ", "), TextValue(shortened(found)))
}

func (c *checker[T]) moment(t Test, v Value) {
	if _, ok := parseTime(v.Text); ok {
		return
	}
	if _, ok := parseAgo(v.Text); ok {
		c.refuse(t, "", "A rule has no now, so %s needs a time such as '2026-05-01T12:00:00Z'; %s is for searches.", t.Field, v.Text)
		return
	}
	c.refuse(t, "", "%s is a time such as '2026-05-01T12:00:00Z'; %s is none.", t.Field, TextValue(shortened(v.Text)))
}

func (c *checker[T]) network(t Test, text string) {
	if _, ok := parseNetwork(text); ok {
		return
	}
	suggestion := ""
	if a, err := netip.ParseAddr(text); err == nil && a.Zone() == "" {
		suggestion = t.with(TextValue(netip.PrefixFrom(a, a.BitLen()).String()))
	}
	c.refuse(t, suggestion, "%s is no network such as '10.0.0.0/8'.", TextValue(shortened(text)))
}

// parseNetwork reads a CIDR block; one of IPv4-mapped addresses is one of IPv4.
func parseNetwork(text string) (netip.Prefix, bool) {
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return p, false
	}
	if a := p.Addr(); a.Is4In6() && p.Bits() >= 96 {
		p = netip.PrefixFrom(a.Unmap(), p.Bits()-96)
	}
	return p.Masked(), true
}

func (c *checker[T]) pattern(t Test, text string) {
	if text == "" {
		c.refuse(t, t.null(), "An empty regular expression matches every text.")
		return
	}
	if len(text) > MaxPattern {
		c.refuse(t, "", "A regular expression has at most %d bytes; this one has %d.", MaxPattern, len(text))
		return
	}
	parsed, err := syntax.Parse(regardlessOfCase+text, syntax.Perl)
	if err != nil {
		c.refuse(t, "", "This is no regular expression (RE2): %s.", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
		return
	}
	if c.steps += steps(parsed); c.steps > MaxPatterns {
		c.refuse(t, "", "The regular expressions of this filter come to more than %d steps; repeat less.", MaxPatterns)
	}
}

const regardlessOfCase = "(?i)"

// steps is about how many instructions a program for re has.
func steps(re *syntax.Regexp) int {
	n := 1
	for _, part := range re.Sub {
		n += steps(part)
	}
	switch re.Op {
	case syntax.OpLiteral:
		n += len(re.Rune)
	case syntax.OpRepeat:
		n *= max(re.Min, re.Max, 1)
	}
	return min(n, MaxPatterns+1)
}

// pattern compiles a regular expression that Check has passed.
func pattern(text string) *regexp.Regexp { return regexp.MustCompile(regardlessOfCase + text) }
