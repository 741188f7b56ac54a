package query

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// unplaced is e without positions, so that trees compare.
func unplaced(e Expr) Expr {
	return Rewrite(e, func(t Test) Expr { t.At = Position{}; return t })
}

func mustParse(t interface{ Fatalf(string, ...any) }, text string) Expr {
	e, err := ParseFilter(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return unplaced(e)
}

func TestParsingWhatWasPrintedGivesTheTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawExpr(t, 4)
		if got := mustParse(t, e.String()); !reflect.DeepEqual(got, e) {
			t.Fatalf("%s became %s", e, got)
		}
	})
}

func TestAnyTextSurvivesAsALiteral(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := Test{Field: "title", Op: Eq, Values: []Value{TextValue(rapid.StringN(0, 20, -1).
			Filter(func(s string) bool { return !containsNUL(s) }).Draw(t, "text"))}}
		if got := mustParse(t, want.String()); !reflect.DeepEqual(got, Expr(want)) {
			t.Fatalf("%s became %s", want, got)
		}
	})
}

func containsNUL(s string) bool {
	for i := range len(s) {
		if s[i] == 0 {
			return true
		}
	}
	return false
}

func TestACompiledFilterMeansWhatTheLanguageSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		agree(t, drawExpr(t, 3))
	})
}

// agree draws alerts of which a compiled e must mean what the language says.
func agree(t *rapid.T, e Expr) {
	holds, err := Compile(e, alerts)
	if err != nil {
		t.Fatalf("%s: %v", e, err)
	}
	for range 5 {
		a := drawAlert(t)
		if want := means(e, a); holds(a) != want {
			t.Fatalf("%s is %v of %+v, want %v", e, !want, a, want)
		}
	}
}

func TestEachTestMeansWhatTheLanguageSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for range 5 {
			agree(t, drawTest(t))
		}
	})
}

func TestSimplifyKeepsTheMeaningAndIsDone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, a := drawExpr(t, 4), drawAlert(t)
		simple := Simplify(e)
		if means(simple, a) != means(e, a) {
			t.Fatalf("%s became %s, which differs on %+v", e, simple, a)
		}
		if again := Simplify(simple); !reflect.DeepEqual(again, simple) {
			t.Fatalf("%s became %s and then %s", e, simple, again)
		}
		if got := mustParse(t, simple.String()); !reflect.DeepEqual(got, simple) {
			t.Fatalf("%s printed and parsed is %s", simple, got)
		}
	})
}

func TestPlainLiteralsMeanTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, a := drawExpr(t, 3), drawAlert(t)
		if plain := Plain(e, alerts); means(plain, a) != means(e, a) {
			t.Fatalf("%s became %s, which differs on %+v", e, plain, a)
		}
	})
}

func TestNegationIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		test, a := drawTest(t), drawAlert(t)
		positive, err := Compile(test, alerts)
		if err != nil {
			t.Fatal(err)
		}
		test.Negated = !test.Negated
		negative, err := Compile(test, alerts)
		if err != nil {
			t.Fatal(err)
		}
		if positive(a) == negative(a) {
			t.Fatalf("%s and its negation agree on %+v", test, a)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "severity >= 0.4 AND @ip IS NOT NULL", "NOT (a = 1 OR b != 'x''y') AND c !IN ('a', 2, true)", `t = e'a\n\'b\'\u00e9'`,
		"raw.a.'b c'.@d MATCHES_REGEX '^x$' EARLIEST=-4h LATEST='2026-05-01T12:00:00Z'", "metadata.Title CONTAINS 'É'",
		"((((a=1", "a = -0", "a = 1e400", "a = 1e-9", "a > 9999999999999999999999", "EARLIEST='9999-12-31T23:59:59-01:00'", "metadata.not = 1", "metadata.metadata.é = 1",
		"raw.'' = 1", "raw.'' IS NULL", "powershell -enc", "fe80::1%eth0", "ſeverity iſ null", "a = 'x\x01y'", "a = \xff", "TRUE AND FALSE",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSearch(text)
		if err != nil || len(text) > MaxText/8 {
			return
		}
		again, err := ParseSearch(s.String())
		if err != nil {
			t.Fatalf("%q printed as %q: %v", text, s, err)
		}
		s.Filter, again.Filter = unplaced(s.Filter), unplaced(again.Filter)
		if !reflect.DeepEqual(s, again) {
			t.Fatalf("%q printed as %q became %q", text, s, again)
		}
		if simple := Simplify(s.Filter); !reflect.DeepEqual(mustParse(t, simple.String()), simple) {
			t.Fatalf("%q simplified to %q, which does not parse to itself", text, simple)
		}
		_, _ = Compile(s.Filter, alerts)
	})
}
