package rule

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/fault"
)

func partnersBook() Book {
	return Book{
		Rules: []Rule{
			{ID: "watch", Title: "Watch", Version: 5, UpdatedBy: "pat", Filter: "TRUE", GroupBy: []string{"title"}, Template: "intrusion"},
			{ID: "bare", Title: "Bare", Filter: "TRUE", GroupBy: []string{"title"}},
		},
		Templates: []Template{{ID: "net", Title: "Intrusion", SharedWithChildren: true, Priority: "P1"}, {ID: "inner", Title: "Ours"}},
	}
}

func TestATenantGetsItsPartnersRulesWithTheirSharedTemplates(t *testing.T) {
	shared := Shared(partnersBook())
	if len(shared.Rules) != 2 || len(shared.Templates) != 1 {
		t.Fatalf("%+v", shared)
	}
	if r := shared.Rules[0]; r.ID != "partner:watch" || r.Owner != PartnerOwned || r.Template != "partner:net" || r.Version != 5 {
		t.Errorf("%+v", r)
	}
	own := Book{
		Rules:     []Rule{{ID: "watch", Title: "Watch", Filter: "TRUE", GroupBy: []string{"title"}, Template: "Intrusion", Order: 900}},
		Templates: []Template{{ID: "net", Title: "Intrusion", Priority: "P4"}},
	}
	set, err := Compile(3, Tenant{}, Together(own, shared))
	if err != nil {
		t.Fatal(err, fault.DetailsOf(err))
	}
	var got []string
	for _, c := range set.Rules() {
		got = append(got, c.Rule.ID+" "+string(c.Plan.Priority))
	}
	if all := strings.Join(got, ", "); all != "watch P4, partner:watch P1, partner:bare P3" {
		t.Error(all)
	}
	both := set.Book()
	if len(both.Of(TenantOwned).Rules) != 1 || len(both.Of(PartnerOwned).Rules) != 2 || len(both.Of(PartnerOwned).Templates) != 1 {
		t.Errorf("%+v", both)
	}
}

func TestATenantsRuleCannotNameItsPartnersTemplate(t *testing.T) {
	own := Book{Rules: []Rule{{Title: "R", Filter: "TRUE", GroupBy: []string{"title"}, Template: "partner:net"}}}
	if got := mistakesIn(t, Together(own, Shared(partnersBook()))); len(got) != 1 || got[0].Location != "rules[0].template" {
		t.Errorf("%+v", got)
	}
}

func TestAPartnersRuleNamesATemplateThatIsShared(t *testing.T) {
	b := partnersBook()
	if err := CheckPartner(b); err != nil {
		t.Fatal(err)
	}
	b.Rules[1].Template = "Ours"
	b.Rules[0].Filter = "severity >"
	err := CheckPartner(b)
	got := fault.DetailsOf(err)
	if fault.KindOf(err) != fault.Invalid || len(got) != 2 || got[0].Location != "rules[0].filter" || got[1].Location != "rules[1].template" {
		t.Errorf("%v %+v", err, got)
	}
	if r := Shared(b).Rules[1]; r.Template != "" {
		t.Errorf("the tenant's rule names %s, which it does not have", r.Template)
	}
}

func TestRevisingATenantsSetKeepsThePartnersVersions(t *testing.T) {
	first, later := time.Unix(1, 0).UTC(), time.Unix(2, 0).UTC()
	own := Revise(Book{}, Book{Rules: []Rule{{ID: "a", Title: "A"}}}, "ann", first)
	was := Together(own, Shared(partnersBook()))
	changed := partnersBook()
	changed.Rules[0].Version, changed.Rules[0].Filter, changed.Rules[0].UpdatedBy = 6, "FALSE", "pam"
	is := Revise(was, Together(Book{Rules: []Rule{own.Rules[0], {ID: "b", Title: "B"}}}, Shared(changed)), "bob", later)
	var order []string
	for _, r := range is.Rules {
		order = append(order, r.ID)
	}
	if strings.Join(order, " ") != "a b partner:watch partner:bare" {
		t.Error(order)
	}
	if r := is.Rules[2]; r.Version != 6 || r.UpdatedBy != "pam" {
		t.Errorf("%+v", r)
	}
	if is.Rules[0].Version != 1 || is.Rules[1].CreatedBy != "bob" {
		t.Errorf("%+v", is.Rules[:2])
	}
	if Same(was, is) || !Same(is, Revise(is, is, "eve", later)) {
		t.Error("Same does not tell same from different")
	}
}

func TestAPartnerTakesNoRoomFromItsTenants(t *testing.T) {
	many := func(n int) Book {
		b := Book{}
		for i := range n {
			b.Templates = append(b.Templates, Template{ID: fmt.Sprint("t", i), Title: fmt.Sprint("T ", i), SharedWithChildren: true})
		}
		return b
	}
	if _, err := Compile(1, Tenant{}, Together(many(MaxDocuments), Shared(many(MaxDocuments)))); err != nil {
		t.Error(err)
	}
	if _, err := Compile(1, Tenant{}, many(MaxDocuments+1)); err == nil {
		t.Error("more than one may write was taken")
	}
}
