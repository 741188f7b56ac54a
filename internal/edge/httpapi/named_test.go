package httpapi

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

const partnersPath = "/api/v1/partners/acme"

// newWorkers has people of all sorts; of these, u1 works at the tenant default.
func newWorkers(t *testing.T) *world {
	w := newWorld(t)
	at := access.Reach{TenantID: "default"}
	for _, u := range []access.User{
		{ID: "u1", Name: "ada", Role: access.Responder, Reach: at},
		{ID: "reads", Name: "bob", Role: access.ReadOnly, Reach: at},
		{ID: "gone", Name: "cid", Role: access.Analyst, Reach: at, ShutOut: true},
		{ID: "elsewhere", Name: "dan", Role: access.Analyst, Reach: access.Reach{TenantID: "other"}},
		{ID: "provider's", Name: "eve", Role: access.Analyst, Reach: access.Reach{PartnerID: "acme"}},
		{ID: "root's", Name: "fay", Role: access.Admin, Reach: access.Reach{Root: true}},
	} {
		w.people.join(u)
	}
	return w
}

// TestATemplateNamesOnlyATenantsOwnPeople holds for what a tenant writes, and for what its partner writes.
func TestATemplateNamesOnlyATenantsOwnPeople(t *testing.T) {
	w := newWorkers(t)
	for _, path := range []string{"/api/v1/tenants/default", partnersPath} {
		who := map[bool]string{true: "acme's analyst", false: "analyst"}[path == partnersPath]
		for _, id := range []string{"u1", "tenant"} {
			body := fmt.Sprintf(`{"title":"For %s","assignee":%q}`, id, id)
			if a := w.ask(who, "POST", path+"/templates", body); a.Code != 201 {
				t.Errorf("%s, %s: %d %s", path, id, a.Code, a.Body)
			}
		}
		for _, id := range []string{"reads", "gone", "elsewhere", "provider's", "root's", "nobody", "provider"} {
			body := fmt.Sprintf(`{"title":"For %s","assignee":%q}`, id, id)
			p := w.problem(w.ask(who, "POST", path+"/templates", body), 422)
			if len(p.Errors) != 1 || p.Errors[0].Location != "assignee" || !strings.Contains(p.Errors[0].Message, "provider") {
				t.Errorf("%s, %s: %+v", path, id, p)
			}
		}
		file := "apiVersion: caseweave/v1\nkind: Template\ntitle: Filed\nassignee: eve\ncase_title: '${nothing}'\n"
		for _, dry := range []string{"?dry_run=true", ""} {
			p := w.problem(w.ask(who, "POST", path+"/rules/import"+dry, file, "Content-Type", mediaYAML), 422)
			if lines := each(p.Errors, func(d fault.Detail) int { return d.Line }); !slices.Contains(lines, 4) || !slices.Contains(lines, 5) {
				t.Errorf("%s%s: %v, want both mistakes at their lines", path, dry, lines)
			}
		}
	}
}

// TestANameThatStoodStands: who leaves hinders nobody from changing something else.
func TestANameThatStoodStands(t *testing.T) {
	w := newWorkers(t)
	w.desk.book.Templates = []rule.Template{{ID: "old", Title: "Old", Assignee: "gone"}}
	path := "/api/v1/tenants/default/templates/old"
	answered[TemplateAnswer](t, w.ask("analyst", "PUT", path, `{"title":"Newer","assignee":"gone"}`))
	answered[TemplateAnswer](t, w.ask("analyst", "PUT", path, `{"title":"Newer","assignee":"u1"}`))
	w.problem(w.ask("analyst", "PUT", path, `{"title":"Newer","assignee":"gone"}`), 422)
}

func TestWhomTemplatesMayNameIsListed(t *testing.T) {
	w := newWorkers(t)
	got := answered[People](t, w.ask("read-only", "GET", "/api/v1/tenants/default/people?may=begin", ""))
	if want := []Person{{"tenant", "Default"}, {"u1", "ada"}}; !slices.Equal(got.Items, want) {
		t.Errorf("%+v", got.Items)
	}
}

// TestAPartnerIsWarnedOfTenantsRulesThatComeFirst, as soon as they do (T34).
func TestAPartnerIsWarnedOfTenantsRulesThatComeFirst(t *testing.T) {
	w := newWorld(t)
	if a := w.ask("acme's analyst", "POST", partnersPath+"/rules", newRule); a.Code != 201 || strings.Contains(a.Body.String(), string(rule.PreemptedByTenant)) {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	mine := created[RuleAnswer](t, w, rulesPath, `{"title":"All","filter":"TRUE","group_by":["hostnames()"]}`)
	if len(mine.Lint) != 1 || mine.Lint[0].Code != string(rule.PreemptsPartner) || mine.Lint[0].RelatedRule != "partner:same-user" {
		t.Errorf("the tenant is told %+v", mine.Lint)
	}
	w.desk.version-- // the partner's version is its own, and does not move with a tenant's
	list := answered[RuleList](t, w.ask("acme's read-only", "GET", partnersPath+"/rules", ""))
	if len(list.Lint) != 1 || list.Lint[0].Rule != "same-user" || list.Lint[0].Code != string(rule.PreemptedByTenant) || !strings.Contains(list.Lint[0].Message, `"All" in Default`) {
		t.Errorf("the partner is told %+v", list.Lint)
	}
}

// TestWhatATemplateGaveIsToldWhereAssigneesAreHidden: the tenant as such, and its own
// people, are nobody's secret, and no provider gave the case to them.
func TestWhatATemplateGaveIsToldWhereAssigneesAreHidden(t *testing.T) {
	w := newWorkers(t)
	if a := w.ask("root", "PUT", "/api/v1/installation", `{"hide_assignees": true}`); a.Code != 204 {
		t.Fatal(a.Body)
	}
	at := access.Organisation{ID: "default", Name: "Default", PartnerID: "acme"}
	veil, err := w.veilOf(t.Context(), visit{principal: access.Principal{Reach: access.Reach{TenantID: "default"}}, tenant: at})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []casefile.Person{{ID: "tenant", Name: "Default"}, {ID: "u1", Name: "ada"}} {
		c, facts := casefile.Open("default", 1, casefile.Plan{Assignee: p}, &detection.Detection{ID: "d1"}, casefile.ByRule(casefile.RuleRef{ID: "r"}), exampleTime)
		if told := veil.Case(c); told.Assignee != p.ID || told.AssigneeName != p.Name {
			t.Errorf("%+v is told as %s", p, told.AssigneeName)
		}
		given := activity.Activity{Fact: facts[len(facts)-1]}
		if told := veil.Activity(given); told.New != p.Name || told.Actor != activity.Automatic {
			t.Errorf("%+v is told as %+v", given, told)
		}
	}
}
