package query

import (
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/fault"
)

func TestCheckSaysWhatIsWrongAndGuesses(t *testing.T) {
	for _, c := range []struct{ filter, suggestion string }{
		{"titel = 'x'", "title"},
		{"ip = '10.0.0.1'", "@ip"},
		{"zzz = 'x'", ""},
		{"title.x = 'x'", "title"},
		{"title = 5710", "title = '5710'"},
		{"title IN ('x', 5710)", "title = '5710'"},
		{"score >= '5'", "score >= 5"},
		{"score = 'hihg'", "score = 'high'"},
		{"score CONTAINS 'x'", ""},
		{"level >= 'hgih'", "level >= 'high'"},
		{"level >= 5", ""},
		{"state != 'opne'", "state != 'open'"},
		{"state = 'zzzzzzzz'", ""},
		{"muted = 'perhaps'", ""},
		{"muted > false", ""},
		{"muted = 1", ""},
		{"seen_at > 'yesterday'", ""},
		{"seen_at > 5", ""},
		{"seen_at > -4h", ""},
		{"seen_at STARTS_WITH '2026'", ""},
		{"title = ''", "title IS NULL"},
		{"title != ''", "title IS NOT NULL"},
		{"title CONTAINS ''", "title IS NOT NULL"},
		{"title !CONTAINS ''", "title IS NULL"},
		{"title MATCHES_REGEX ''", "title IS NOT NULL"},
		{"raw.x CONTAINS 44", "raw.x CONTAINS '44'"},
		{"@ip IN_CIDR '10.0.0.1'", "@ip IN_CIDR '10.0.0.1/32'"},
		{"@ip IN_CIDR '10.0.0/8'", ""},
		{"@ip IN_CIDR 10", "@ip IN_CIDR '10'"},
		{"title MATCHES_REGEX 'a('", ""},
		{"title MATCHES_REGEX 7", "title MATCHES_REGEX '7'"},
		{`title MATCHES_REGEX '(?=a)'`, ""},
		{"title MATCHES_REGEX '" + strings.Repeat("a|", 10_000) + "b'", ""},
		{"title MATCHES_REGEX '((a{100}){100}){10}'", ""},
		{"title MATCHES_REGEX '((((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9}){9}){9}'", ""},
		{"title MATCHES_REGEX '[a-z]{900}x'" + strings.Repeat(" OR title MATCHES_REGEX '[a-z]{900}x'", 20), ""},
	} {
		e, err := ParseFilter(c.filter)
		if err != nil {
			t.Errorf("%s: %v", c.filter, err)
			continue
		}
		err = Check(e, alerts)
		details := fault.DetailsOf(err)
		if fault.KindOf(err) != fault.Invalid || len(details) == 0 || details[0].Suggestion != c.suggestion || details[0].Line != 1 {
			t.Errorf("%.80s: %+v, want %q", c.filter, details, c.suggestion)
		}
		if _, other := Compile(e, alerts); other == nil {
			t.Errorf("%.80s compiles", c.filter)
		}
	}
}

func TestCheckTellsAllMistakes(t *testing.T) {
	e, err := ParseFilter("titel = 'x' OR title = 'x' AND\n score = 'x' AND (NOT seen_at = 'x')")
	if err != nil {
		t.Fatal(err)
	}
	err = Check(e, alerts)
	var places []Position
	for _, d := range fault.DetailsOf(err) {
		places = append(places, Position{d.Line, d.Column})
	}
	if len(places) != 3 || places[0] != (Position{1, 1}) || places[1] != (Position{2, 2}) || places[2] != (Position{2, 23}) {
		t.Fatalf("%v: %v", places, err)
	}
	if want := "Line 1, column 1: There is no field titel. Did you mean title? (and 2 more)"; err.Error() != want {
		t.Fatalf("got %q", err)
	}
}

func TestATreeThatNobodyCanWriteIsRefused(t *testing.T) {
	for _, test := range []Test{
		{Field: "title", Op: Eq},
		{Field: "title", Op: In},
		{Field: "title", Op: "~", Values: []Value{TextValue("x")}},
		{Field: "title", Op: Null, Values: []Value{TextValue("x")}},
		{Field: "", Op: Null},
		{Field: "title", Op: Less, Values: []Value{TextValue("x"), TextValue("y")}},
	} {
		if fault.KindOf(Check(test, alerts)) != fault.Invalid {
			t.Errorf("%#v passes", test)
		}
	}
}

