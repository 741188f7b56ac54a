package match

import (
	"fmt"
	"sync"
	"testing"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/rule"
)

func titles(hits []Hit) (titles []string) {
	for _, h := range hits {
		titles = append(titles, h.Rule.Rule.Title)
	}
	return titles
}

// someRules ask for the letters a to d, and share the question for severity.
func someRules() (rules []rule.Rule) {
	for _, letter := range "abcd" {
		rules = append(rules, rule.Rule{
			Title: string(letter), Filter: fmt.Sprintf("title CONTAINS '%c' AND severity >= 0.6", letter),
			AppendFilter: "severity >= 0.6 AND type = 'no'", GroupBy: []string{"title"},
		})
	}
	return rules
}

func TestNothingIsLeftOfThePassBefore(t *testing.T) {
	p := newPass(New(compile(t, someRules()...)))
	severe := func(title string, severity detection.Fraction) {
		p.begin(seen(title, severity))
		got := titles(p.rules.match(p))
		p.end()
		if (len(got) == 1) != (severity >= 600) || len(got) == 1 && got[0] != title {
			t.Errorf("pass %d: %s of severity %s hits %q", p.number, title, severity, got)
		}
	}
	severe("a", 700)
	severe("b", 500)
	severe("c", 700)
	for _, severity := range []detection.Fraction{700, 500, 700, 700} {
		p.number = lastNumber // they begin anew
		severe("a", severity)
	}
}

func TestASharedClauseIsAskedOnce(t *testing.T) {
	r := New(compile(t, someRules()...))
	asked := 0
	for i := range r.clauses.all {
		if c := &r.clauses.all[i]; c.place != none {
			holds := c.holds
			c.holds = func(d *detection.Detection) bool { asked++; return holds(d) }
		}
	}
	if hits := r.Match(seen("abcd", 700)); len(hits) != 4 || asked != 1 {
		t.Errorf("%d hits, severity is asked %d times", len(hits), asked)
	}
}

func TestManyMayMatchAtOnce(t *testing.T) {
	r := New(compile(t, someRules()...))
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			title := string(rune('a' + i%4))
			for range 1000 {
				if got := titles(r.Match(seen(title, 700))); len(got) != 1 || got[0] != title {
					t.Errorf("%s hits %q", title, got)
				}
			}
		})
	}
	all.Wait()
}

func TestADetectionIsTriedOnFewRules(t *testing.T) {
	r := New(compile(t, mixed(10_000)...))
	p := newPass(r)
	p.begin(usual())
	r.match(p)
	if len(p.candidates) > 50 {
		t.Errorf("%d filters of %d are tried", len(p.candidates), len(r.filters))
	}
}
