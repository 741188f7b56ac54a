package replay_test

import (
	"context"
	"testing"

	"caseweave/internal/app/replay"
	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/rule"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/engine"
)

// staff are those who work at the tenant just now, by id.
type staff map[string]string

func (s staff) Assignee(_ context.Context, _ access.Organisation, _ uint64, id string) (casefile.Person, error) {
	if name, ok := s[id]; ok {
		return casefile.Person{ID: id, Name: name}, nil
	}
	return casefile.Person{}, nil
}

// TestWhomTemplatesGaveCasesReplays, whoever has come or left since.
func TestWhomTemplatesGaveCasesReplays(t *testing.T) {
	store, there := memory.New(), staff{"u1": "ada"}
	alone := home
	alone.PartnerID = ""
	if err := store.Administer(t.Context(), admin.Deed{}.CreateTenant(alone)); err != nil {
		t.Fatal(err)
	}
	e := engine.New(engine.Config{Ledger: store, People: there})
	t.Cleanup(e.Close)
	if _, _, err := e.EditBook(t.Context(), alone, person, nil, func(rule.Book) (rule.Book, error) {
		return rule.Book{
			Rules:     []rule.Rule{{ID: "r", Title: "R", State: rule.Enabled, Filter: "TRUE", GroupBy: []string{"title"}, Template: "t"}},
			Templates: []rule.Template{{ID: "t", Title: "T", Assignee: "u1"}},
		}, nil
	}); err != nil {
		t.Fatal(err)
	}
	send := func(uid string) {
		d := detection.Detection{Source: "s", UID: uid, Title: uid, Severity: 700, CreatedAt: noon, FirstSeenAt: noon, LastSeenAt: noon, ReceivedAt: noon, Count: 1}
		if _, err := e.Receive(t.Context(), alone, func(yield func(engine.Record) bool) { yield(engine.Record{Detection: &d}) }); err != nil {
			t.Fatal(err)
		}
	}
	send("given")
	delete(there, "u1")
	send("refused")
	given := casefile.Person{ID: "u2", Name: "bob"}
	if _, err := e.Order(t.Context(), alone, command.Command{Kind: command.EditCase, Case: 2, By: person, Edit: &casefile.Edit{Assignee: &given}}); err != nil {
		t.Fatal(err)
	}
	send("nobody")
	for number, has := range map[uint64]string{1: "u1", 2: "u2", 3: ""} {
		if c, err := store.Case(t.Context(), alone.ID, casefile.AllSeeing, number); err != nil || c.Assignee != has {
			t.Errorf("case %d: %q, %v", number, c.Assignee, err)
		}
	}
	r, err := replay.Run(t.Context(), store, alone, nil)
	if err != nil || r.Cases != 3 {
		t.Fatal(r, err)
	}
	for _, d := range r.Differences {
		t.Error(d)
	}
}
