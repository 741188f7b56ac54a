package group_test

import (
	"fmt"
	"testing"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/group"
	"caseweave/internal/core/match"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/core/settings"
)

// TestARuleOnTestForgetsItsOldestCase holds the bound on what is imagined: ten
// thousand cases are remembered, and the one before them is not.
func TestARuleOnTestForgetsItsOldestCase(t *testing.T) {
	set, err := rule.Compile(1, rule.Tenant{}, rule.Book{Rules: []rule.Rule{{
		ID: "r", Title: "r", State: rule.Test, Filter: "severity >= 0", GroupBy: []string{"hostnames()"},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	rules, dreams := match.New(set), group.Dreams{}
	would := func(host int) rulelog.Kind {
		d := &detection.Detection{Severity: 700, Entities: []detection.Entity{detection.Entity(fmt.Sprint("host:", host))}}
		verdict := group.Decide(d, rules.Match(d), group.NewIndex(), dreams, settings.Default("UTC"))
		return dreams.Learn(d, verdict.Trail[0]).Kind
	}
	for host := 1; host <= 10_000; host++ {
		would(host)
	}
	if got := would(1); got != rulelog.WouldAppend {
		t.Errorf("the first of ten thousand: %s", got)
	}
	would(10_001)
	if first, second := would(1), would(3); first != rulelog.WouldCreate || second != rulelog.WouldAppend {
		t.Errorf("after one more, the first: %s, the third: %s", first, second)
	}
}
