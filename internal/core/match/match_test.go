package match

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

func compile(t interface{ Fatal(...any) }, rules ...rule.Rule) *rule.Set {
	set, err := rule.Compile(3, rule.Tenant{ID: "t", Name: "T"}, rule.Book{Rules: rules})
	if err != nil {
		t.Fatal(err, fault.DetailsOf(err))
	}
	return set
}

func seen(title string, severity detection.Fraction, entities ...detection.Entity) *detection.Detection {
	at := time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)
	return &detection.Detection{Title: title, Type: title, Severity: severity, Entities: entities, CreatedAt: at, LastSeenAt: at}
}

func TestHitsComeInOrderOfEvaluation(t *testing.T) {
	set := compile(t,
		rule.Rule{Title: "last", Order: 30, Filter: "severity >= 0.4", GroupBy: []string{"hostnames()"}},
		rule.Rule{Title: "off", Order: 1, State: rule.Disabled, Filter: "severity >= 0.4", GroupBy: []string{"title"}},
		rule.Rule{Title: "first", Order: 10, Filter: "title = 'no'", AppendFilter: "severity >= 0.4", GroupBy: []string{"title"}},
		rule.Rule{Title: "partner's", Order: 0, Owner: rule.PartnerOwned, Filter: "severity >= 0.4", GroupBy: []string{"title"}},
		rule.Rule{Title: "second", Order: 10, Filter: "severity >= 0.4", GroupBy: []string{"title.split('|')[7]"}},
		rule.Rule{Title: "no match", Order: 10, Filter: "severity >= 0.9", GroupBy: []string{"title"}},
	)
	var got []string
	for _, h := range New(set).Match(seen("Yes", 500, "host:w1")) {
		got = append(got, fmt.Sprintf("%s %v %v %q %d", h.Rule.Rule.Title, h.Filter, h.Append, h.Rows, len(h.Errors)))
	}
	want := []string{
		`first false true ["yes"] 0`, `second true false [] 1`, `last true false ["w1"] 0`, `partner's true false ["yes"] 0`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

func TestADeprioritizedDetectionIsSkippedButHasItsRows(t *testing.T) {
	d := seen("x", 700, "host:w1")
	d.Deprioritized = true
	hits := New(compile(t, rule.Rule{Title: "r", Filter: "severity >= 0.4", GroupBy: []string{"hostnames()"}})).Match(d)
	if len(hits) != 1 || !hits[0].Skipped || !slices.Equal(hits[0].Rows, []string{"w1"}) {
		t.Errorf("%+v", hits)
	}
}

// TestMatchIsTryingEachRule is the promise that any other way of finding rules must keep.
func TestMatchIsTryingEachRule(t *testing.T) {
	filters := []string{
		"severity >= 0.4", "severity < 0.4", "title CONTAINS 'a'", "title = 'ab' OR @host = 'w1'", "NOT (@host IS NULL)",
		"@ip IN_CIDR '10.0.0.0/8' AND severity >= 0.6", "title !STARTS_WITH 'b'", "type IN ('a', 'b')",
	}
	groupings := []string{"hostnames()", "entities", "title", "title.split('b')[1]", "[type, hostnames().join(',')].join('|')"}
	rapid.Check(t, func(t *rapid.T) {
		var rules []rule.Rule
		for i := range rapid.IntRange(0, 8).Draw(t, "rules") {
			rules = append(rules, rule.Rule{
				Title: fmt.Sprint("r", i), Order: rapid.IntRange(0, 3).Draw(t, "order"), State: rapid.SampledFrom(rule.States).Draw(t, "state"),
				Filter:       rapid.SampledFrom(filters).Draw(t, "filter"),
				AppendFilter: rapid.SampledFrom(append(filters, "")).Draw(t, "append filter"),
				GroupBy:      []string{rapid.SampledFrom(groupings).Draw(t, "group by")},
			})
		}
		set := compile(t, rules...)
		d := seen(rapid.StringMatching("[ab]{1,3}").Draw(t, "title"), detection.Fraction(rapid.IntRange(0, 1000).Draw(t, "severity")),
			rapid.SliceOfN(rapid.SampledFrom([]detection.Entity{"host:w1", "host:w2", "ip:10.0.0.1", "ip:::1"}), 0, 3).Draw(t, "entities")...)
		hits := New(set).Match(d)
		for _, c := range set.Rules() {
			f, a := c.Filter(d), c.Appends(d)
			if !f && !a {
				continue
			}
			rows, errs := c.Rows(d)
			if len(hits) == 0 || hits[0].Rule != c || hits[0].Filter != f || hits[0].Append != a ||
				!slices.Equal(hits[0].Rows, rows) || len(hits[0].Errors) != len(errs) {
				t.Fatalf("%s is missing or differs: %+v", c.Rule.Title, hits)
			}
			hits = hits[1:]
		}
		if len(hits) > 0 {
			t.Fatalf("too many: %+v", hits)
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	d := seen("Suspicious PowerShell download", 700, "host:web-1", "user:zoe", "ip:10.1.2.3", "ip:192.0.2.9", "process:powershell.exe")
	shapes := []string{
		"severity >= 0.4 AND type = 'analytic-%d'", "title CONTAINS 'product %d' AND severity >= 0.6",
		"@host = 'server-%d' OR @user = 'user-%d'", "@ip IN_CIDR '172.16.%d.0/24'", "severity >= 0.%d9 AND @ip IS NOT NULL AND title MATCHES_REGEX 'never %d'",
	}
	shipped, err := rule.Compile(1, rule.Tenant{}, rule.Shipped())
	if err != nil {
		b.Fatal(err)
	}
	var many []rule.Rule
	for i := range 1000 {
		many = append(many, rule.Rule{Title: fmt.Sprint(i), Filter: fill(shapes[i%len(shapes)], i%200), GroupBy: []string{"hostnames()"}})
	}
	for _, bench := range []struct {
		name string
		set  *rule.Set
	}{{"2 shipped", shipped}, {"1000", compile(b, many...)}} {
		b.Run(bench.name, func(b *testing.B) {
			r := New(bench.set)
			b.ReportAllocs()
			for b.Loop() {
				r.Match(d)
			}
		})
	}
}

// fill puts n into each place of a shape.
func fill(shape string, n int) string {
	var args []any
	for i := range len(shape) - 1 {
		if shape[i:i+2] == "%d" {
			args = append(args, n)
		}
	}
	return fmt.Sprintf(shape, args...)
}
