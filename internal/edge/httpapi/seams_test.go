package httpapi

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/edge/httpapi/credential"
)

// TestWhoHangsUpHasTriedNevertheless: a request that is broken off counts like any other.
func TestWhoHangsUpHasTriedNevertheless(t *testing.T) {
	w := newWorld(t)
	w.people.enrol(t, "ada", chosen, false)
	for range access.FreeTries {
		ctx, hangUp := context.WithCancel(t.Context())
		v := visit{r: httptest.NewRequest("POST", "/", nil)}
		if ok, _, err := w.attempt(ctx, v, "ada", func() (bool, error) { hangUp(); return false, nil }); ok || err != nil {
			t.Fatal(ok, err)
		}
	}
	if tries, err := w.people.Tries(t.Context(), "ada"); err != nil || tries.Wait(access.FreeTries, time.Now()) <= 0 {
		t.Errorf("%+v, %v", tries, err)
	}
}

func TestAScopedTokenGivesNoRolesByAProvider(t *testing.T) {
	w := newWorld(t)
	text, token := credential.MintToken("people", access.Admin, access.Reach{TenantID: "default"})
	token.Scopes = []access.Action{access.ReadPeople, access.WritePeople}
	w.people.keepToken(token)
	w.token["scoped"] = text
	for _, op := range operations(t) {
		if op.id == "create-identity-provider" {
			w.problem(w.ask("scoped", op.method, op.path, op.body), http.StatusForbidden)
			if a := w.ask("admin", op.method, op.path, op.body); a.Code/100 != 2 {
				t.Errorf("an administrator: %d %s", a.Code, a.Body)
			}
		}
	}
}

// TestANarrowedTokenTakesNoMoreThanItMayGive, and hears that it is the token that is narrow.
func TestANarrowedTokenTakesNoMoreThanItMayGive(t *testing.T) {
	w, _ := trusting(t, nil)
	text, token := credential.MintToken("people", access.Admin, access.Reach{TenantID: "default"})
	token.Scopes = []access.Action{access.ReadPeople, access.WritePeople, access.WriteTokens}
	w.people.keepToken(token)
	w.token["narrow"] = text
	_, other := credential.MintToken("other", access.Analyst, access.Reach{TenantID: "default"})
	w.people.keepToken(other)
	w.problem(w.ask("narrow", "DELETE", ofDefault+"/okta", ""), http.StatusForbidden)
	w.problem(w.ask("narrow", "DELETE", "/api/v1/places/tenant:default/tokens/"+other.ID, ""), http.StatusForbidden)
	if p := w.problem(w.ask("narrow", "GET", cases, ""), http.StatusForbidden); !strings.Contains(p.Detail, "narrowed") {
		t.Errorf("%+v", p)
	}
}

// TestWhoComesByNoProviderAnyMoreIsTold, and so are the tokens that go back to them.
func TestWhoComesByNoProviderAnyMoreIsTold(t *testing.T) {
	w, _ := trusting(t, nil)
	me := answered[Me](t, w.with(cookieOf(t, w.come()), "GET", "/api/v1/me", ""))
	_, token := credential.MintToken("second hand", access.Analyst, access.Reach{TenantID: "default"})
	token.OwnerID, token.CreatorID = me.User.ID, "another token"
	w.people.keepToken(token)
	told := func() (state userState, orphaned bool) {
		for _, u := range answered[UserList](t, w.ask("admin", "GET", "/api/v1/places/tenant:default/users", "")).Items {
			if u.ID == me.User.ID {
				state = u.State
			}
		}
		for _, one := range answered[TokenList](t, w.ask("admin", "GET", "/api/v1/places/tenant:default/tokens", "")).Items {
			orphaned = orphaned || one.Orphaned
		}
		return state, orphaned
	}
	if state, orphaned := told(); state != userActive || orphaned {
		t.Errorf("%s, %v", state, orphaned)
	}
	w.ask("admin", "DELETE", ofDefault+"/okta", "")
	if state, orphaned := told(); state != userLapsed || !orphaned {
		t.Errorf("without the provider: %s, %v", state, orphaned)
	}
}

