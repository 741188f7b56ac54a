package match

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"caseweave/internal/core/fold"
	"caseweave/internal/core/rule"
)

// needsOf gives for each filter what it needs, in the company of the others.
func needsOf(t testing.TB, texts ...string) (needs []string) {
	var rules []rule.Rule
	for i, text := range texts {
		rules = append(rules, rule.Rule{Title: fmt.Sprint(i), Filter: text, GroupBy: []string{"title"}})
	}
	b := builder{numbers: map[string]reference{}}
	for _, n := range b.needs(b.filters(compile(t, rules...).Rules())) {
		needs = append(needs, n.String())
	}
	return needs
}

var kindNames = [kinds]string{"present", "equals", "holds", "within", "counts", "at least", "more than", "at most", "less than"}

func (n need) String() string {
	if !n.known {
		return "unknown"
	}
	var terms []string
	for _, t := range n.terms {
		what := kindNames[t.kind] + " " + strings.NewReplacer(startMark, "<", endMark, ">").Replace(t.text)
		switch {
		case t.kind == present:
			what = "present"
		case t.text == "":
			what += fmt.Sprint(t.number)
		}
		terms = append(terms, t.field+" "+what)
	}
	return strings.Join(terms, " | ")
}

func TestWhatAFilterNeeds(t *testing.T) {
	for filter, want := range map[string]string{
		"title = 'STRASSE'":                 "title equals strasse",
		"title IN ('A', 'b')":               "title equals a | title equals b",
		"@ip = '2001:DB8:0::1'":             "@ip equals 2001:db8::1",
		"title CONTAINS '\u212a'":           "title holds k",
		"title STARTS_WITH 'a'":             "title holds <a",
		"title ENDS_WITH 'a'":               "title holds a>",
		"@ip IN_CIDR '10.1.2.3/8'":          "@ip within 10.0.0.0/8",
		"severity >= 0.4":                   "severity at least 0.4",
		"severity > 'medium'":               "severity at least 0.6",
		"severity = 0.4":                    "severity counts 0.4",
		"threat_score < 3":                  "threat_score less than 3",
		"raw.port IN (443, 'https')":        "raw.port counts 443 | raw.port equals https",
		"@ip IS NOT NULL":                   "@ip present",
		"NOT (@ip IS NULL)":                 "@ip present",
		"title MATCHES_REGEX '^(ab+c|xyz)'": "title holds a | title holds xyz",

		// of an AND the part that a detection is least likely to have
		"severity >= 0.4 AND title = 'a'":                    "title equals a",
		"severity >= 0.4 AND title CONTAINS 'abc'":           "title holds abc",
		"title CONTAINS 'abc' AND type = 'a'":                "type equals a",
		"title CONTAINS 'ab' AND title CONTAINS 'abc'":       "title holds abc",
		"status = 'open' AND title CONTAINS 'abc'":           "title holds abc",
		"raw.id = 'a' AND title CONTAINS 'abcde'":            "title holds abcde",
		"title !CONTAINS 'a' AND severity < 0.2":             "severity less than 0.2",
		"NOT (title !CONTAINS 'a' OR severity < 0.2)":        "title holds a",
		"title = 'a' AND (type = 'a' OR title CONTAINS 'b')": "title equals a",

		"title = 'a' OR @host = 'b' AND severity >= 0.4": "title equals a | @host equals b",
		"title = 'a' OR title != 'b'":                    "unknown",
		"title != 'a'":                                   "unknown",
		"NOT title = 'a'":                                "unknown",
		"NOT severity < 0.4":                             "unknown",
		"title IS NULL":                                  "unknown",
		"title > 'a'":                                    "unknown",
		"created_at = '2026-11-22'":                      "unknown",
		"created_at IS NOT NULL":                         "unknown",
		"title MATCHES_REGEX 'a*'":                       "unknown",
		"TRUE":                                           "unknown",
		"FALSE":                                          "",
	} {
		if got := needsOf(t, filter)[0]; got != want {
			t.Errorf("%s needs %q, want %q", filter, got, want)
		}
	}
}

func TestWhatManyFiltersAskForIsAskedLast(t *testing.T) {
	var filters []string
	for i := range 100 {
		filters = append(filters, fmt.Sprintf("source = 'wazuh' AND title CONTAINS 'attack %d!'", i))
	}
	for i, got := range needsOf(t, filters...) {
		if want := fmt.Sprintf("title holds attack %d!", i); got != want {
			t.Fatalf("%s needs %q", filters[i], got)
		}
	}
}

func TestTheLiteralsOfRegularExpressions(t *testing.T) {
	for pattern, want := range map[string]string{
		"never 5":              "never 5",
		"NEVER":                "never",
		"^cmd(\\.exe)? /c":     "cmd",
		"a.*powershell.*b":     "powershell",
		"(?:ab|cd)e*":          "ab cd",
		"(ab)+":                "ab",
		"(ab){2,3}":            "ab",
		"(ab)*|x":              "",
		"[pP]ower":             "power",
		"(?-i:K)elvin":         "elvin",
		"\\d+":                 "",
		"stra\u1e9ee":          "straße",
		"(?s).*":               "",
		"\\bwhoami\\b":         "whoami",
		"(a|b|c)(long|longer)": "long",
	} {
		got, known := literalsOf(pattern)
		if strings.Join(got, " ") != want || known != (want != "") {
			t.Errorf("%s gives %q, %v", pattern, got, known)
		}
	}
}

// isIn says whether one of the literals is in the text, folded.
func isIn(text string, literals []string) bool {
	return slices.ContainsFunc(literals, func(l string) bool { return strings.Contains(fold.String(text), l) })
}

func TestWhatARegularExpressionMatchesHasALiteral(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pattern := pick(t, patterns) + pick(t, patterns)
		re := regexp.MustCompile("(?i)" + pattern)
		literals, known := literalsOf(pattern)
		for range 20 {
			if s := seenText(t); known && re.MatchString(s) && !isIn(s, literals) {
				t.Fatalf("%s matches %q without any of %q", pattern, s, literals)
			}
		}
	})
}

func FuzzLiterals(f *testing.F) {
	f.Add("(ab|K)+c?", "xAB\u212ac")
	f.Add("^.{3}(?-i:ſ)s$", "abcſS")
	f.Add("\ufffd", "\xff")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		re, err := regexp.Compile("(?i)" + pattern)
		if err != nil || len(pattern) > 200 {
			return
		}
		if literals, known := literalsOf(pattern); known && re.MatchString(text) && !isIn(text, literals) {
			t.Fatalf("%s matches %q without any of %q", pattern, text, literals)
		}
	})
}
