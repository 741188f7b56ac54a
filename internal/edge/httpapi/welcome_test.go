package httpapi

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
)

const peopleThere = "/api/v1/places/tenant:default/users"

// invites is somebody who was given an account at the tenant default, and the secret of the link.
func (w *world) invites(name string) (u User, secret string) {
	w.t.Helper()
	answer := w.ask("admin", "POST", peopleThere, `{"name": "`+name+`", "role": "analyst"}`)
	if answer.Code != 201 {
		w.t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	return w.linkOf(answer)
}

// linkOf is whom a link was made for, and its secret.
func (w *world) linkOf(answer *httptest.ResponseRecorder) (u User, secret string) {
	w.t.Helper()
	var made Invited
	if err := json.Unmarshal(answer.Body.Bytes(), &made); err != nil || made.Link == "" {
		w.t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	return made.User, strings.TrimPrefix(made.Link, "/welcome#")
}

// opens asks for whom a link is.
func (w *world) opens(secret string) *httptest.ResponseRecorder {
	body, _ := json.Marshal(Invitation{secret})
	return w.ask("", "POST", "/api/v1/welcome", string(body))
}

// accepts chooses a password by a link.
func (w *world) accepts(secret, password string) *httptest.ResponseRecorder {
	body, _ := json.Marshal(Accepted{Invitation{secret}, password})
	return w.ask("", "POST", "/api/v1/welcome/password", string(body))
}

// isNoLink wants a link to open nothing, answered as one that there never was.
func (w *world) isNoLink(secret string) {
	w.t.Helper()
	w.guesses = newGuesses()
	never := w.opens("u-nobody_00")
	w.problem(never, 404)
	if got := w.opens(secret); !same(got, never) {
		w.t.Errorf("it opens %d %s", got.Code, got.Body)
	}
	if got := w.accepts(secret, chosen); !same(got, never) {
		w.t.Errorf("it is taken with %d %s", got.Code, got.Body)
	}
}

func TestALinkLetsWhoeverHasItChooseAPasswordOnce(t *testing.T) {
	w := newWorld(t)
	u, secret := w.invites("grace")
	w.problem(w.logIn("grace", ""), 401)
	for range 2 { // reading uses nothing up
		got := answered[Welcome](t, w.opens(secret))
		if got.User != "grace" || got.Role != "analyst" || got.At != atTenant || got.Name != "Default" || !got.ExpiresAt.Equal(*u.InvitedUntil) {
			t.Errorf("%+v", got)
		}
	}
	if answer := w.accepts(secret, chosen); answer.Code != 204 || len(answer.Result().Cookies()) > 0 {
		t.Fatalf("%d %s %v", answer.Code, answer.Body, answer.Header())
	}
	if me := answered[Me](t, w.logIn("grace", chosen)); me.Place != "tenant:default" || me.MustChangePassword {
		t.Errorf("%+v", me)
	}
	w.isNoLink(secret)
	w.fresh("grace")
	answered[Me](t, w.logIn("grace", chosen)) // which the second try did not change
	if got := w.kindsAt(); got != "user_created password_changed" {
		t.Errorf("the acts tell %s", got)
	}
}

func TestALinkIsGoodForItsTime(t *testing.T) {
	inTime(t, func(t *testing.T, w *world) {
		u, first := w.invites("grace")
		time.Sleep(access.InvitationLife - time.Minute)
		answered[Welcome](t, w.opens(first))
		time.Sleep(time.Minute)
		w.isNoLink(first)
		_, second := w.linkOf(w.ask("admin", "POST", peopleThere+"/"+u.ID+"/reset", ""))
		w.isNoLink(first)
		if answer := w.accepts(second, chosen); answer.Code != 204 {
			t.Fatalf("%d %s", answer.Code, answer.Body)
		}
		_, third := w.linkOf(w.ask("admin", "POST", peopleThere+"/"+u.ID+"/reset", ""))
		w.problem(w.logIn("grace", chosen), 401)
		time.Sleep(access.ResetLife)
		w.isNoLink(third)
	})
}

func TestALinkIsOnePersons(t *testing.T) {
	w := newWorld(t)
	grace, graces := w.invites("grace")
	ada, adas := w.invites("ada")
	_, secret, _ := strings.Cut(graces, "_")
	for _, odd := range []string{
		"", "_", secret, ada.ID + "_" + secret, grace.ID + "_", grace.ID + "_" + secret[1:], grace.ID + "_" + strings.ToUpper(secret), graces + "_", " " + graces,
	} {
		w.isNoLink(odd)
	}
	if answer := w.accepts(adas, chosen); answer.Code != 204 {
		t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	answered[Me](t, w.logIn("ada", chosen))
	w.problem(w.logIn("grace", chosen), 401)
	answered[Welcome](t, w.opens(graces))
}

func TestAPasswordByALinkIsNoWorseThanAnother(t *testing.T) {
	w := newWorld(t)
	_, secret := w.invites("grace")
	for _, bad := range []string{"", "eleven char", strings.Repeat("ä", 11)} {
		if p := w.problem(w.accepts(secret, bad), 422); len(p.Errors) != 1 || p.Errors[0].Location != "body.password" {
			t.Errorf("%q: %+v", bad, p)
		}
	}
	answered[Welcome](t, w.opens(secret)) // the link is not used up by it
	if answer := w.accepts(secret, strings.Repeat("ä", 12)); answer.Code != 204 {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}

func TestWhoTriesManyLinksWaits(t *testing.T) {
	w := newWorld(t)
	_, secret := w.invites("grace")
	for range access.FreeFromAddress {
		w.problem(w.opens("u-grace_00"), 404)
	}
	if got := w.opens(secret); got.Code != 429 || got.Header().Get("Retry-After") == "" {
		t.Errorf("%d %s", got.Code, got.Body)
	}
}

// TestALinkEndsWithBeingShutOut: letting in again gives it back to nobody; another is made.
func TestALinkEndsWithBeingShutOut(t *testing.T) {
	w := newWorld(t)
	u, secret := w.invites("grace")
	shutOut := func(yes string) User {
		return answered[User](t, w.ask("admin", "PATCH", peopleThere+"/"+u.ID, `{"shut_out": `+yes+`}`))
	}
	if got := shutOut("true"); got.State != userShutOut {
		t.Errorf("%+v", got)
	}
	w.isNoLink(secret)
	w.problem(w.ask("admin", "POST", peopleThere+"/"+u.ID+"/reset", ""), 409)
	if got := shutOut("false"); got.State != userInvited || got.InvitedUntil == nil || got.InvitedUntil.After(time.Now()) {
		t.Errorf("%+v", got)
	}
	w.isNoLink(secret)
	_, another := w.linkOf(w.ask("admin", "POST", peopleThere+"/"+u.ID+"/reset", ""))
	w.isNoLink(secret)
	if answer := w.accepts(another, chosen); answer.Code != 204 {
		t.Fatalf("%d %s", answer.Code, answer.Body)
	}
	shutOut("true")
	shutOut("false")
	answered[Me](t, w.logIn("grace", chosen)) // who has a password keeps it
	if got, want := w.kindsAt(), "user_created user_shut_out user_let_in user_invited password_changed user_shut_out user_let_in"; got != want {
		t.Errorf("the acts tell %s", got)
	}
}

// TestALinkFromBeforeLinksEndedStaysGone: an older installation kept the links of who was shut out.
func TestALinkFromBeforeLinksEndedStaysGone(t *testing.T) {
	w := newWorld(t)
	u, secret := w.invites("grace")
	kept, err := w.people.UserByID(t.Context(), u.ID)
	if err != nil {
		t.Fatal(err)
	}
	kept.ShutOut, kept.Version = true, kept.Version+1
	w.people.must(admin.Change{Users: []access.User{kept}})
	answered[User](t, w.ask("admin", "PATCH", peopleThere+"/"+u.ID, `{"shut_out": false}`))
	w.isNoLink(secret)
}

// TestNamesThatMeanSomethingElse are given to no account; who has one from before is changed as anybody.
func TestNamesThatMeanSomethingElse(t *testing.T) {
	w := newWorld(t)
	w.problem(w.ask("admin", "POST", peopleThere, `{"name": "Provider", "role": "analyst"}`), 422)
	w.problem(w.ask("admin", "POST", "/api/v1/places/tenant:default/tokens", `{"name": "tenant", "role": "ingest", "expires": "30d"}`), 422)
	w.people.join(access.User{ID: "u9", Name: "Provider", Role: access.Analyst, Reach: access.Reach{TenantID: "default"}})
	if u := answered[User](t, w.ask("admin", "PATCH", peopleThere+"/u9", `{"shut_out": true}`)); u.State != "shut_out" {
		t.Errorf("%+v", u)
	}
	w.problem(w.ask("admin", "PATCH", peopleThere+"/u9", `{"name": "provider"}`), 422)
}
