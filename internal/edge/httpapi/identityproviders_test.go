package httpapi

import (
	"encoding/json"
	"strings"
	"testing"

	"caseweave/internal/core/access"
)

const ofDefault = "/api/v1/places/tenant:default/identity-providers"

func body(t testing.TB, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAClientsSecretIsNeverToldAgain(t *testing.T) {
	w := newWorld(t)
	n := exampleNewIdentityProvider
	n.Secret = "a rather long secret"
	created := w.ask("admin", "POST", ofDefault, body(t, n))
	if created.Code != 201 || !strings.Contains(created.Body.String(), `"has_secret":true`) {
		t.Fatalf("%d %s", created.Code, created.Body)
	}
	told := created.Body.String() + w.ask("admin", "GET", ofDefault, "").Body.String() +
		w.ask("admin", "GET", "/api/v1/places/tenant:default/acts", "").Body.String() + w.log.String()
	kept, err := w.people.IdentityProvider(t.Context(), n.ID)
	if err != nil || strings.Contains(told, n.Secret) || strings.Contains(string(kept.SealedSecret), n.Secret) {
		t.Errorf("the secret stands somewhere: %s (%v)", told, err)
	}
	if secret, err := w.secretOf(kept); err != nil || secret != n.Secret {
		t.Errorf("%q, %v", secret, err)
	}
	kept.ID = "another"
	if _, err := w.secretOf(kept); err == nil {
		t.Error("another provider can use the secret")
	}
}

// TestASecretGoesToItsIssuerOnly: who may change a provider can't have its secret sent to themselves.
func TestASecretGoesToItsIssuerOnly(t *testing.T) {
	w, p := trusting(t, nil)
	change := exampleIdentityProviderChange
	change.Secret, change.Issuer = nil, "https://evil.example"
	w.problem(w.ask("admin", "PUT", ofDefault+"/okta", body(t, change)), 422)
	change.Issuer, change.Name = p.Issuer, "Sign in with Okta"
	changed := answered[IdentityProvider](t, w.ask("admin", "PUT", ofDefault+"/okta", body(t, change)))
	if changed.Name != change.Name || !changed.HasSecret || changed.Version != 2 {
		t.Errorf("%+v", changed)
	}
	w.problem(w.ask("admin", "PUT", ofDefault+"/okta", body(t, change)), 409)
	change.Version = 2
	if same := answered[IdentityProvider](t, w.ask("admin", "PUT", ofDefault+"/okta", body(t, change))); same.Version != 2 {
		t.Errorf("nothing changed, and it is version %d", same.Version)
	}
	if acts := w.ask("admin", "GET", "/api/v1/places/tenant:default/acts?q=kind%20=%20'identity_provider_changed'", "").Body.String(); !strings.Contains(acts, `"note":"name"`) || strings.Count(acts, `"entry"`) != 1 {
		t.Errorf("acts: %s", acts)
	}
}

func TestAProviderIsItsPlacesOnly(t *testing.T) {
	w, _ := trusting(t, nil)
	for who, place := range map[string]string{"stranger": "tenant:other", "acme's admin": "partner:acme", "root": "root"} {
		path := "/api/v1/places/" + place + "/identity-providers"
		w.problem(w.ask(who, "PUT", path+"/okta", body(t, exampleIdentityProviderChange)), 404)
		w.problem(w.ask(who, "DELETE", path+"/okta", ""), 404)
		if l := answered[IdentityProviderList](t, w.ask(who, "GET", path, "")); len(l.Items) != 0 {
			t.Errorf("%s sees %+v", who, l)
		}
		taken := exampleNewIdentityProvider
		taken.ID = "okta"
		w.problem(w.ask(who, "POST", path, body(t, taken)), 409)
	}
}

func TestRemovingAProviderEndsWhatCameByIt(t *testing.T) {
	w, _ := trusting(t, nil)
	session := cookieOf(t, w.come())
	if a := w.ask("admin", "DELETE", ofDefault+"/okta", ""); a.Code != 204 {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	w.problem(w.with(session, "GET", "/api/v1/me", ""), 401)
	w.problem(w.ask("admin", "DELETE", ofDefault+"/okta", ""), 404)
	again := exampleNewIdentityProvider
	again.ID = "okta"
	if a := w.ask("admin", "POST", ofDefault, body(t, again)); a.Code != 201 {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	if me := answered[Me](t, w.with(cookieOf(t, w.come()), "GET", "/api/v1/me", "")); me.User.Name != "ada" {
		t.Errorf("by the same provider again: %+v", me)
	}
	w.problem(w.with(session, "GET", "/api/v1/me", ""), 401)
}

func TestAProviderThatCouldNotWorkIsRefused(t *testing.T) {
	w := newWorld(t)
	for field, spoil := range map[string]func(*NewIdentityProvider){
		"id":           func(n *NewIdentityProvider) { n.ID = "../x" },
		"name":         func(n *NewIdentityProvider) { n.Name = "\u202e" },
		"issuer":       func(n *NewIdentityProvider) { n.Issuer = "http://192.0.2.1" },
		"client_id":    func(n *NewIdentityProvider) { n.ClientID = "" },
		"scopes":       func(n *NewIdentityProvider) { n.Scopes = []string{"two words"} },
		"groups_claim": func(n *NewIdentityProvider) { n.GroupsClaim = "" },
		"groups":       func(n *NewIdentityProvider) { n.Groups = []GroupRole{{Group: "", Role: "admin"}} },
	} {
		n := exampleNewIdentityProvider
		spoil(&n)
		p := w.problem(w.ask("admin", "POST", ofDefault, body(t, n)), 422)
		if len(p.Errors) == 0 || p.Errors[0].Location != field {
			t.Errorf("%s: %+v", field, p)
		}
	}
	n := exampleNewIdentityProvider
	n.Groups = []GroupRole{{Group: "sensors", Role: groupRole(access.Ingest)}}
	w.problem(w.ask("admin", "POST", ofDefault, body(t, n)), 422)
	w.problem(w.ask("admin", "POST", "/api/v1/places/tenant:default/test-identity-provider", `{"issuer":"file:///etc/passwd"}`), 422)
}
