package query

import (
	"time"

	"caseweave/internal/core/fold"
)

// Anchor gives every time that is relative to now, such as created_at >= -4h,
// as the moment it means.
func Anchor[T any](e Expr, s *Schema[T], now time.Time) Expr {
	return Rewrite(e, func(t Test) Expr {
		if f, _, ok := s.Field(t.Field); ok && f.Kind == Time {
			t.Values = eachText(t.Values, func(text string) string {
				if ago, ok := parseAgo(text); ok {
					return now.Add(-ago).UTC().Format(time.RFC3339Nano)
				}
				return text
			})
		}
		return t
	})
}

// Plain gives a checked e with literals in the form in which the fields hold
// their values, so that a store or an index need not know more: texts folded
// (regular expressions as they are), texts with a form of their own in it, times
// in UTC with nanoseconds as needed, networks masked, and words for bands of
// numbers as those numbers. It means the same.
func Plain[T any](e Expr, s *Schema[T]) Expr {
	return Rewrite(e, func(t Test) Expr {
		f, _, ok := s.Field(t.Field)
		switch {
		case !ok:
			return t
		case f.Kind == Number && len(f.Bands) > 0:
			return withoutBands(t, f.Bands)
		}
		t.Values = eachText(t.Values, func(text string) string { return f.form(t.Op, text) })
		return t
	})
}

// form is a literal as f holds its values.
func (f Field[T]) form(op Op, text string) string {
	switch {
	case op == Matches:
		return text
	case op == InCIDR:
		if network, ok := parseNetwork(text); ok {
			return network.String()
		}
	case f.Kind == Time:
		if t, ok := parseTime(text); ok {
			return t.Format(time.RFC3339Nano)
		}
	case f.Canonical != nil && (op == Eq || op == In):
		return fold.String(f.Canonical(text))
	}
	return fold.String(text)
}

func eachText(values []Value, change func(string) string) []Value {
	changed := make([]Value, len(values))
	for i, v := range values {
		if v.Kind == Text {
			v.Text = change(v.Text)
		}
		changed[i] = v
	}
	return changed
}

// withoutBands gives a test of bands as one of numbers. = 'high' asks whether
// the number lies in the band, > 'high' whether it lies above it.
func withoutBands(t Test, bands []Band) Expr {
	var plain []Expr
	var numbers []Value
	for _, v := range t.Values {
		if v.Kind == Number {
			numbers = append(numbers, v)
		} else {
			plain = append(plain, inBand(t, v.Text, bands))
		}
	}
	if len(plain) == 0 {
		return t
	}
	if len(numbers) > 0 {
		plain = append(plain, Test{Field: t.Field, Op: In, Values: numbers, At: t.At})
	}
	var e Expr = Or{plain}
	if len(plain) == 1 {
		e = plain[0]
	}
	if t.Negated {
		return Not{e}
	}
	return e
}

// inBand is the positive test of one band's word.
func inBand(t Test, word string, bands []Band) Expr {
	test := func(op Op, n float64) Expr {
		return Test{Field: t.Field, Op: op, Values: []Value{NumberValue(n)}, At: t.At}
	}
	for i, b := range bands {
		if !foldedEqual(word, b.Word) {
			continue
		}
		last := i == len(bands)-1
		switch {
		case t.Op == GreaterEq:
			return test(GreaterEq, b.From)
		case t.Op == Less:
			return test(Less, b.From)
		case last && t.Op == Greater:
			return Constant(false)
		case last && t.Op == LessEq:
			return Test{Field: t.Field, Op: Null, Negated: true, At: t.At}
		case last:
			return test(GreaterEq, b.From)
		case t.Op == Greater:
			return test(GreaterEq, bands[i+1].From)
		case t.Op == LessEq:
			return test(Less, bands[i+1].From)
		}
		return And{[]Expr{test(GreaterEq, b.From), test(Less, bands[i+1].From)}}
	}
	return Constant(false)
}
