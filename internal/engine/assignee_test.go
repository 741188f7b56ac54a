package engine_test

import (
	"context"
	"fmt"
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rule"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/engine"
)

// roster is who works at served: ada.
type roster struct{}

func (roster) Assignee(_ context.Context, tenant access.Organisation, _ uint64, id string) (casefile.Person, error) {
	if tenant.ID == served.ID && id == "u1" {
		return casefile.Person{ID: "u1", Name: "ada"}, nil
	}
	return casefile.Person{}, nil
}

// TestATemplateGivesACaseOnlyToWhoMayHaveIt: whom else it names, does not get it, and
// the history of the case says so (T8). It is a partner's template, which is not held
// against a tenant's people when it is written.
func TestATemplateGivesACaseOnlyToWhoMayHaveIt(t *testing.T) {
	for _, c := range []struct {
		named, has, called string
		told               activity.Fact
	}{
		{"u1", "u1", "ada", activity.Fact{Kind: activity.AssigneeChanged, New: "ada"}},
		{casefile.WholeTenant, casefile.WholeTenant, "Served", activity.Fact{Kind: activity.AssigneeChanged, New: "Served"}},
		{"u2", "", "", activity.Fact{Kind: activity.AssigneeRefused, New: "Shared"}},
	} {
		keeper, acme := memory.New(), access.Partner{ID: "acme", Name: "Acme"}
		for _, a := range []admin.Change{admin.Deed{}.CreatePartner(acme), admin.Deed{}.CreateTenant(served)} {
			if err := keeper.Administer(t.Context(), a); err != nil {
				t.Fatal(err)
			}
		}
		e := engine.New(engine.Config{Ledger: keeper, People: roster{}})
		t.Cleanup(e.Close)
		by := byHost[0]
		by.Template = "shared"
		book := rule.Book{Rules: []rule.Rule{by}, Templates: []rule.Template{{ID: "shared", Title: "Shared", Assignee: c.named, SharedWithChildren: true}}}
		if _, _, err := e.EditPartnerBook(t.Context(), acme, author, nil, wholly(book)); err != nil {
			t.Fatal(err)
		}
		if _, err := e.Receive(t.Context(), served, records([]*detection.Detection{on("host:a", seen("a", 700, "a", 0)), on("host:a", seen("b", 700, "b", 0))})); err != nil {
			t.Fatal(err)
		}
		k, err := keeper.Case(t.Context(), served.ID, casefile.AllSeeing, 1)
		if err != nil || k.Assignee != c.has || k.AssigneeName != c.called || k.DetectionCount != 2 {
			t.Errorf("named %s: %+v, %v", c.named, k, err)
		}
		history, err := keeper.Activities(t.Context(), served.ID, casefile.AllSeeing, 1, listing.Request{Sort: "entry", Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		var told []string
		for _, a := range history.Items {
			if a.Kind == activity.AssigneeChanged || a.Kind == activity.AssigneeRefused {
				told = append(told, fmt.Sprint(a.Kind, a.Old, a.New, a.Rule.Title, a.Actor.Name == activity.Automatic.Name))
			}
		}
		if want := fmt.Sprint(c.told.Kind, "", c.told.New, by.Title, true); len(told) != 1 || told[0] != want {
			t.Errorf("named %s: told %v, want %s once", c.named, told, want)
		}
	}
}
