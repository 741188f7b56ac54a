package insight_test

import (
	"fmt"
	"testing"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/insight"
)

func TestACaseCountsOnceForEachStageThatItReaches(t *testing.T) {
	c := insight.NewChain()
	c.Add(casefile.Case{Number: 1, Score: 50, Tactics: []string{"TA0001", "Reconnaissance", "defense-evasion"}, TechniqueIDs: []string{"T1110", "t1110", "X9", "x9"}})
	c.Add(casefile.Case{Number: 2, Score: 90, Tactics: []string{"initial-access", "something new"}})
	c.Add(casefile.Case{Number: 3, Tactics: []string{"Something New", "Stealth", "Defense Evasion"}})
	var stages []string
	for _, s := range c.Stages {
		stages = append(stages, fmt.Sprint(s.Name, " ", s.Cases))
	}
	if got := fmt.Sprint(stages); got != "[Initial attempts 2 Persistent foothold 2 Exploration 0 Propagation 0 Exfiltration & impact 0]" || c.Counted != 3 {
		t.Error(got)
	}
	if got := fmt.Sprint(c.Tactics, c.Techniques); got != "map[TA0001:2 TA0005:2 TA0043:1 something new:2] map[T1110:1 X9:1]" {
		t.Error(got)
	}
}

func TestTheHighestScoresStandForAStage(t *testing.T) {
	c := insight.NewChain()
	for i, score := range []int{10, 70, 30, 70, 90, 20, 50} {
		c.Add(casefile.Case{Number: uint64(i + 1), Score: score, Tactics: []string{"impact"}})
	}
	var got []uint64
	for _, k := range c.Stages[4].Top {
		got = append(got, k.Number)
	}
	if fmt.Sprint(got) != "[5 4 2 7 3]" || c.Stages[4].Cases != 7 {
		t.Errorf("%v of %d", got, c.Stages[4].Cases)
	}
}
