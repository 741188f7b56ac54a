package httpapi

import (
	"testing"

	"caseweave/internal/core/access"
)

// TestAPlaceIsItsOwnPeoplesAndThoseAbove: whoever is below or beside finds nothing there.
func TestAPlaceIsItsOwnPeoplesAndThoseAbove(t *testing.T) {
	w := newWorld(t)
	w.token["other"] = w.people.mint(access.Admin, access.Reach{TenantID: "other"})
	places := []string{"root", "partner:acme", "tenant:default", "tenant:other"}
	finds := map[string][]bool{
		"root": {true, true, true, true}, "acme's admin": {false, true, true, false}, "admin": {false, false, true, false}, "other": {false, false, false, true},
	}
	nothing := w.ask("root", "GET", "/api/v1/places/tenant:nowhere/acts", "")
	for who, want := range finds {
		for i, place := range places {
			got := w.ask(who, "GET", "/api/v1/places/"+place+"/acts", "")
			if (got.Code == 200) != want[i] || !want[i] && !same(got, nothing) {
				t.Errorf("%s at %s: %d %s", who, place, got.Code, got.Body)
			}
		}
	}
	for _, place := range []string{"tenant:", "tenant:Default", "user:ada", "root:", "partner:nowhere", "tenant:default%00"} {
		if got := w.ask("root", "GET", "/api/v1/places/"+place+"/acts", ""); !same(got, nothing) {
			t.Errorf("%s: %d %s", place, got.Code, got.Body)
		}
	}
	w.problem(w.ask("acme's analyst", "GET", "/api/v1/places/partner:acme/acts", ""), 403)
	acts := answered[ActList](t, w.ask("root", "GET", "/api/v1/places/root/acts?q=kind+%3D+%27partner_created%27", ""))
	if len(acts.Items) != 1 || acts.Items[0].Subject.Name != "Acme" {
		t.Errorf("the root tells %v", acts.Items)
	}
}
