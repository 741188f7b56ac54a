package replay_test

import (
	"testing"

	"caseweave/internal/app/replay"
	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/engine"
)

// TestWhatWasHandedOverAndTiedReplays holds that a replay, which knows nothing of the
// tenant's provider, does to cases what was done to them.
func TestWhatWasHandedOverAndTiedReplays(t *testing.T) {
	store := memory.New()
	if err := store.Administer(t.Context(), admin.Deed{}.CreatePartner(access.Partner{ID: home.PartnerID, Name: "Helper"})); err != nil {
		t.Fatal(err)
	}
	if err := store.Administer(t.Context(), admin.Deed{}.CreateTenant(home)); err != nil {
		t.Fatal(err)
	}
	e := engine.New(engine.Config{Ledger: store})
	t.Cleanup(e.Close)
	title, managed := "Renamed", casefile.Provider
	for _, c := range []command.Command{
		{Kind: command.OpenCase, Title: "One"},
		{Kind: command.OpenCase, Title: "Two"},
		{Kind: command.TieCases, Case: 1, To: 2, Tie: casefile.Parent, Note: "One campaign."},
		{Kind: command.TieCases, Case: 1, To: 2, Tie: casefile.Apart},
		{Kind: command.UntieCases, Case: 2, To: 1, Tie: casefile.Apart},
		{Kind: command.EditCase, Case: 1, Edit: &casefile.Edit{Title: &title, ManagedBy: &managed}},
	} {
		c.By, c.Side = person, command.Side{Tenant: true, Customer: true, Served: true}
		if _, err := e.Order(t.Context(), home, c); err != nil {
			t.Fatal(err)
		}
	}
	r, err := replay.Run(t.Context(), store, home, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range r.Differences {
		t.Error(d)
	}
}
