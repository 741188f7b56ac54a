package httpapi

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/listing"
	"caseweave/internal/edge/store/memory"
)

// stocked are shelves on which the cases of each tenant are its own.
type stocked struct {
	*shelves
	store *memory.Store
}

func (s stocked) Cases(ctx context.Context, tenant string, viewer casefile.Viewer, r listing.Request) (listing.Page[casefile.Case], error) {
	return s.store.Cases(ctx, tenant, viewer, r)
}

func (s stocked) Case(ctx context.Context, tenant string, viewer casefile.Viewer, number uint64) (casefile.Case, error) {
	return s.store.Case(ctx, tenant, viewer, number)
}

func (s stocked) Activities(ctx context.Context, tenant string, viewer casefile.Viewer, number uint64, r listing.Request) (listing.Page[activity.Activity], error) {
	return s.store.Activities(ctx, tenant, viewer, number, r)
}

// newStocked is a world of three tenants with three cases each, of which the partner
// acme serves two. Each case was given from a person of the tenant to eve of acme.
func newStocked(t *testing.T) *world {
	w := newWorld(t)
	w.people.must(admin.Deed{}.CreateTenant(access.Organisation{ID: "globex", Name: "Globex", PartnerID: "acme"}))
	w.people.join(access.User{ID: "u-eve", Name: "eve", Role: access.Analyst, Reach: access.Reach{PartnerID: "acme"}})
	w.people.join(access.User{ID: "u-ada", Name: "ada", Role: access.Analyst, Reach: access.Reach{TenantID: "default"}})
	for n, tenant := range []string{"default", "globex", "other"} {
		head, err := w.people.Claim(t.Context(), tenant)
		if err != nil {
			t.Fatal(err)
		}
		set := change.Set{TenantID: tenant, Before: head, After: head, At: exampleTime}
		for i := range 3 {
			set.After.Case++
			set.After.Entry++
			c := casefile.Case{
				TenantID: tenant, Number: set.After.Case, Version: 1, Title: tenant, Severity: casefile.High, Priority: "P1", Status: casefile.New, ManagedBy: casefile.Self,
				Assignee: "u-eve", AssigneeName: "eve", Score: i, CreatedAt: exampleTime, UpdatedAt: exampleTime.Add(time.Duration(3*i+n) * time.Second),
			}
			set.Cases = append(set.Cases, c)
			given := activity.Fact{Kind: activity.AssigneeChanged, Case: c.Number, Actor: activity.Actor{Kind: activity.User, ID: "u-eve", Name: "eve"}, Old: "ada", New: "eve"}
			set.Activities = append(set.Activities, activity.Activity{TenantID: tenant, Entry: set.After.Entry, At: exampleTime, Fact: given})
		}
		if err := w.people.Commit(t.Context(), &set); err != nil {
			t.Fatal(err)
		}
	}
	w.Server.cases = stocked{w.shelf, w.people.Store}
	return w
}

// everywhere follows the list of all cases to its end.
func (w *world) everywhere(who, query string) (cases []string) {
	w.t.Helper()
	cursor := ""
	for range 100 {
		page := answered[AllCases](w.t, w.ask(who, "GET", "/api/v1/cases?limit=2&"+query+"&cursor="+url.QueryEscape(cursor), ""))
		for _, c := range page.Items {
			cases = append(cases, fmt.Sprint(c.Tenant.ID, " ", c.Number))
		}
		if cursor = page.NextCursor; cursor == "" {
			return cases
		}
	}
	w.t.Fatal("the list does not end")
	return nil
}

