package engine_test

import (
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
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
	customer = command.Side{Tenant: true, Customer: true, Served: true}
	provider = command.Side{Partner: true, Served: true}
)

// newServed is a tenant with a provider, which manages the case of a and a2; that of b and b2 is the
// tenant's own. order has a command carried out for somebody.
func newServed(t *testing.T) (keeper *memory.Store, order func(command.Side, command.Command) (engine.Done, error)) {
	t.Helper()
	keeper = memory.New()
	if err := keeper.Administer(t.Context(), admin.Deed{}.CreatePartner(access.Partner{ID: "acme", Name: "Acme"})); err != nil {
		t.Fatal(err)
	}
	if err := keeper.Administer(t.Context(), admin.Deed{}.CreateTenant(served)); err != nil {
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
	return keeper, func(side command.Side, c command.Command) (engine.Done, error) {
		c.Side, c.By = side, author
		return e.Order(t.Context(), served, c)
	}
}

// TestACustomerChangesNothingThatItsProviderManages tries each command on a case of
// either, as the customer and as the provider (S13).
func TestACustomerChangesNothingThatItsProviderManages(t *testing.T) {
	keeper, order := newServed(t)
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
	if c, _ := keeper.Case(t.Context(), served.ID, casefile.AllSeeing, 1); c.ManagedBy != casefile.Provider || c.Version != 2 {
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

func TestACustomerSettlesNothingOfItsProvidersOverACaseOfItsOwn(t *testing.T) {
	keeper, order := newServed(t)
	theirs, err := keeper.Members(t.Context(), served.ID, 1)
	if err != nil {
		t.Fatal(err)
	}
	own, err := order(customer, command.Command{Kind: command.OpenCase, Title: "Mine", Detections: []string{theirs[0].ID}})
	if err != nil {
		t.Fatal(err)
	}
	closed := casefile.Resolved
	ignoring := command.Command{Kind: command.EditCase, Case: own.Case.Number, Edit: &casefile.Edit{Status: &closed, Members: detection.Ignored}}
	if _, err := order(customer, ignoring); fault.KindOf(err) != fault.Denied {
		t.Errorf("ignored with a case: %v", err)
	}
	if _, err := order(provider, command.Command{Kind: command.SettleDetections, Detections: []string{theirs[1].ID}, Settled: detection.Ignored}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []command.Command{
		{Kind: command.AddDetections, Case: 2, Detections: []string{theirs[1].ID}},
		{Kind: command.OpenCase, Detections: []string{theirs[1].ID}},
	} {
		if _, err := order(customer, c); fault.KindOf(err) != fault.Denied {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestACustomerDoesNotUndoTheMergeOfItsProvidersCase(t *testing.T) {
	keeper, order := newServed(t)
	done, err := order(provider, command.Command{Kind: command.MergeCases, Case: 2, Cases: []uint64{1}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := order(customer, command.Command{Kind: command.Undo, Undoes: done.Order}); fault.KindOf(err) != fault.Denied {
		t.Error(err)
	}
	members, err := keeper.Members(t.Context(), served.ID, 2)
	if err != nil {
		t.Fatal(err)
	}
	// What was the provider's is the customer's own by now.
	if _, err := order(customer, command.Command{Kind: command.SettleDetections, Detections: []string{members[0].ID}, Settled: detection.Closed}); err != nil {
		t.Error(err)
	}
}

func TestWhatContinuesAProvidersCaseIsItsProviders(t *testing.T) {
	keeper := memory.New()
	if err := keeper.Administer(t.Context(), admin.Deed{}.CreateTenant(home)); err != nil {
		t.Fatal(err)
	}
	e := engine.New(engine.Config{Ledger: keeper})
	t.Cleanup(e.Close)
	small := byHost[0]
	small.MaxDetections = 1
	if _, _, err := e.EditBook(t.Context(), home, author, nil, wholly(rule.Book{Rules: []rule.Rule{small}})); err != nil {
		t.Fatal(err)
	}
	send := func(uid string) {
		if _, err := e.Receive(t.Context(), home, records([]*detection.Detection{on("host:a", seen(uid, 700, uid, 0))})); err != nil {
			t.Fatal(err)
		}
	}
	send("a")
	managed := casefile.Provider
	if _, err := e.Order(t.Context(), home, command.Command{Kind: command.EditCase, Case: 1, By: author, Side: provider, Edit: &casefile.Edit{ManagedBy: &managed}}); err != nil {
		t.Fatal(err)
	}
	send("b")
	if c, err := keeper.Case(t.Context(), home.ID, casefile.AllSeeing, 2); err != nil || c.Continues != 1 || c.ManagedBy != casefile.Provider {
		t.Errorf("%+v, %v", c, err)
	}
}
