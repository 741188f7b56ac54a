package query

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// binding says how tightly a construct holds its parts together.
type binding int

const (
	loosest binding = iota
	bindsOr
	bindsAnd
	bindsNot
)

func (e And) String() string  { return printed(e) }
func (e Or) String() string   { return printed(e) }
func (e Not) String() string  { return printed(e) }
func (e Test) String() string { return printed(e) }

// String is TRUE or FALSE.
func (e Constant) String() string {
	if e {
		return "TRUE"
	}
	return "FALSE"
}

func printed(e Expr) string {
	var b strings.Builder
	write(&b, e, loosest)
	return b.String()
}

// write prints e as a part of something that binds as tightly as within.
func write(b *strings.Builder, e Expr, within binding) {
	switch e := e.(type) {
	case And:
		writeChain(b, e.All, Constant(true), " AND ", bindsAnd, within)
	case Or:
		writeChain(b, e.Any, Constant(false), " OR ", bindsOr, within)
	case Not:
		b.WriteString("NOT ")
		write(b, e.Expr, bindsNot)
	case Test:
		writeTest(b, e)
	case Constant:
		b.WriteString(e.String())
	}
}

func writeChain(b *strings.Builder, parts []Expr, none Constant, joint string, own, within binding) {
	switch len(parts) {
	case 0:
		write(b, none, within)
		return
	case 1:
		write(b, parts[0], within)
		return
	}
	if within >= own {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	for i, part := range parts {
		if i > 0 {
			b.WriteString(joint)
		}
		write(b, part, own)
	}
}

func writeTest(b *strings.Builder, t Test) {
	if t.Negated && t.Op.orders() {
		b.WriteString("NOT ")
	}
	b.WriteString(t.Field)
	b.WriteByte(' ')
	switch {
	case t.Op == Null && t.Negated:
		b.WriteString("IS NOT NULL")
		return
	case t.Negated && !t.Op.orders():
		b.WriteByte('!')
	}
	b.WriteString(string(t.Op))
	if t.Op == Null {
		return
	}
	b.WriteByte(' ')
	if t.Op == In {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	for i, v := range t.Values {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(v.String())
	}
}

// String is the literal as it is written: a text without quotes where it needs
// none, in plain quotes where it can, else with escapes.
func (v Value) String() string {
	switch {
	case v.Kind == Number:
		return printedNumber(v.Number)
	case needsNoQuotes(v.Text):
		return v.Text
	case strings.ContainsFunc(v.Text, func(r rune) bool { return !unicode.IsPrint(r) }):
		return escaped(v.Text)
	}
	return quoted(v.Text)
}

// needsNoQuotes says whether a text may stand as a bare word: true, false, -4h.
func needsNoQuotes(text string) bool {
	if text == "true" || text == "false" {
		return true
	}
	_, ok := parseAgo(text)
	return ok
}

func printedNumber(f float64) string {
	if size := math.Abs(f); size != 0 && (size < 1e-6 || size >= 1e21) {
		return strconv.FormatFloat(f, 'e', -1, 64)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

func quoted(text string) string {
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

func escaped(text string) string {
	var b strings.Builder
	b.WriteString("e'")
	for _, r := range text {
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\\' || r == '\'':
			b.WriteByte('\\')
			b.WriteRune(r)
		case !unicode.IsPrint(r) && r <= 0xFFFF:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('\'')
	return b.String()
}
