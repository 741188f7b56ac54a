package casefile

import (
	"slices"
	"testing"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/detection"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func seen(id string, severity detection.Fraction, arrival uint64) *detection.Detection {
	return &detection.Detection{ID: id, Title: id, Severity: severity, Arrival: arrival, Version: 1, CreatedAt: noon, LastSeenAt: noon}
}

func TestSeverityFollowsTheScoreByItsBands(t *testing.T) {
	for score, want := range map[int]Severity{0: Info, 19: Info, 20: Low, 39: Low, 40: Medium, 59: Medium, 60: High, 79: High, 80: Critical, 100: Critical} {
		if got := SeverityOf(score); got != want {
			t.Errorf("%d is %s, want %s", score, got, want)
		}
	}
}

func TestNumbersForPeople(t *testing.T) {
	if got := FormatNumber(DefaultPrefix, 42); got != "SECC0000042" {
		t.Errorf("got %s", got)
	}
	for _, text := range []string{"SECC0000042", "secc42", "42", "0042", "INC-0000042", "ACME42"} {
		if n, err := ParseNumber(text); err != nil || n != 42 {
			t.Errorf("%s: %d %v", text, n, err)
		}
	}
	for _, text := range []string{"", "SECC", "0", "-1", "-SECC1", "SECC1x", "ABCDEFGHIJK1", "SECC 1", "1-1", "99999999999999999999"} {
		if _, err := ParseNumber(text); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
}

func TestTheMostSevereMemberLeadsAndNamesTheCase(t *testing.T) {
	c, facts := Open("t", 1, Plan{Status: New}, seen("first", 500, 1), Hand{}, noon)
	if c.Title != "first · 1 May 2026" || len(facts) != 2 || facts[0].New != c.Title {
		t.Fatalf("%q %+v", c.Title, facts)
	}
	c, facts = c.Append(seen("equal", 500, 2), Hand{}, noon)
	if c.Top.ID != "first" || len(facts) != 1 {
		t.Errorf("an equal took the lead: %+v", facts)
	}
	c, facts = c.Append(seen("worse", 900, 3), Hand{}, noon)
	if c.Top.ID != "worse" || c.Score != 90 || c.Severity != Critical || c.LastArrival != 3 || c.DetectionCount != 3 || c.Version != 3 {
		t.Errorf("%+v", c)
	}
	if len(facts) != 4 || facts[1].Kind != activity.ScoreChanged || facts[1].Old != "50" || facts[1].New != "90" {
		t.Errorf("%+v", facts)
	}
}

func TestATitleOfItsOwnStays(t *testing.T) {
	c, _ := Open("t", 1, Plan{Title: "Phishing"}, seen("first", 500, 1), Hand{}, noon)
	if c, _ = c.Append(seen("worse", 900, 2), Hand{}, noon); c.Title != "Phishing" {
		t.Errorf("got %q", c.Title)
	}
}

func TestTheLeaderStepsBackOnlyForAWorseOne(t *testing.T) {
	top, next := seen("top", 900, 1), seen("next", 590, 2)
	c, _ := Open("t", 1, Plan{}, top, Hand{}, noon)
	c, _ = c.Append(next, Hand{}, noon)
	if !c.Recounts(top, seen("top", 700, 1)) || c.Recounts(next, seen("next", 100, 2)) || c.Recounts(top, seen("top", 900, 1)) {
		t.Error("Recounts asks at the wrong time")
	}
	milder, mild := seen("top", 700, 1), seen("top", 500, 1)
	if still, _ := c.Refresh(top, milder, []*detection.Detection{milder, next}, noon); still.Top.ID != "top" || still.Score != 70 || still.DetectionCount != 2 {
		t.Errorf("%+v", still.Top)
	}
	now, _ := c.Refresh(top, mild, []*detection.Detection{mild, next}, noon)
	if now.Top.ID != "next" || now.Score != 59 || now.LastArrival != 2 || now.AnchorAt != c.AnchorAt || now.Version != c.Version+1 {
		t.Errorf("%+v", now)
	}
}

func TestACaseForgetsWhatNoMemberSpeaksOfAnyMore(t *testing.T) {
	names := func(id string, arrival uint64, techniques ...string) *detection.Detection {
		d := seen(id, 500, arrival)
		d.Tactics, d.TechniqueIDs = techniques, techniques
		return d
	}
	first, second := names("first", 1, "a", "b"), names("second", 2, "b", "c")
	c, _ := Open("t", 1, Plan{}, first, Hand{}, noon)
	c, _ = c.Append(second, Hand{}, noon)
	fewer := names("second", 2, "d")
	if !c.Recounts(second, fewer) || c.Recounts(second, names("second", 2, "c", "b", "d")) {
		t.Error("Recounts asks at the wrong time")
	}
	c, _ = c.Refresh(second, fewer, []*detection.Detection{first, fewer}, noon)
	if want := []string{"a", "b", "d"}; !slices.Equal(c.TechniqueIDs, want) || !slices.Equal(c.Tactics, want) {
		t.Errorf("%v %v", c.Tactics, c.TechniqueIDs)
	}
}

func TestHistoryNamesTheRuleThatDecidedAndNoneForAPerson(t *testing.T) {
	by := RuleRef{ID: "r", Title: "R", Version: 2, SetVersion: 7}
	_, facts := Open("t", 1, Plan{OpenedBy: by}, seen("x", 500, 1), ByRule(by), noon)
	for _, f := range facts {
		if f.Rule == nil || *f.Rule != (activity.Rule{ID: "r", Title: "R", SetVersion: 7}) {
			t.Errorf("%s names %+v", f.Kind, f.Rule)
		}
	}
	_, facts = Open("t", 1, Plan{}, seen("x", 500, 1), Hand{}, noon)
	for _, f := range facts {
		if f.Rule != nil {
			t.Errorf("by hand, %s names %+v", f.Kind, f.Rule)
		}
	}
}

func TestACaseWithoutMembersIsAsBadAsNothing(t *testing.T) {
	only := seen("only", 900, 1)
	c, _ := Open("t", 1, Plan{}, only, Hand{}, noon)
	c, facts := c.Release([]*detection.Detection{only}, nil, 0, activity.Automatic, noon)
	if c.Score != 0 || c.Severity != Info || c.DetectionCount != 0 || c.Title != "only · 1 May 2026" || !c.LatestAt.Equal(noon) || len(facts) != 3 {
		t.Errorf("%+v %+v", c, facts)
	}
}
