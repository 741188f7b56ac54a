package httpapi

import (
	"strings"
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"

	"github.com/google/go-cmp/cmp"
)

func TestAnEditIsOrderedAsItWasSent(t *testing.T) {
	w := newWorld(t)
	ada := w.people.enrol(t, "ada", "a long enough password", false)
	for body, want := range map[string]casefile.Edit{
		`{"version":3,"title":"Mine"}`:                                  {Seen: 3, Title: new("Mine")},
		`{"title":"","description":"so"}`:                               {Title: new(""), Description: new("so")},
		`{"severity":"low"}`:                                            {Severity: new(casefile.Low)},
		`{"severity":"auto","priority":"P1"}`:                           {Severity: new(casefile.Severity("")), Priority: new(casefile.Priority("P1"))},
		`{"assignee":""}`:                                               {Assignee: &casefile.Person{}},
		`{"assignee":"u-ada","type":"threat hunt"}`:                     {Assignee: &casefile.Person{ID: ada.ID, Name: "ada"}, Type: new("threat hunt")},
		`{"status":"resolved","resolution":"benign","note":"pen test"}`: {Status: new(casefile.Resolved), Resolution: new(casefile.Benign), Note: "pen test"},
		`{"status":"cancelled","detections":"ignored"}`:                 {Status: new(casefile.Cancelled), Members: "ignored"},
		`{"add_tags":["web","vip"],"remove_tags":["new"],"version":7}`:  {Seen: 7, AddTags: []string{"web", "vip"}, RemoveTags: []string{"new"}},
	} {
		a := w.ask("responder", "PATCH", casePath, body)
		got := w.desk.ordered
		if a.Code != 200 || got.Kind != command.EditCase || got.Case != 42 {
			t.Errorf("%s: %d %s, ordered %+v", body, a.Code, a.Body, got)
			continue
		}
		if diff := cmp.Diff(&want, got.Edit); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
}

func TestAnEditThatCanNotBeIsNotOrdered(t *testing.T) {
	w := newWorld(t)
	w.people.join(access.User{ID: "u-reader", Name: "reader", Role: access.ReadOnly, Reach: access.Reach{TenantID: "default"}})
	w.people.must(admin.Deed{}.CreatePartner(access.Partner{ID: "rival", Name: "Rival"}))
	w.people.join(access.User{ID: "u-provider", Name: "provider", Role: access.Analyst, Reach: access.Reach{PartnerID: "rival"}})
	w.people.join(access.User{ID: "u-other", Name: "other", Role: access.Analyst, Reach: access.Reach{TenantID: "other"}})
	for body, place := range map[string]string{
		`{}`:                        "body",
		`{"version":3}`:             "body",
		`{"note":"why"}`:            "body",
		`{"severity":"dire"}`:       "body.severity",
		`{"status":"draft"}`:        "body.status",
		`{"resolution":"maybe"}`:    "body.resolution",
		`{"assignee":"u-nobody"}`:   "body.assignee",
		`{"assignee":"u-reader"}`:   "body.assignee",
		`{"assignee":"u-provider"}`: "body.assignee",
		`{"assignee":"u-other"}`:    "body.assignee",
		`{"title":"` + strings.Repeat("x", 201) + `"}`: "body.title",
	} {
		if p := w.problem(w.ask("analyst", "PATCH", casePath, body), 422); len(p.Errors) == 0 || p.Errors[0].Location != place {
			t.Errorf("%s is refused at %+v", body, p.Errors)
		}
	}
	w.problem(w.ask("read-only", "PATCH", casePath, `{"status":"resolved"}`), 403)
	if w.desk.ordered.Kind != "" {
		t.Errorf("ordered %+v", w.desk.ordered)
	}
}

func TestPeopleAreThoseWhoWorkOnTheTenantsCases(t *testing.T) {
	w := newWorld(t)
	for name, u := range map[string]access.User{
		"bob":      {Role: access.Responder, Reach: access.Reach{TenantID: "default"}},
		"ann":      {Role: access.Admin, Reach: access.Reach{Root: true}, OneTime: true},
		"reader":   {Role: access.ReadOnly, Reach: access.Reach{TenantID: "default"}},
		"provider": {Role: access.Analyst, Reach: access.Reach{PartnerID: "acme"}},
		"stranger": {Role: access.Analyst, Reach: access.Reach{TenantID: "other"}},
	} {
		u.ID, u.Name = "u-"+name, name
		w.people.join(u)
	}
	got := answered[People](t, w.ask("read-only", "GET", "/api/v1/tenants/default/people", ""))
	if diff := cmp.Diff([]Person{{"u-ann", "ann"}, {"u-bob", "bob"}, {"u-provider", "provider"}}, got.Items); diff != "" {
		t.Error(diff)
	}
}
