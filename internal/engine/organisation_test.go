package engine_test

import (
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/rule"
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
