package engine_test

import (
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
	"caseweave/internal/engine"
)

// explained opens a case by host, appends to it, and leaves some detections out.
func explained(t *testing.T) house {
	h := newHouse(t, plain)
	rules := []rule.Rule{
		{ID: "off", Title: "Off", State: rule.Disabled, Order: 1, Filter: "severity >= 0.1", GroupBy: []string{"title"}},
		{ID: "other", Title: "Other", Order: 2, Filter: "title = 'nothing' AND severity >= 0.5", GroupBy: []string{"title"}},
		{ID: "users", Title: "Users", Order: 3, Filter: "severity >= 0.1", GroupBy: []string{"usernames()"}},
		{ID: "trial", Title: "Trial", Order: 4, State: rule.Test, Filter: "severity >= 0.1", GroupBy: []string{"hostnames()"}},
		{ID: "joins", Title: "Joins", Order: 5, State: rule.Append, Filter: "severity >= 0.1", GroupBy: []string{"type"}},
		{ID: "hosts", Title: "Hosts", Order: 6, Filter: "severity >= 0.6", AppendFilter: "severity >= 0.4", GroupBy: []string{"hostnames()"}},
		{ID: "late", Title: "Late", Order: 7, Filter: "severity >= 0.1", GroupBy: []string{"title"}},
	}
	if _, _, err := h.EditBook(t.Context(), home, author, nil, wholly(rule.Book{Rules: rules[:6]})); err != nil {
		t.Fatal(err)
	}
	h.receive(seen("before", 400, "0", 0))
	if _, _, err := h.EditBook(t.Context(), home, author, nil, wholly(rule.Book{Rules: rules})); err != nil {
		t.Fatal(err)
	}
	h.receive(seen("opens", 700, "1", 0), seen("joins", 500, "2", 0), seen("low", 300, "3", 0))
	return h
}

func (h house) explain(uid string) engine.Explanation {
	h.Helper()
	known, err := h.keeper.Known(h.Context(), home.ID, []detection.Identity{{Source: "ocsf", UID: uid}})
	if err != nil {
		h.Fatal(err)
	}
	for _, k := range known {
		x, err := h.Explain(h.Context(), home, casefile.AllSeeing, k.Current.ID)
		if err != nil {
			h.Fatal(err)
		}
		return x
	}
	h.Fatalf("there is no %s", uid)
	return engine.Explanation{}
}

func outcomes(x engine.Explanation) map[string]engine.Outcome {
	all := map[string]engine.Outcome{}
	for _, t := range x.Rules {
		all[t.Rule.ID] = t.Outcome
	}
	return all
}

func TestAMemberSaysWhyItIsHere(t *testing.T) {
	h := explained(t)
	x := h.explain("opens")
	want := map[string]engine.Outcome{
		"off": engine.OutcomeDisabled, "other": engine.OutcomeNoMatch, "users": engine.OutcomeNoRows, "trial": engine.OutcomeTest,
		"joins": engine.OutcomeNoCase, "hosts": engine.OutcomeDecided, "late": engine.OutcomeNotReached,
	}
	for id, got := range outcomes(x) {
		if got != want[id] {
			t.Errorf("%s: %s, want %s", id, got, want[id])
		}
	}
	if x.Decision.Kind != engine.DecidedOpened || x.Decision.Rule.ID != "hosts" || x.Decision.Case != 1 || x.SetVersion != 3 {
		t.Errorf("%+v under %d", x.Decision, x.SetVersion)
	}
	if len(x.Rules[0].Filter.Clauses) != 2 || x.Rules[0].Filter.Clauses[0].Holds || !x.Rules[0].Filter.Clauses[1].Holds {
		t.Errorf("clauses of the first rule: %+v", x.Rules[0].Filter)
	}
}

func TestAnAppendedMemberNamesTheOneItMatched(t *testing.T) {
	x := explained(t).explain("joins")
	if x.Decision.Kind != engine.DecidedAppended || x.Decision.Rule.ID != "joins" {
		t.Fatalf("%+v", x.Decision)
	}
	matched := 0
	for _, trial := range x.Rules {
		for _, row := range trial.Rows {
			for _, m := range row.Matched {
				if matched++; m.Detection.Title != "opens" || m.Case != 1 {
					t.Errorf("%+v", m)
				}
			}
		}
	}
	if m := x.Memberships; matched != 1 || len(m) != 1 || m[0].By != engine.ByRule || m[0].Rule.Title != "Joins" || m[0].Rule.Version != 1 || len(m[0].Matched) != 1 || m[0].Matched[0].Detection.Title != "opens" {
		t.Errorf("%d matches, %+v", matched, m)
	}
}

func TestADetectionInNoCaseSaysWhyNot(t *testing.T) {
	h := explained(t)
	if x := h.explain("low"); !x.BelowTrigger || x.Decision.Kind != engine.DecidedNone || outcomes(x)["hosts"] != engine.OutcomeNotReached {
		t.Errorf("%+v", x.Decision)
	}
	x := h.explain("before")
	if x.SetVersion != 2 || outcomes(x)["hosts"] != engine.OutcomeNoCase || len(outcomes(x)) != 6 {
		t.Errorf("under %d: %v", x.SetVersion, outcomes(x))
	}
	if _, err := h.Explain(t.Context(), home, casefile.AllSeeing, "d00000000ffff"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a detection that is not there: %v", err)
	}
}

// Who was pulled in by an opener, or came later, is nothing that the opener matched.
func TestOnlyWhoWasThereBeforeWasMatched(t *testing.T) {
	h := newHouse(t, plain)
	if _, _, err := h.EditBook(t.Context(), home, author, nil, wholly(appending)); err != nil {
		t.Fatal(err)
	}
	pulled := seen("pulled", 700, "1", 0)
	pulled.ReceivedAt = noon.Add(-time.Hour)
	opener := of(seen("opener", 700, "2", 0), "go", time.Minute)
	byHand := elsewhere(seen("by hand", 300, "3", 0))
	byHand.ReceivedAt = noon.Add(-time.Hour)
	h.receive(pulled, opener, byHand)
	add := command.Command{Kind: command.AddDetections, Case: 1, By: author, Detections: []string{detection.ID(5)}}
	if _, err := h.Order(t.Context(), home, add); err != nil {
		t.Fatal(err)
	}
	if x := h.explain("opener"); len(x.Rules[0].Rows) != 1 || len(x.Rules[0].Rows[0].Matched) > 0 || len(x.Memberships[0].Matched) > 0 {
		t.Errorf("the opener matched %+v, %+v", x.Rules[0].Rows, x.Memberships)
	}
	if x := h.explain("pulled"); len(x.Memberships[0].Matched) != 1 || x.Memberships[0].Matched[0].Detection.Title != "go" {
		t.Errorf("%+v", x.Memberships)
	}
	if x := h.explain("by hand"); x.Decision.Kind != engine.DecidedByHand || !x.Decision.At.Equal(noon) || !x.Memberships[0].Since.Equal(noon) {
		t.Errorf("%+v %+v", x.Decision, x.Memberships)
	}
}

func TestAMatchThatIsGoneIsNotMadeUp(t *testing.T) {
	h := explained(t)
	remove := command.Command{Kind: command.RemoveDetections, Case: 1, By: author, Detections: []string{h.explain("opens").Detection.ID}}
	if _, err := h.Order(t.Context(), home, remove); err != nil {
		t.Fatal(err)
	}
	for _, trial := range h.explain("joins").Rules {
		if trial.Outcome == engine.OutcomeDecided && !strings.Contains(trial.Sentence, "has left the case since") {
			t.Error(trial.Sentence)
		}
	}
}
