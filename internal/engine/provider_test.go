package engine_test

import (
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/settings"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/engine"
)

var (
	served   = access.Organisation{ID: "served", Name: "Served", PartnerID: "acme", TimeZone: "UTC"}
	customer = command.Side{Tenant: true, Customer: true}
	provider = command.Side{Partner: true}
)

// TestACustomerChangesNothingThatItsProviderManages tries each command on a case of
// either, as the customer and as the provider (S13).
func TestACustomerChangesNothingThatItsProviderManages(t *testing.T) {
	keeper := memory.New()
	if err := keeper.CreatePartner(t.Context(), access.Partner{ID: "acme", Name: "Acme"}); err != nil {
		t.Fatal(err)
	}
	if err := keeper.CreateTenant(t.Context(), served); err != nil {
		t.Fatal(err)
	}
	e := engine.New(engine.Config{Ledger: keeper})
	t.Cleanup(e.Close)
	if _, _, err := e.EditBook(t.Context(), served, author, nil, wholly(rule.Book{Rules: byHost})); err != nil {
		t.Fatal(err)
	}
	if _, err := e.EditSettings(t.Context(), served, author, func(s settings.Settings) (settings.Settings, error) {
		s.ProviderSources = []string{"mdr"}
		return s, s.Check()
	}); err != nil {
		t.Fatal(err)
	}
	theirs := on("host:a", seen("a", 700, "a", 0))
	theirs.Source = "mdr"
	again := on("host:a", seen("a2", 700, "a2", 0))
	if _, err := e.Receive(t.Context(), served, records([]*detection.Detection{theirs, again, on("host:b", seen("b", 700, "b", 0)), on("host:b", seen("b2", 600, "b2", 0))})); err != nil {
		t.Fatal(err)
	}
	order := func(side command.Side, c command.Command) (engine.Done, error) {
		c.Side, c.By = side, author
		return e.Order(t.Context(), served, c)
	}
	title, self, managed := "Mine", casefile.Self, casefile.Provider
	members, err := keeper.Members(t.Context(), served.ID, 1)
	if err != nil || len(members) != 2 {
		t.Fatal(members, err)
	}
	mine, err := keeper.Members(t.Context(), served.ID, 2)
	if err != nil || len(mine) != 2 {
		t.Fatal(mine, err)
	}
	for _, c := range []command.Command{
		{Kind: command.EditCase, Case: 1, Edit: &casefile.Edit{Title: &title}},
		{Kind: command.EditCase, Case: 1, Edit: &casefile.Edit{ManagedBy: &self}},
		{Kind: command.SetStatus, Case: 1, Status: casefile.Resolved},
		{Kind: command.CommentCase, Case: 1, Text: "Hello"},
		{Kind: command.AddDetections, Case: 1, Detections: []string{mine[1].ID}},
		{Kind: command.RemoveDetections, Case: 1, Detections: []string{members[1].ID}},
		{Kind: command.MoveDetections, Case: 1, To: 2, Detections: []string{members[1].ID}},
		{Kind: command.MoveDetections, Case: 2, To: 1, Detections: []string{mine[1].ID}},
		{Kind: command.MergeCases, Case: 1, Cases: []uint64{2}},
		{Kind: command.MergeCases, Case: 2, Cases: []uint64{1}},
		{Kind: command.SplitCase, Case: 1, Detections: []string{members[1].ID}},
		{Kind: command.TieCases, Case: 1, To: 2, Tie: casefile.Related},
		{Kind: command.TieCases, Case: 2, To: 1, Tie: casefile.Related},
		{Kind: command.SettleDetections, Detections: []string{members[0].ID}, Settled: detection.Closed},
	} {
		if _, err := order(customer, c); err == nil || fault.KindOf(err) != fault.Denied {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if c, _ := keeper.Case(t.Context(), served.ID, 1); c.ManagedBy != casefile.Provider || c.Version != 2 {
		t.Fatalf("%+v", c)
	}
	if _, err := order(customer, command.Command{Kind: command.EditCase, Case: 2, Edit: &casefile.Edit{ManagedBy: &managed}}); err != nil {
		t.Fatal(err)
	}
	if _, err := order(customer, command.Command{Kind: command.EditCase, Case: 2, Edit: &casefile.Edit{ManagedBy: &self}}); fault.KindOf(err) != fault.Denied {
		t.Errorf("taken back from its provider: %v", err)
	}
	done, err := order(provider, command.Command{Kind: command.MergeCases, Case: 1, Cases: []uint64{2}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := order(customer, command.Command{Kind: command.Undo, Undoes: done.Order}); fault.KindOf(err) != fault.Denied {
		t.Errorf("the undoing of a merge: %v", err)
	}
	if done, err := order(provider, command.Command{Kind: command.EditCase, Case: 1, Edit: &casefile.Edit{ManagedBy: &self}}); err != nil || done.Case.ManagedBy != self {
		t.Errorf("given back: %v", err)
	}
	if _, err := order(customer, command.Command{Kind: command.EditCase, Case: 1, Edit: &casefile.Edit{Title: &title}}); err != nil {
		t.Errorf("its own again: %v", err)
	}
}

func TestWhoHasNoProviderHandsNothingOver(t *testing.T) {
	h := two(t)
	managed := casefile.Provider
	h.refuses(t, command.Command{Kind: command.EditCase, Case: 1, Edit: &casefile.Edit{ManagedBy: &managed}}, fault.Invalid)
	if kinds := h.told(t, 1); kinds[len(kinds)-1] == activity.ManagerChanged {
		t.Error("it was told")
	}
}
