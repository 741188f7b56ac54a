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
	r := New(compile(t, someRules()...))
	p := newPass(r)
	p.number = lastNumber - 3
	for i := range 8 {
		title, severity := string(rune('a'+i%4)), detection.Fraction(700-200*(i/2%2))
		p.begin(seen(title, severity))
		got := titles(r.match(p))
		p.end()
		if want := titles(r.Match(seen(title, severity))); fmt.Sprint(got) != fmt.Sprint(want) || (len(got) == 1) != (severity >= 600) {
			t.Errorf("pass %d: %s of severity %s hits %q, want %q", p.number, title, severity, got, want)
		}
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
