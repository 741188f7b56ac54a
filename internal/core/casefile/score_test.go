package casefile

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"caseweave/internal/core/detection"
)

// weighed is a case of detections.
func weighed(all ...*detection.Detection) Case {
	c, _ := SplitOff(1, 2, "t", Plan{}, all, ada, noon)
	return c
}

func TestEachFactorIsToldAndEndsSomewhere(t *testing.T) {
	points := func(c Case, name FactorName) int {
		for _, f := range c.Factors() {
			if f.Name == name {
				if f.Says == "" || f.Most != 0 && max(f.Points, -f.Points) > f.Most {
					t.Errorf("%+v", f)
				}
				return f.Points
			}
		}
		return 0
	}
	many := func(n int, severity detection.Fraction, change func(int, *detection.Detection)) []*detection.Detection {
		var all []*detection.Detection
		for i := range n {
			d := seen(fmt.Sprint(i), severity, uint64(i+1))
			if change != nil {
				change(i, d)
			}
			all = append(all, d)
		}
		return all
	}
	sure := func(f detection.Fraction) func(int, *detection.Detection) {
		return func(_ int, d *detection.Detection) { d.Confidence = &f }
	}
	hosts := func(i int, d *detection.Detection) {
		d.Entities = []detection.Entity{detection.Entity(fmt.Sprint("host:h", i)), "ip:192.0.2.1"}
	}
	techniques := func(i int, d *detection.Detection) { d.TechniqueIDs = []string{fmt.Sprint("T", i)} }
	stages := func(i int, d *detection.Detection) {
		d.Tactics = []string{[]string{"TA0001", "Initial Access", "execution", "discovery", "Lateral Movement", "impact", "nonsense"}[i]}
	}
	for _, c := range []struct {
		name FactorName
		of   Case
		want int
	}{
		{BySeverity, weighed(many(1, 695, nil)...), 70},
		{ByConfidence, weighed(many(1, 700, sure(1000))...), 0},
		{ByConfidence, weighed(many(1, 700, sure(0))...), -14},
		{ByConfidence, weighed(many(1, 700, sure(500))...), -7},
		{BySevere, weighed(many(1, 600, nil)...), 0},
		{BySevere, weighed(many(2, 600, nil)...), 2},
		{BySevere, weighed(many(2, 599, nil)...), 0},
		{BySevere, weighed(many(9, 600, nil)...), 8},
		{ByAssets, weighed(many(1, 500, hosts)...), 0},
		{ByAssets, weighed(many(3, 500, hosts)...), 2},
		{ByAssets, weighed(many(30, 500, hosts)...), 6},
		{ByTechniques, weighed(many(3, 500, techniques)...), 2},
		{ByTechniques, weighed(many(30, 500, techniques)...), 5},
		{ByKillChain, weighed(many(2, 500, stages)...), 0},
		{ByKillChain, weighed(many(3, 500, stages)...), 4},
		{ByKillChain, weighed(many(7, 500, stages)...), 16},
		{ByCount, weighed(many(3, 500, nil)...), 0},
		{ByCount, weighed(many(4, 500, nil)...), 1},
		{ByCount, weighed(many(7, 500, nil)...), 1},
		{ByCount, weighed(many(64, 500, nil)...), 5},
		{ByCount, weighed(many(200, 500, nil)...), 5},
		{ByCap, weighed(many(9, 1000, nil)...), -10},
	} {
		if got := points(c.of, c.name); got != c.want {
			t.Errorf("%s of %d detections: %d points, want %d", c.name, c.of.DetectionCount, got, c.want)
		}
	}
	if c := weighed(); c.Score != 0 || len(c.Factors()) != 0 || c.Severity != Info {
		t.Errorf("without detections: %d, %v", c.Score, c.Factors())
	}
}

// Whatever the order in which detections come, are updated and leave, the score is
// that of those who are there, and its factors add up to it.
func TestTheScoreIsThatOfTheMembers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := uint64(0)
		draw := func(id string, arrival uint64) *detection.Detection {
			d := seen(id, rapid.SampledFrom([]detection.Fraction{0, 399, 599, 600, 900, 1000}).Draw(t, "severity"), arrival)
			d.Tactics = rapid.SliceOfN(rapid.SampledFrom([]string{"TA0001", "TA0002", "TA0006", "x"}), 0, 2).Draw(t, "tactics")
			d.TechniqueIDs = rapid.SliceOfN(rapid.SampledFrom([]string{"T1", "T2", "T3"}), 0, 2).Draw(t, "techniques")
			d.Entities = rapid.SliceOfNDistinct(rapid.SampledFrom([]detection.Entity{"host:a", "host:b", "user:u", "ip:192.0.2.1"}), 0, 3, rapid.ID).Draw(t, "entities")
			if rapid.Bool().Draw(t, "says how sure") {
				d.Confidence = new(rapid.SampledFrom([]detection.Fraction{0, 500, 1000}).Draw(t, "confidence"))
			}
			return d
		}
		fresh := func() *detection.Detection {
			n++
			return draw(fmt.Sprint(n), n)
		}
		members := []*detection.Detection{fresh()}
		c, _ := Open("t", 1, Plan{}, members[0], Hand{}, noon)
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			at := rapid.IntRange(0, len(members)-1).Draw(t, "member")
			switch rapid.IntRange(0, 2).Draw(t, "step") {
			case 0:
				members = append(members, fresh())
				c, _ = c.Append(members[len(members)-1], Hand{}, noon)
			case 1:
				was := members[at]
				members[at] = draw(was.ID, was.Arrival)
				c, _ = c.Refresh(was, members[at], members, noon)
			case 2:
				if len(members) > 1 {
					gone := members[at]
					members = slices.Delete(members, at, at+1)
					c, _ = c.Release([]*detection.Detection{gone}, members, 0, ada, noon)
				}
			}
		}
		want, sum := weighed(members...), 0
		for _, f := range c.Factors() {
			sum += f.Points
		}
		if c.Score != want.Score || sum != c.Score || c.Severity != SeverityOf(c.Score) {
			t.Fatalf("a score of %d from %+v; that of its members is %d from %+v", c.Score, c.Factors(), want.Score, want.Factors())
		}
	})
}
