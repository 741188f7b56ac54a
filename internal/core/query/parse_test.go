package query

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/fault"
)

func word(field string, op Op, values ...Value) Test {
	return Test{Field: field, Op: op, Values: values}
}

func negated(t Test) Test { t.Negated = true; return t }

func TestTheGrammar(t *testing.T) {
	a, b, c := word("a", Eq, NumberValue(1)), word("b", Eq, NumberValue(2)), word("c", Eq, NumberValue(3))
	x, y := TextValue("x"), TextValue("y")
	for text, want := range map[string]Expr{
		"a = 1 OR b = 2 AND c = 3":     Or{[]Expr{a, And{[]Expr{b, c}}}},
		"a=1 and b=2 or c=3":           Or{[]Expr{And{[]Expr{a, b}}, c}},
		"(a=1 OR b=2) AND c=3":         And{[]Expr{Or{[]Expr{a, b}}, c}},
		"(a=1 AND b=2) AND c=3":        And{[]Expr{And{[]Expr{a, b}}, c}},
		"a=1 AND b=2 AND c=3":          And{[]Expr{a, b, c}},
		"NOT a=1 AND b=2":              And{[]Expr{Not{a}, b}},
		"not Not(a=1 and b=2)":         Not{Not{And{[]Expr{a, b}}}},
		"((a=1))":                      a,
		"TRUE OR false":                Or{[]Expr{Constant(true), Constant(false)}},
		"a != 'x'":                     negated(word("a", Eq, x)),
		"a < -1.5e3":                   word("a", Less, NumberValue(-1500)),
		"a<=1":                         word("a", LessEq, NumberValue(1)),
		"a>1":                          word("a", Greater, NumberValue(1)),
		"a>=0.25":                      word("a", GreaterEq, NumberValue(0.25)),
		"a contains 'x'":               word("a", Contains, x),
		"a ! Contains 'x'":             negated(word("a", Contains, x)),
		"a !STARTS_WITH 'x'":           negated(word("a", StartsWith, x)),
		"a ENDS_WITH 'x'":              word("a", EndsWith, x),
		"a MATCHES_REGEX '\\d'":        word("a", Matches, TextValue(`\d`)),
		"a !IN_CIDR '10.0.0.0/8'":      negated(word("a", InCIDR, TextValue("10.0.0.0/8"))),
		"a IN('x' , 'y',1,true)":       word("a", In, x, y, NumberValue(1), TextValue("true")),
		"a !in ('x')":                  negated(word("a", In, x)),
		"a is null":                    word("a", Null),
		"a IS NOT NULL":                negated(word("a", Null)),
		"@IP = 'x''y'":                 word("@ip", Eq, TextValue("x'y")),
		`a = 'C:\x'`:                   word("a", Eq, TextValue(`C:\x`)),
		`a = e'\n\t\r\\\'\u00e9é'`:     word("a", Eq, TextValue("\n\t\r\\'éé")),
		"a = ''":                       word("a", Eq, TextValue("")),
		"a = FALSE":                    word("a", Eq, TextValue("false")),
		"a >= -4H":                     word("a", GreaterEq, TextValue("-4h")),
		"Metadata.Title = 'x'":         word("title", Eq, x),
		"metadata.not = 'x'":           word("metadata.not", Eq, x),
		"metadata.'a b' = 'x'":         word("metadata.'a b'", Eq, x),
		"metadata.5 = 'x'":             word("metadata.5", Eq, x),
		"metadata.raw.A = 'x'":         word("raw.A", Eq, x),
		"RAW.a.B-c.@d.0.'e f' = 'x'":   word("raw.a.B-c.@d.0.'e f'", Eq, x),
		"raw.'plain' = 'x'":            word("raw.plain", Eq, x),
		"raw.'it''s' = 'x'":            word("raw.'it''s'", Eq, x),
		"\n\t a\u00a0= 'x' \r\n":       word("a", Eq, x),
		"größe = 'x'":                  word("größe", Eq, x),
		"a = '” AND b = “' AND b  = 2": And{[]Expr{word("a", Eq, TextValue("” AND b = “")), b}},
	} {
		e, err := ParseFilter(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := unplaced(e); !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %#v, want %#v", text, got, want)
		}
	}
}

