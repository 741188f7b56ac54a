package group_test

import (
	"testing"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/group"
	"caseweave/internal/core/match"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/settings"
)

// TestAClosedLinkLeavesTheRestOfItsChain closes the middle one of three cases that
// continue each other: the last still goes on for the first.
func TestAClosedLinkLeavesTheRestOfItsChain(t *testing.T) {
	set, err := rule.Compile(1, rule.Tenant{}, rule.Book{Rules: []rule.Rule{{
		ID: "r", Title: "r", State: rule.Enabled, Filter: "severity >= 0", GroupBy: []string{"hostnames()"}, MaxDetections: 2,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	seen := func(arrival uint64) *detection.Detection {
		return &detection.Detection{ID: detection.ID(arrival), Arrival: arrival, Severity: 700, CreatedAt: at, LastSeenAt: at, Entities: []detection.Entity{"host:a"}}
	}
	index := group.NewIndex()
	open := func(number, chain uint64, members ...uint64) {
		c, _ := casefile.Open("t", number, casefile.Plan{Status: casefile.New, Chain: chain}, seen(members[0]), casefile.Hand{}, at)
		for _, m := range members[1:] {
			c, _ = c.Append(seen(m), casefile.Hand{}, at)
		}
		index.Put(c.Outline())
	}
	open(1, 0, 10, 11) // full, and its newest member came last
	open(2, 1, 4)
	open(3, 1, 5)
	index.Hold(1, "a")
	index.Remove(2)
	d := seen(12)
	verdict := group.Decide(d, match.New(set).Match(d), index, group.Dreams{}, settings.Default("UTC"))
	if verdict.Deed != group.Append || verdict.Case != 3 {
		t.Errorf("the detection goes to case %d (%d)", verdict.Case, verdict.Deed)
	}
}
