package engine_test

import (
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/rule"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/engine"
)

// TestATenantDecidesByThePartnerThatItHasNow: handed over, it leaves the rules of the
// one before, and a new name is what its rules know.
func TestATenantDecidesByThePartnerThatItHasNow(t *testing.T) {
	h := newHouse(t, plain)
	acme := access.Partner{ID: "acme", Name: "Acme"}
	if err := h.keeper.Administer(t.Context(), admin.Deed{}.CreatePartner(acme)); err != nil {
		t.Fatal(err)
	}
	shared := rule.Rule{ID: "theirs", Title: "Theirs", State: rule.Enabled, Filter: "severity >= 0.1", GroupBy: []string{"usernames()"}}
	if _, _, err := h.EditPartnerBook(t.Context(), acme, author, nil, wholly(rule.Book{Rules: []rule.Rule{shared}})); err != nil {
		t.Fatal(err)
	}
	now, err := h.keeper.Tenant(t.Context(), home.ID)
	if err != nil {
		t.Fatal(err)
	}
	become := func(name, partner string) (rules int, version uint64) {
		t.Helper()
		after := now
		after.Name, after.PartnerID = name, partner
		c := admin.Deed{}.ChangeTenant(now, after)
		if err := h.keeper.Administer(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		now = c.Tenants[0]
		book, version, err := h.Book(t.Context(), now)
		if err != nil {
			t.Fatal(err)
		}
		return len(book.Rules), version
	}
	if rules, version := become(now.Name, "acme"); rules != 2 || version != 2 {
		t.Errorf("provided for, it has %d rules in version %d", rules, version)
	}
	if rules, version := become("Another", "acme"); rules != 2 || version != 3 {
		t.Errorf("renamed, it has %d rules in version %d", rules, version)
	}
	if rules, version := become("Another", ""); rules != 1 || version != 4 {
		t.Errorf("on its own, it has %d rules in version %d", rules, version)
	}
	if book, _, err := h.Book(t.Context(), home); err != nil || len(book.Rules) != 1 {
		t.Errorf("for who has not heard of it: %d rules, %v", len(book.Rules), err)
	}
}

// TestATenantBeginsWithTheFirstBook: once, whoever asks first, and beside its partner's rules.
func TestATenantBeginsWithTheFirstBook(t *testing.T) {
	keeper := memory.New()
	acme, globex := access.Partner{ID: "acme", Name: "Acme"}, access.Organisation{ID: "globex", Name: "Globex", PartnerID: "acme"}
	for _, c := range []admin.Change{admin.Deed{}.CreatePartner(acme), admin.Deed{}.CreateTenant(globex)} {
		if err := keeper.Administer(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	start := func() *engine.Engine {
		e := engine.New(engine.Config{Ledger: keeper, First: func(tenantID string) rule.Book {
			return rule.Book{Rules: []rule.Rule{{ID: "first", Title: "First of " + tenantID, State: rule.Enabled, Filter: "severity >= 0.1", GroupBy: []string{"usernames()"}}}}
		}})
		t.Cleanup(e.Close)
		return e
	}
	e := start()
	shared := rule.Rule{ID: "theirs", Title: "Theirs", State: rule.Enabled, Filter: "severity >= 0.1", GroupBy: []string{"usernames()"}}
	if _, _, err := e.EditPartnerBook(t.Context(), acme, author, nil, wholly(rule.Book{Rules: []rule.Rule{shared}})); err != nil {
		t.Fatal(err)
	}
	book, version, err := e.Book(t.Context(), globex)
	if err != nil || version != 1 || len(book.Rules) != 2 || book.Rules[0].Title != "First of globex" || book.Rules[0].CreatedBy != "caseweave" {
		t.Errorf("it begins with %+v in version %d: %v", book.Rules, version, err)
	}
	if _, _, err := e.EditBook(t.Context(), globex, author, nil, wholly(rule.Book{})); err != nil {
		t.Fatal(err)
	}
	e.Close()
	if book, version, err := start().Book(t.Context(), globex); err != nil || version != 2 || len(book.Rules) != 1 {
		t.Errorf("where its people want none, it has %+v in version %d: %v", book.Rules, version, err)
	}
}
