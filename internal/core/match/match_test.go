package match

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/query"
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

func TestARuleFindsATacticByAnyOfItsNames(t *testing.T) {
	d := seen("x", 500)
	d.Tactics = []string{"Defense Evasion"}
	var rules []rule.Rule
	for _, filter := range []string{"tactics = 'TA0005'", "tactics IN ('x', 'stealth')", "tactics STARTS_WITH 'defense'", "tactics !IN ('TA0005')"} {
		rules = append(rules, rule.Rule{Title: filter, Filter: filter, GroupBy: []string{"title"}})
	}
	var got []string
	for _, h := range New(compile(t, rules...)).Match(d) {
		got = append(got, h.Rule.Rule.Title)
	}
	if want := []string{rules[0].Title, rules[1].Title, rules[2].Title}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestMatchIsTryingEachRule is the promise that any way of finding rules must keep.
func TestMatchIsTryingEachRule(t *testing.T) {
	groupings := []string{"hostnames()", "entities", "title", "title.split('b')[1]", "[type, hostnames().join(',')].join('|')", "rule.title + title"}
	rapid.Check(t, func(t *rapid.T) {
		var rules []rule.Rule
		tests := drawTests(t)
		for i := range rapid.IntRange(1, 30).Draw(t, "rules") {
			r := rule.Rule{
				Title: fmt.Sprint("r", i), Order: rapid.IntRange(0, 3).Draw(t, "order"), State: rapid.SampledFrom(rule.States).Draw(t, "state"),
				Filter:  drawFilter(t, tests, rapid.IntRange(0, 3).Draw(t, "depth")).String(),
				GroupBy: rapid.SliceOfN(rapid.SampledFrom(groupings), 1, 2).Draw(t, "group by"),
			}
			if rapid.Bool().Draw(t, "appends") {
				r.AppendFilter = drawFilter(t, tests, 1).String()
			}
			rules = append(rules, r)
		}
		set := compile(t, rules...)
		matching := New(set)
		for range 50 {
			isTryingEachRule(t, matching, drawDetection(t))
		}
	})
}

// TestEveryTestFindsItsRule tries each operator with each literal, field by field.
func TestEveryTestFindsItsRule(t *testing.T) {
	for _, f := range detection.Fields.Fields() {
		set := compile(t, rulesOf(everyTest(f))...)
		matching := New(set)
		rapid.Check(t, func(t *rapid.T) {
			isTryingEachRule(t, matching, drawDetection(t))
		})
	}
}

// rulesOf makes a rule of each filter that has a meaning.
func rulesOf(filters []query.Test) (rules []rule.Rule) {
	for _, filter := range filters {
		if query.Check(filter, detection.Fields) == nil {
			rules = append(rules, rule.Rule{Title: fmt.Sprint("r", len(rules)), Filter: filter.String(), GroupBy: []string{"title"}})
		}
	}
	return rules
}

func isTryingEachRule(t *rapid.T, rules *Rules, d *detection.Detection) {
	hits := rules.Match(d)
	for _, c := range rules.Set().Rules() {
		f, a := c.Filter(d), c.Appends(d)
		if !f && !a {
			continue
		}
		rows, errs := c.Rows(d)
		want := Hit{Rule: c, Filter: f, Append: a, Skipped: d.Deprioritized, Rows: rows, Errors: errs}
		if len(hits) == 0 || !equalHits(hits[0], want) {
			t.Fatalf("%s, which says %s or %s, is missing or differs in %+v\nof %+v", c.Rule.Title, c.Rule.Filter, c.Rule.AppendFilter, hits, d)
		}
		hits = hits[1:]
	}
	if len(hits) > 0 {
		t.Fatalf("%s, which says %s or %s, is too much of %+v", hits[0].Rule.Rule.Title, hits[0].Rule.Rule.Filter, hits[0].Rule.Rule.AppendFilter, d)
	}
}

func equalHits(a, b Hit) bool {
	return a.Rule == b.Rule && a.Filter == b.Filter && a.Append == b.Append && a.Skipped == b.Skipped &&
		slices.Equal(a.Rows, b.Rows) && fmt.Sprint(a.Errors) == fmt.Sprint(b.Errors)
}
