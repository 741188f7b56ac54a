package httpapi

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
)

func TestSessionsAreListedWithWhereTheyBegan(t *testing.T) {
	inTime(t, func(t *testing.T, w *world) {
		w.people.enrol(t, "ada", chosen, false)
		here := cookieOf(t, w.ask("", "POST", "/api/v1/login", credentials("ada", chosen), "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"))
		begun := time.Now()
		time.Sleep(10 * time.Minute)
		cookieOf(t, w.logIn("ada", chosen))
		w.sit("bob", access.Analyst, access.Reach{TenantID: "default"})
		list := answered[SessionList](t, w.with(here, "GET", ownSessions, "")).Items
		if len(list) != 2 || list[0].Current || !list[1].Current {
			t.Fatalf("%+v", list)
		}
		first := list[1]
		if first.Browser != "Firefox on Linux" || first.Address != "192.0.2.1" || !first.BegunAt.Equal(begun) || !first.EndsAt.Equal(begun.Add(sessionLife)) {
			t.Errorf("%+v", first)
		}
		first = answered[SessionList](t, w.with(here, "GET", ownSessions, "")).Items[1]
		if !first.SeenAt.Equal(time.Now()) {
			t.Errorf("it was seen at %v, not just now", first.SeenAt)
		}
	})
}

func TestAnEndedSessionsCookieIsDeadAtOnceWhereverItIs(t *testing.T) {
	w := newWorld(t)
	w.people.enrol(t, "ada", chosen, false)
	here, there := cookieOf(t, w.logIn("ada", chosen)), cookieOf(t, w.logIn("ada", chosen))
	stolen := &http.Cookie{Name: there.Name, Value: there.Value}
	bobs := w.sit("bob", access.Analyst, access.Reach{TenantID: "default"})
	list := answered[SessionList](t, w.with(here, "GET", ownSessions, "")).Items
	other := list[slices.IndexFunc(list, func(s Session) bool { return !s.Current })]
	w.problem(w.with(bobs, "DELETE", ownSessions+"/"+other.ID, ""), 404)
	answered[CaseList](t, w.with(stolen, "GET", cases, ""))
	if a := w.with(here, "DELETE", ownSessions+"/"+other.ID, ""); a.Code != 204 {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	for _, c := range []*http.Cookie{there, stolen} {
		w.problem(w.with(c, "GET", cases, ""), 401)
	}
	w.problem(w.with(here, "DELETE", ownSessions+"/"+other.ID, ""), 404)
	answered[CaseList](t, w.with(here, "GET", cases, ""))
	third := cookieOf(t, w.logIn("ada", chosen))
	if a := w.with(third, "DELETE", ownSessions, ""); a.Code != 204 {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	w.problem(w.with(here, "GET", cases, ""), 401)
	answered[CaseList](t, w.with(third, "GET", cases, ""))
	answered[CaseList](t, w.with(bobs, "GET", cases, ""))
}

func TestTheLiveStreamOfAnEndedSessionEnds(t *testing.T) {
	w := newWorld(t)
	w.people.enrol(t, "ada", chosen, false)
	here, there := cookieOf(t, w.logIn("ada", chosen)), cookieOf(t, w.logIn("ada", chosen))
	server := httptest.NewServer(w)
	defer server.Close()
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	r, _ := http.NewRequestWithContext(ctx, "GET", server.URL+"/api/v1/tenants/default/live", nil)
	r.AddCookie(there)
	stream, err := server.Client().Do(r)
	if err != nil || stream.StatusCode != 200 {
		t.Fatal(stream, err)
	}
	defer stream.Body.Close()
	w.with(here, "DELETE", ownSessions, "")
	for b := make([]byte, 1024); err == nil; {
		_, err = stream.Body.Read(b)
	}
	if ctx.Err() != nil {
		t.Error("it goes on")
	}
}

func TestAnUntouchedSessionEnds(t *testing.T) {
	inTime(t, func(t *testing.T, w *world) {
		w.people.enrol(t, "ada", chosen, false)
		w.people.must(admin.Deed{}.SetSignIn(access.SignIn{Place: access.Reach{Root: true}}, access.SignIn{IdleMinutes: 30}))
		c := cookieOf(t, w.logIn("ada", chosen))
		for range 3 {
			time.Sleep(29 * time.Minute)
			answered[CaseList](t, w.with(c, "GET", cases, ""))
		}
		time.Sleep(20 * time.Minute) // the page asks by itself
		answered[CaseList](t, w.with(c, "GET", cases, "", idleHeader, "1200"))
		time.Sleep(11 * time.Minute)
		w.problem(w.with(c, "GET", cases, ""), 401)
	})
}

func TestAnAdminSeesAndEndsHowAUserOfThePlaceLogsIn(t *testing.T) {
	inTime(t, func(t *testing.T, w *world) {
		p, c := w.withPhone()
		at := "/api/v1/places/root/users/u-ada"
		told := func() User { return answered[User](t, w.ask("root", "GET", at, "")) }
		if got := told(); got.SecondFactor == nil || got.LockedUntil != nil {
			t.Errorf("%+v", got)
		}
		if got := answered[SessionList](t, w.ask("root", "GET", at+"/sessions", "")).Items; len(got) != 1 || got[0].Current || got[0].SeenAt.IsZero() {
			t.Errorf("%+v", got)
		}
		if got := answered[SessionList](t, w.with(c, "GET", at+"/sessions", "")).Items; len(got) != 1 || !got[0].Current {
			t.Errorf("%+v", got)
		}
		w.problem(w.ask("root", "GET", "/api/v1/places/tenant:default/users/u-ada/sessions", ""), 404)
		w.problem(w.with(c, "DELETE", at+"/second-factor", ""), 403) // one's own is removed with password and code
		for range access.FreeTries {
			w.logIn("ada", "wrong")
		}
		listed := answered[UserList](t, w.ask("root", "GET", "/api/v1/places/root/users", "")).Items
		if got := listed[len(listed)-1].LockedUntil; got == nil || !got.Equal(time.Now().Add(time.Second)) {
			t.Errorf("%+v", listed)
		}
		for _, what := range []string{"/lock", "/second-factor", "/sessions"} {
			if a := w.ask("root", "DELETE", at+what, ""); a.Code != 204 {
				t.Fatalf("%s: %d %s", what, a.Code, a.Body)
			}
		}
		if got := told(); got.SecondFactor != nil || got.LockedUntil != nil {
			t.Errorf("%+v", got)
		}
		if got := answered[SessionList](t, w.ask("root", "GET", at+"/sessions", "")).Items; len(got) != 0 {
			t.Errorf("%+v", got)
		}
		w.problem(w.with(c, "GET", cases, ""), 401)
		answered[Me](t, p.logIn("ada", chosen))
		w.problem(w.ask("root", "DELETE", at+"/second-factor", ""), 409)
		want := []admin.Kind{admin.SessionsEnded, admin.SecondFactorReset, admin.UserUnlocked, admin.UserLocked}
		if got := w.kinds()[:4]; !slices.Equal(got, want) {
			t.Errorf("the acts tell %v", got)
		}
	})
}