func TestATokenActsOnItsOwnersAccountNoMoreThanTheOwner(t *testing.T) {
	w := newWorld(t)
	ada := w.people.join(access.User{ID: "u-ada", Name: "ada", PasswordHash: exampleHash(), Role: access.Admin, Reach: access.Reach{TenantID: "default"}, Factor: &access.Factor{}})
	cookie := w.session(ada)
	const tokens = "/api/v1/places/tenant:default/tokens"
	mint := func(who func(body string) *httptest.ResponseRecorder, name, expires string) {
		t.Helper()
		a := who(`{"name":"` + name + `","role":"admin","expires":"` + expires + `"}`)
		_, secret, _ := strings.Cut(a.Body.String(), `"secret":"`)
		if w.token[name], _, _ = strings.Cut(secret, `"`); a.Code/100 != 2 || w.token[name] == "" {
			t.Fatalf("%d %s", a.Code, a.Body)
		}
	}
	mint(func(body string) *httptest.ResponseRecorder { return w.with(cookie, "POST", tokens, body) }, "first", "30d")
	mint(func(body string) *httptest.ResponseRecorder { return w.ask("first", "POST", tokens, body) }, "second", "29d")
	for _, who := range []string{"first", "second"} {
		w.problem(w.ask(who, "DELETE", "/api/v1/places/tenant:default/users/u-ada/second-factor", ""), http.StatusForbidden)
		w.problem(w.ask(who, "POST", "/api/v1/places/tenant:default/users/u-ada/reset", ""), http.StatusForbidden)
		w.problem(w.ask(who, "POST", tokens, `{"name":"longer","role":"admin","expires":"never"}`), http.StatusUnprocessableEntity)
	}
}

func TestWhoComesByAProviderHasNoPasswordHere(t *testing.T) {
	w := newWorld(t)
	w.people.join(access.User{ID: "u-eve", Name: "eve", Role: access.Analyst, Reach: access.Reach{TenantID: "default"}, Identity: &access.Identity{Provider: "okta"}})
	w.problem(w.ask("admin", "POST", "/api/v1/places/tenant:default/users/u-eve/reset", ""), http.StatusConflict)
	if duty, err := w.dutyOf(t.Context(), access.User{OneTime: true, PasswordHash: "x", Identity: &access.Identity{}}, nil); duty != "" || err != nil {
		t.Errorf("%q, %v", duty, err)
	}
}

func TestTheProviderOfTheLastAdministratorStays(t *testing.T) {
	w := newWorld(t)
	by := exampleProvider
	by.Place, by.Version = access.Reach{Root: true}, 0
	w.people.must(admin.Deed{}.CreateIdentityProvider(by))
	w.people.join(access.User{ID: "u-eve", Name: "eve", Role: access.Admin, Reach: by.Place, Identity: &access.Identity{Provider: by.ID}})
	w.problem(w.ask("root", "DELETE", "/api/v1/places/root/identity-providers/okta", ""), http.StatusConflict)
	w.people.enrol(t, "ada", chosen, false)
	if a := w.ask("root", "DELETE", "/api/v1/places/root/identity-providers/okta", ""); a.Code/100 != 2 {
		t.Errorf("beside another one: %d %s", a.Code, a.Body)
	}
}

func TestAProviderStandsBeforeThePeopleOfItsPlace(t *testing.T) {
	w := newWorld(t)
	for id, place := range map[string]access.Reach{"of-root": {Root: true}, "of-default": {TenantID: "default"}, "of-other": {TenantID: "other"}} {
		by := exampleProvider
		by.ID, by.Name, by.Place, by.Version = id, id, place, 0
		w.people.must(admin.Deed{}.CreateIdentityProvider(by))
	}
	for at, want := range map[string]string{"": "of-root", "?at=tenant:default": "of-default of-root", "?at=tenant:nowhere": "of-root", "?at=root": "of-root"} {
		var names []string
		for _, p := range answered[OpenIDList](t, w.ask("", "GET", "/api/v1/openid"+at, "")).Items {
			names = append(names, p.ID)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%q lists %s, want %s", at, got, want)
		}
	}
}