func TestAListOfAllTenantsHasThoseWithinReach(t *testing.T) {
	w := newStocked(t)
	for who, want := range map[string][]string{
		"root":         {"other 3", "globex 3", "default 3", "other 2", "globex 2", "default 2", "other 1", "globex 1", "default 1"},
		"acme's admin": {"globex 3", "default 3", "globex 2", "default 2", "globex 1", "default 1"},
		"admin":        {"default 3", "default 2", "default 1"},
	} {
		got := w.everywhere(who, "")
		for i := range want {
			tenant, number := "", 0
			fmt.Sscan(want[i], &tenant, &number)
			want[i] = fmt.Sprintf("%s SECC%07d", tenant, number)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s lists %v, want %v", who, got, want)
		}
	}
	if got := w.everywhere("acme's admin", "group=north"); len(got) != 3 {
		t.Errorf("the group has %v", got)
	}
	if got := w.everywhere("root", "tenant=other&tenant=globex&q="+url.QueryEscape("score > 0")); len(got) != 4 {
		t.Errorf("two tenants have %v", got)
	}
	nothing := w.ask("acme's admin", "GET", "/api/v1/cases?tenant=nowhere", "")
	for _, query := range []string{"tenant=other", "tenant=default&tenant=other", "group=nowhere"} {
		if got := w.ask("acme's admin", "GET", "/api/v1/cases?"+query, ""); !same(got, nothing) {
			t.Errorf("%s: %d %s", query, got.Code, got.Body)
		}
	}
	if got := w.ask("admin", "GET", "/api/v1/cases?group=north", ""); !same(got, nothing) {
		t.Errorf("a group of its provider: %d %s", got.Code, got.Body)
	}
}

// TestAHiddenAssigneeIsNotFoundOut: by no list, order, filter, history or export.
func TestAHiddenAssigneeIsNotFoundOut(t *testing.T) {
	w := newStocked(t)
	cases := "/api/v1/tenants/default/cases"
	filter := func(who, q string) int {
		return len(answered[CaseList](t, w.ask(who, "GET", cases+"?q="+url.QueryEscape(q), "")).Items)
	}
	told := func(who, path string) string { return w.ask(who, "GET", path, "").Body.String() }
	if filter("admin", "assignee = 'u-eve'") != 3 {
		t.Fatal("nothing is hidden yet")
	}
	if a := w.ask("root", "PUT", "/api/v1/installation", `{"hide_assignees": true}`); a.Code != 204 {
		t.Fatal(a.Body)
	}
	for _, path := range []string{cases, cases + "/export", "/api/v1/cases", cases + "/1/activity", cases + "/1/activity/export", "/api/v1/tenants/default/people"} {
		if text := told("admin", path); contains(text, "eve") {
			t.Errorf("%s tells %s", path, text)
		}
		if text := told("acme's admin", path); !contains(text, "eve") {
			t.Errorf("the provider is not told at %s: %s", path, text)
		}
	}
	for q, want := range map[string]int{"assignee = 'u-eve'": 0, "assignee CONTAINS 'eve'": 0, "assignee = 'provider'": 3, "assignee IS NULL": 0, "assignee != 'u-ada'": 3} {
		if got := filter("admin", q); got != want {
			t.Errorf("%s keeps %d, want %d", q, got, want)
		}
	}
	for _, q := range []string{"new = 'eve'", "actor = 'eve'"} {
		path := cases + "/1/activity?q=" + url.QueryEscape(q)
		if got := answered[ActivityList](t, w.ask("admin", "GET", path, "")); len(got.Items) != 0 {
			t.Errorf("%s keeps %v", q, got.Items)
		}
	}
	w.problem(w.ask("admin", "GET", cases+"?sort=assignee", ""), 422)
	w.problem(w.ask("admin", "GET", "/api/v1/cases?sort=-assignee", ""), 422)
	w.problem(w.ask("admin", "PATCH", cases+"/1", `{"assignee": "u-eve"}`), 422)
}

func contains(text, part string) bool { return slices.Contains(splitWords(text), part) }

func splitWords(text string) (words []string) {
	word := ""
	for _, r := range text + " " {
		if r >= 'a' && r <= 'z' {
			word += string(r)
			continue
		}
		words, word = append(words, word), ""
	}
	return words
}
