package engine_test

import (
	"testing"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/engine"
)

func of(d *detection.Detection, title string, at time.Duration) *detection.Detection {
	d.Title = title
	d.CreatedAt, d.FirstSeenAt, d.LastSeenAt = noon.Add(at), noon.Add(at), noon.Add(at)
	return d
}

func TestARepeatIsSeenInAClosedCaseToo(t *testing.T) {
	h := newHouse(t, plain)
	h.receive(of(seen("a", 700, "a", 0), "same", 0))
	order := func(c command.Command) engine.Done {
		c.By = author
		d, err := h.Order(t.Context(), home, c)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	id := detection.ID(2)
	order(command.Command{Kind: command.OpenCase, Title: "two", Detections: []string{id}})
	order(command.Command{Kind: command.SetStatus, Case: 1, Status: casefile.Resolved})
	if a := h.receive(of(seen("r", 700, "r", 0), "same", 50*time.Second)); a.Folded != 1 {
		t.Fatalf("%+v", a)
	}
	order(command.Command{Kind: command.SetStatus, Case: 1, Status: casefile.New})
	if c := h.theCase(); !c.LatestAt.Equal(noon.Add(50 * time.Second)) {
		t.Errorf("case 1: latest %v, though its member was last seen at 12:00:50", c.LatestAt)
	}
}

func TestRulesOnTestForgetWhatWasNeverStored(t *testing.T) {
	h := newHouse(t, func(s *memory.Store) engine.Ledger { return &failing{Ledger: s, before: map[int]bool{3: true}} })
	trial := []rule.Rule{{ID: "trial", Title: "Trial", State: rule.Test, Filter: "severity >= 0.1", GroupBy: []string{"hostnames()"}}}
	if _, _, err := h.EditBook(t.Context(), home, author, nil, wholly(rule.Book{Rules: trial})); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Receive(t.Context(), home, records([]*detection.Detection{seen("x", 700, "x", 0)})); err == nil {
		t.Fatal("no failure")
	}
	h.receive(seen("x", 700, "x", 0))
	page, err := h.keeper.RuleLogs(t.Context(), home.ID, rulelog.Filter{Detection: detection.ID(3)}, listing.Request{Sort: "entry", Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range page.Items {
		if e.Kind != rulelog.WouldCreate {
			t.Errorf("the first detection that there is: %s", e.Kind)
		}
	}
}