func TestMistakesHaveAPlaceAndAGuess(t *testing.T) {
	for _, c := range []struct {
		text         string
		line, column int
		suggestion   string
	}{
		{"", 1, 1, ""},
		{"powershell", 1, 11, "title CONTAINS 'powershell'"},
		{"powershell -enc it's", 1, 12, ""},
		{"powershell -enc", 1, 12, "title CONTAINS 'powershell -enc'"},
		{"'powershell'", 1, 1, "title CONTAINS 'powershell'"},
		{"10.0.0.5", 1, 1, "@ip = '10.0.0.5'"},
		{" fe80::1", 1, 6, "@ip = 'fe80::1'"},
		{"a = 1 AND", 1, 10, ""},
		{"a = 1 b = 2", 1, 7, ""},
		{"a = 1 an b = 2", 1, 7, "AND"},
		{"a = 1 && b = 2", 1, 7, "AND"},
		{"(a = 1", 1, 7, ""},
		{"a = 1)", 1, 6, ""},
		{"é = 'é'\nAND title\tCONTIANS 'x'", 2, 11, "CONTAINS"},
		{"a like 'x'", 1, 3, "CONTAINS"},
		{"a NOT IN ('x')", 1, 3, "!IN"},
		{"a NOT CONTAINS 'x'", 1, 3, "!CONTAINS"},
		{"a == 'x'", 1, 4, "="},
		{`a = "x"`, 1, 5, "'…'"},
		{"a = ‘x’", 1, 5, "'…'"},
		{"a = x", 1, 5, "'x'"},
		{"a = NULL", 1, 5, "IS NULL"},
		{"a = 'x", 1, 5, ""},
		{`a = e'\x'`, 1, 5, `\\`},
		{`a = e'\ud800'`, 1, 5, `\\`},
		{`a = e'\u0000'`, 1, 5, `\\`},
		{"a = 1e400", 1, 5, "'1e400'"},
		{"a > 4h", 1, 5, "-4h"},
		{"a IN ()", 1, 7, ""},
		{"a IN ('x',)", 1, 11, ""},
		{"a IN 'x'", 1, 6, ""},
		{"a IS 'x'", 1, 6, ""},
		{"a < IN", 1, 5, "'IN'"},
		{"a = 1 EARLIEST=-4h", 1, 7, ""},
		{"AND a = 1", 1, 1, ""},
	} {
		_, err := ParseFilter(c.text)
		details := fault.DetailsOf(err)
		if fault.KindOf(err) != fault.Invalid || len(details) != 1 {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if d := details[0]; d.Line != c.line || d.Column != c.column || d.Suggestion != c.suggestion || d.Message == "" {
			t.Errorf("%q: %+v", c.text, d)
		}
	}
}

func TestATestKnowsItsPlace(t *testing.T) {
	e, err := ParseFilter("ä = 'ö\n' OR\r\n  NOT b = 2")
	if err != nil {
		t.Fatal(err)
	}
	var places []Position
	Walk(e, func(e Expr) bool {
		if test, ok := e.(Test); ok {
			places = append(places, test.At)
		}
		return true
	})
	if want := []Position{{1, 1}, {3, 7}}; !reflect.DeepEqual(places, want) {
		t.Fatalf("got %v, want %v", places, want)
	}
}

func TestASearchHasARangeOfTime(t *testing.T) {
	now := time.Date(2026, 5, 2, 0, 0, 0, 0, time.UTC)
	four, noon := now.Add(-4*time.Hour), time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		text, print      string
		earliest, latest time.Time
	}{
		{"", "TRUE", time.Time{}, time.Time{}},
		{"a = 1", "a = 1", time.Time{}, time.Time{}},
		{"EARLIEST=-4h", "EARLIEST=-4h", four, time.Time{}},
		{"a = 1 latest = -240m earliest='2026-05-01T14:00:00+02:00'", "a = 1 EARLIEST='2026-05-01T12:00:00Z' LATEST=-4h", noon, four},
		{"a = 1 EARLIEST='-4h' LATEST='2026-05-02'", "a = 1 EARLIEST=-4h LATEST='2026-05-02T00:00:00Z'", four, now},
		{"a = 1 LATEST=-0s EARLIEST=-2w", "a = 1 EARLIEST=-14d LATEST=-0s", now.AddDate(0, 0, -14), now},
	} {
		s, err := ParseSearch(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		for _, end := range []struct {
			bound *Bound
			want  time.Time
		}{{s.Earliest, c.earliest}, {s.Latest, c.latest}} {
			if (end.bound == nil) != end.want.IsZero() || end.bound != nil && !end.bound.Resolve(now).Equal(end.want) {
				t.Errorf("%s: %v, want %v", c.text, end.bound, end.want)
			}
		}
		if s.String() != c.print {
			t.Errorf("%s prints as %s", c.text, s)
		}
	}
	for _, text := range []string{"EARLIEST", "EARLIEST=", "EARLIEST=4", "EARLIEST=4h", "EARLIEST='soon'", "EARLIEST=-4h EARLIEST=-3h", "EARLIEST=-4h a = 1", "a = 1 AND EARLIEST=-4h", "EARLIEST=-999999999w", "LATEST='9999-12-31T23:00:00-05:00'"} {
		if _, err := ParseSearch(text); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestLimitsAreSaid(t *testing.T) {
	nested := func(n int) string { return strings.Repeat("(", n) + "a = 1" + strings.Repeat(")", n) }
	for text, want := range map[string]fault.Kind{
		nested(MaxNesting):     "",
		nested(MaxNesting + 1): fault.TooLarge,
		nested(20_000):         fault.TooLarge,
		strings.Repeat("NOT ", MaxNesting+1) + "a = 1":    fault.TooLarge,
		"a IN (" + strings.Repeat("1,", MaxList-1) + "1)": "",
		"a IN (" + strings.Repeat("1,", MaxList) + "1)":   fault.TooLarge,
		"a = '" + strings.Repeat("x", MaxText-6) + "'":    "",
		"a = '" + strings.Repeat("x", MaxText-5) + "'":    fault.TooLarge,
		"a = '\xff'": fault.Invalid,
		"a = '\x00'": fault.Invalid,
		"a = 1" + strings.Repeat(" AND a = 1", MaxNesting*10):                                        "",
		strings.Repeat("(a = 1 OR NOT ", MaxNesting/2) + "b = 2" + strings.Repeat(")", MaxNesting/2): "",
	} {
		_, err := ParseFilter(text)
		if want == "" && err != nil || want != "" && fault.KindOf(err) != want {
			t.Errorf("%.40s…: %v, want %q", text, err, want)
		}
	}
}
