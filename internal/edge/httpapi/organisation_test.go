package httpapi

import "testing"

func TestWhoRunsTheInstallationHandsTenantsOver(t *testing.T) {
	w := newWorld(t)
	if a := w.ask("root", "POST", "/api/v1/partners", `{"id": "umbrella", "name": "Umbrella"}`); a.Code != 201 {
		t.Fatal(a.Body)
	}
	w.problem(w.ask("root", "POST", "/api/v1/partners", `{"id": "umbrella", "name": "Again"}`), 409)
	w.problem(w.ask("acme's admin", "PATCH", "/api/v1/tenants/default", `{"partner": ""}`), 403)
	w.problem(w.ask("root", "PATCH", "/api/v1/tenants/default", `{"partner": "nowhere"}`), 422)
	moved := answered[OrganisedTenant](t, w.ask("root", "PATCH", "/api/v1/tenants/default", `{"partner": "umbrella", "name": "Moved", "version": 1}`))
	if moved.Partner != "umbrella" || moved.Name != "Moved" || moved.Version != 2 {
		t.Errorf("%+v", moved)
	}
	w.problem(w.ask("acme's admin", "GET", "/api/v1/tenants/default/cases", ""), 404)
	w.problem(w.ask("root", "PATCH", "/api/v1/tenants/default", `{"name": "Late", "version": 1}`), 409)
	for place, want := range map[string]int{"root": 1, "partner:acme": 1, "partner:umbrella": 1, "tenant:default": 1} {
		acts := answered[ActList](t, w.ask("root", "GET", "/api/v1/places/"+place+"/acts?q=kind+%3D+%27tenant_handed_over%27", ""))
		if len(acts.Items) != want {
			t.Errorf("%s remembers %v", place, acts.Items)
		}
	}
	w.problem(w.ask("admin", "POST", "/api/v1/places/tenant:default/tenants", `{"id": "x", "name": "X"}`), 403)
	w.problem(w.ask("acme's admin", "POST", "/api/v1/places/partner:acme/groups", `{"name": "Strange", "tenants": ["other"]}`), 422)
}
