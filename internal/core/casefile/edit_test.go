package casefile

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/fault"
)

var ada = activity.Actor{Kind: activity.User, ID: "u1", Name: "ada"}

// opened is a case of one detection, of severity 0.5, at version 1.
func opened(t *testing.T) Case {
	t.Helper()
	c, _ := Open("t", 1, Plan{Status: New, Priority: "P3", Type: Types[0]}, seen("first", 500, 1), Hand{}, noon)
	return c
}

func edited(t *testing.T, c Case, e Edit) (Case, []activity.Fact) {
	t.Helper()
	c, facts, err := c.Change(e, ada, noon.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	return c, facts
}

func TestAnEditIsToldFieldByField(t *testing.T) {
	c, facts := edited(t, opened(t), Edit{
		Title: new("Mine"), Description: new("What was seen"), Type: new("threat hunt"), Severity: new(Low), Priority: new(Priority("P1")),
		Assignee: &Person{"u2", "bob"}, Status: new(Resolved), Resolution: new(Benign), AddTags: []string{"vip", "web"}, Note: "pen test",
	})
	var told []string
	for _, f := range facts {
		if f.Case != 1 || f.Actor != ada {
			t.Errorf("%s is of case %d by %s", f.Kind, f.Case, f.Actor.Name)
		}
		told = append(told, fmt.Sprintf("%s %s>%s %s", f.Kind, f.Old, f.New, f.Note))
	}
	want := []string{
		"title_changed first · 1 May 2026>Mine ", "description_changed >What was seen ", "type_changed security incident>threat hunt ",
		"severity_changed medium>low ", "priority_changed P3>P1 ", "assignee_changed >bob ",
		"status_changed new>resolved pen test", "resolution_changed none>benign pen test", "tags_changed >vip, web ",
	}
	if strings.Join(told, "\n") != strings.Join(want, "\n") {
		t.Errorf("told\n%s", strings.Join(told, "\n"))
	}
	if c.Version != 2 || !c.UpdatedAt.Equal(noon.Add(time.Hour)) || c.TitleFollows || c.Assignee != "u2" || c.Resolution != Benign {
		t.Errorf("%+v", c)
	}
	again, facts := edited(t, c, Edit{Title: new("Mine"), Severity: new(Low), Assignee: &Person{"u2", "robert"}, AddTags: []string{"vip"}, Status: new(Resolved)})
	if len(facts) != 0 || again.Version != 2 {
		t.Errorf("what is so already changes %+v", facts)
	}
}

func TestWhatSomebodySetDoesNotFollow(t *testing.T) {
	c, _ := edited(t, opened(t), Edit{Title: new("Mine"), Severity: new(Low)})
	c, _ = c.Append(seen("worse", 900, 2), Hand{}, noon)
	if c.Title != "Mine" || c.Severity != Low || c.Score != 90 {
		t.Errorf("%q, %s, %d", c.Title, c.Severity, c.Score)
	}
	c, facts := edited(t, c, Edit{Title: new(""), Severity: new(Severity(""))})
	if c.Title != "worse · 1 May 2026" || c.Severity != Critical || c.SeverityPinned || !c.TitleFollows || len(facts) != 2 {
		t.Errorf("%q, %s, %+v", c.Title, c.Severity, facts)
	}
	c, _ = edited(t, c, Edit{Severity: new(Critical)})
	if c, _ = c.Release(nil, nil, 0, ada, noon); c.Severity != Critical {
		t.Errorf("a severity that was set to what it was is %s", c.Severity)
	}
}

func TestWhatOthersChangedSinceIsNotOverwritten(t *testing.T) {
	c := opened(t)
	mine, _ := edited(t, c, Edit{Seen: 1, Title: new("Mine"), AddTags: []string{"a"}})
	_, _, err := mine.Change(Edit{Seen: 1, Title: new("Yours"), Priority: new(Priority("P1"))}, ada, noon)
	if fault.KindOf(err) != fault.Conflict || !strings.Contains(fmt.Sprint(fault.DetailsOf(err)), "body.title") || strings.Contains(fmt.Sprint(fault.DetailsOf(err)), "priority") {
		t.Errorf("%v %v", err, fault.DetailsOf(err))
	}
	both, _ := edited(t, mine, Edit{Seen: 1, Description: new("Yours"), AddTags: []string{"b"}, RemoveTags: []string{"z"}})
	if both.Title != "Mine" || both.Description != "Yours" || strings.Join(both.Tags, "") != "ab" {
		t.Errorf("%+v", both)
	}
	if _, facts := edited(t, mine, Edit{Seen: 1, Title: new("Mine")}); len(facts) != 0 {
		t.Errorf("who wants the same clashes: %+v", facts)
	}
	if c, _ := edited(t, mine, Edit{Title: new("Yours")}); c.Title != "Yours" {
		t.Error("who saw nothing is held to something")
	}
}

func TestOnlyAClosedCaseHasTurnedOutToBeSomething(t *testing.T) {
	c := opened(t)
	if _, _, err := c.Change(Edit{Resolution: new(Benign)}, ada, noon); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an open case: %v", err)
	}
	c, _ = edited(t, c, Edit{Status: new(Cancelled), Resolution: new(FalsePositive)})
	if _, _, err := opened(t).Change(Edit{Members: "closed"}, ada, noon); fault.KindOf(err) != fault.Invalid {
		t.Errorf("detections of an open case: %v", err)
	}
	if _, facts := edited(t, c, Edit{Members: "ignored"}); len(facts) != 1 || facts[0].Kind != activity.DetectionsIgnored || facts[0].New != "1" {
		t.Errorf("settled: %+v", facts)
	}
	c, facts := edited(t, c, Edit{Resolution: new(TruePositive)})
	if c.Resolution != TruePositive || len(facts) != 1 {
		t.Errorf("%s %+v", c.Resolution, facts)
	}
	c, facts = edited(t, c, Edit{Status: new(InProgress)})
	if c.Resolution != Unresolved || len(facts) != 2 {
		t.Errorf("open again, it is %s: %+v", c.Resolution, facts)
	}
}

func TestACaseHasATitleAndNotTooManyTags(t *testing.T) {
	empty, _ := Begin("t", 1, Plan{Status: New, Title: "Hunt"}, ada, noon)
	if _, _, err := empty.Change(Edit{Title: new(" ")}, ada, noon); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a case without a title: %v", err)
	}
	var many []string
	for i := range MaxTags {
		many = append(many, fmt.Sprint(i))
	}
	full, _ := edited(t, empty, Edit{AddTags: many})
	if _, _, err := full.Change(Edit{AddTags: []string{"more"}}, ada, noon); fault.KindOf(err) != fault.Invalid {
		t.Errorf("too many tags: %v", err)
	}
	if c, _ := edited(t, full, Edit{AddTags: []string{"more"}, RemoveTags: []string{"7"}}); len(c.Tags) != MaxTags {
		t.Errorf("%d tags", len(c.Tags))
	}
}

func TestATitleThatIsToStayIsAnEdit(t *testing.T) {
	c := opened(t)
	same, facts := edited(t, c, Edit{Title: new(c.Title)})
	if same.TitleFollows || same.Version != c.Version+1 || len(facts) != 1 {
		t.Errorf("%+v, %v", same, facts)
	}
	if _, _, err := same.Change(Edit{Seen: c.Version, Title: new("")}, ada, noon); fault.KindOf(err) != fault.Conflict {
		t.Errorf("an edit of what others settled: %v", err)
	}
	if follows, facts := edited(t, same, Edit{Title: new("")}); !follows.TitleFollows || facts[0].Note == "" {
		t.Errorf("%v", facts)
	}
}