func TestATimeBeforeNowNeedsANow(t *testing.T) {
	now := time.Date(2026, 5, 2, 0, 0, 0, 0, time.UTC)
	e, err := ParseFilter("seen_at >= -4h AND title = -4h")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := Anchor(e, alerts, now).String(), "seen_at >= '2026-05-01T20:00:00Z' AND title = -4h"; got != want {
		t.Fatalf("got %s, want %s", got, want)
	}
	if err := Check(Anchor(e, alerts, now), alerts); err != nil {
		t.Fatal(err)
	}
}

func TestPlainLiteralsAreWhatFieldsHold(t *testing.T) {
	for filter, want := range map[string]string{
		"title = 'ÉCOLE'":                       "title = 'école'",
		"title MATCHES_REGEX 'A'":               "title MATCHES_REGEX 'A'",
		"@ip IN ('2001:DB8:0::1', 'PRINTER')":   "@ip IN ('2001:db8::1', 'printer')",
		"@ip CONTAINS '2001:DB8:0::'":           "@ip CONTAINS '2001:db8:0::'",
		"@ip IN_CIDR '10.1.2.3/8'":              "@ip IN_CIDR '10.0.0.0/8'",
		"@ip IN_CIDR '::ffff:10.1.2.3/104'":     "@ip IN_CIDR '10.0.0.0/8'",
		"seen_at < '2026-05-01T14:00:00+02:00'": "seen_at < '2026-05-01T12:00:00Z'",
		"seen_at < '2026-05-01'":                "seen_at < '2026-05-01T00:00:00Z'",
		"score >= 'Medium'":                     "score >= 3",
		"score > 'medium'":                      "score >= 6",
		"score <= 'medium'":                     "score < 6",
		"score = 'medium'":                      "score >= 3 AND score < 6",
		"score != 'medium'":                     "NOT (score >= 3 AND score < 6)",
		"score = 'high'":                        "score >= 6",
		"score > 'high'":                        "FALSE",
		"score <= 'high'":                       "score IS NOT NULL",
		"score !IN ('low', 7)":                  "NOT (score >= 0 AND score < 3 OR score IN (7))",
		"level >= 'HIGH'":                       "level >= 'high'",
	} {
		e, err := ParseFilter(filter)
		if err != nil {
			t.Fatal(err)
		}
		if err := Check(e, alerts); err != nil {
			t.Errorf("%s: %v", filter, err)
		}
		if got := Plain(e, alerts).String(); got != want {
			t.Errorf("%s is plainly %s, want %s", filter, got, want)
		}
	}
}

func TestEqualFiltersLookEqual(t *testing.T) {
	for filter, want := range map[string]string{
		"(a=1 AND (b=2 AND a=1)) AND TRUE":       "a = 1 AND b = 2",
		"NOT NOT a=1":                            "a = 1",
		"NOT a!=1 OR NOT b IN (2, 2)":            "a = 1 OR b != 2",
		"NOT a < 1":                              "NOT a < 1",
		"NOT NOT NOT a < 1":                      "NOT a < 1",
		"a=1 AND (b=2 OR FALSE)":                 "a = 1 AND b = 2",
		"a=1 OR NOT FALSE":                       "TRUE",
		"a=1 AND a!=1":                           "FALSE",
		"a < 1 OR b=2 OR NOT a < 1":              "TRUE",
		"a=1 AND NOT (b=2 AND c=3) AND a=1":      "a = 1 AND NOT (b = 2 AND c = 3)",
		"NOT a IS NULL":                          "a IS NOT NULL",
		"(a=1 OR (b=2 OR a=1)) AND (b=2 OR b=2)": "(a = 1 OR b = 2) AND b = 2",
	} {
		if got := Simplify(mustParse(t, filter)).String(); got != want {
			t.Errorf("%s became %s, want %s", filter, got, want)
		}
	}
	degenerate := And{[]Expr{Or{}, And{[]Expr{word("a", Null)}}}}
	if got := Simplify(degenerate); got != Expr(Constant(false)) {
		t.Errorf("an empty OR became %v", got)
	}
	if got := degenerate.String(); got != "FALSE AND a IS NULL" {
		t.Errorf("chains of fewer than two print as %s", got)
	}
}

func TestNothingIsSuggestedThatTheSchemaLacks(t *testing.T) {
	names := NewSchema(TextField("name", "A name.", func(s *string) string { return *s }))
	_, err := ParseFilter("globex")
	for _, c := range []struct {
		got  error
		want string
	}{{Fitting(err, alerts), "title CONTAINS 'globex'"}, {Fitting(err, names), ""}} {
		if d := fault.DetailsOf(c.got); len(d) != 1 || d[0].Suggestion != c.want || d[0].Message == "" {
			t.Errorf("%+v, want %q", d, c.want)
		}
	}
}
