package httpapi

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
)

func TestWhereASecondFactorIsAskedForItIsAddedBeforeAnythingElse(t *testing.T) {
	inTime(t, func(t *testing.T, w *world) {
		w.people.enrol(t, "ada", chosen, false)
		c := cookieOf(t, w.logIn("ada", chosen))
		at := "/api/v1/places/root/sign-in"
		asked := answered[SignIn](t, w.with(c, "PUT", at, `{"second_factor":true,"idle_minutes":60,"version":0}`))
		if !asked.SecondFactor || asked.IdleMinutes != 60 || asked.Version != 1 {
			t.Errorf("%+v", asked)
		}
		w.problem(w.ask("root", "PUT", at, `{"second_factor":false,"version":0}`), 409)
		if w.kinds()[0] != admin.SignInChanged {
			t.Errorf("the acts tell %v", w.kinds())
		}
		if problem := w.problem(w.with(c, "GET", cases, ""), 403); problem.Type != SecondFactorRequired {
			t.Errorf("%+v", problem)
		}
		if me := answered[Me](t, w.with(c, "GET", "/api/v1/me", "")); !me.MustAddFactor || me.MustChangePassword {
			t.Errorf("%+v", me)
		}
		if me := answered[Me](t, w.logIn("ada", chosen)); !me.MustAddFactor {
			t.Errorf("%+v", me)
		}
		p := w.adds(c)
		answered[CaseList](t, w.with(c, "GET", cases, ""))
		if a := w.with(c, "POST", ownFactor+"/removal", proofBody(chosen, p.code())); a.Code != 204 {
			t.Fatalf("%d %s", a.Code, a.Body)
		}
		w.problem(w.with(c, "GET", cases, ""), 403)
	})
}

func TestATenantHearsWhatItsPartnerAsks(t *testing.T) {
	w := newWorld(t)
	answered[SignIn](t, w.ask("acme's admin", "PUT", "/api/v1/places/partner:acme/sign-in", `{"second_factor":true,"version":0}`))
	at := "/api/v1/places/tenant:default/sign-in"
	if got := answered[SignIn](t, w.ask("admin", "GET", at, "")); !got.Inherited || got.SecondFactor || got.IdleMinutes != 0 {
		t.Errorf("%+v", got)
	}
	w.problem(w.ask("admin", "PUT", at, `{"second_factor":false,"idle_minutes":60,"version":0}`), 422)
	u := w.people.join(access.User{ID: "u-bob", Name: "bob", PasswordHash: "-", Role: access.Analyst, Reach: access.Reach{TenantID: "default"}})
	asked, _ := w.people.SignIns(t.Context())
	if first, err := w.dutyOf(t.Context(), u, asked); first != addFactor || err != nil {
		t.Errorf("bob must %q, %v", first, err)
	}
	u.PasswordHash = "" // logs in elsewhere
	if first, err := w.dutyOf(t.Context(), u, asked); first != "" || err != nil {
		t.Errorf("who has no password must %q, %v", first, err)
	}
}

func TestAnUnknownNameIsLockedAsAKnownOneIs(t *testing.T) {
	inTime(t, func(t *testing.T, w *world) {
		w.people.enrol(t, "ada", chosen, false)
		for range access.FreeTries + 3 {
			known, unknown := w.logIn("ada", "wrong"), w.logIn("eve", "wrong")
			if !same(known, unknown) || known.Code != 401 {
				t.Fatalf("%d %s %v, %d %s %v", known.Code, known.Body, known.Header(), unknown.Code, unknown.Body, unknown.Header())
			}
		}
		right, unknown := w.logIn("ada", chosen), w.logIn("eve", chosen)
		if !same(right, unknown) {
			t.Errorf("a right password of somebody locked answers %s, a stranger's %s", right.Body, unknown.Body)
		}
	})
}

// TestWhoTriesANameKeepsNobodyOutOfAKnownBrowser: and their own slips there wait as
// elsewhere, after as many more free ones.
func TestWhoTriesANameKeepsNobodyOutOfAKnownBrowser(t *testing.T) {
	inTime(t, func(t *testing.T, w *world) {
		w.people.enrol(t, "ada", chosen, false)
		w.people.enrol(t, "eve", chosen, false)
		known, eves := cookieNamed(t, w.logIn("ada", chosen), knownCookie), cookieNamed(t, w.logIn("eve", chosen), knownCookie)
		with := func(c *http.Cookie, password string) *httptest.ResponseRecorder {
			return w.with(c, "POST", "/api/v1/login", credentials("ada", password))
		}
		for range access.FreeTries {
			w.problem(with(eves, "wrong"), 401) // a browser that others know counts for nothing
		}
		w.problem(w.logIn("ada", chosen), 401)
		known = cookieNamed(t, with(known, chosen), knownCookie)
		w.problem(w.logIn("ada", chosen), 401) // coming in there forgets no tries of others
		for range access.FreeTries {
			w.problem(with(known, "wrong"), 401)
		}
		w.problem(with(known, chosen), 401)
		time.Sleep(access.LongestWait)
		answered[Me](t, with(known, chosen))
	})
}

func TestALockIsToldOnceAndOutlivesTheProcess(t *testing.T) {
	inTime(t, func(t *testing.T, w *world) {
		w.people.enrol(t, "ada", chosen, false)
		c := cookieOf(t, w.logIn("ada", chosen))
		for range 8 {
			w.logIn("ada", "wrong")
			time.Sleep(time.Minute)
		}
		w.logIn("ada", "wrong")
		locks := 0
		for _, kind := range w.kinds() {
			if kind == admin.UserLocked {
				locks++
			}
		}
		if locks != 1 {
			t.Errorf("the lock is told %d times", locks)
		}
		w.guesses = newGuesses() // as after a restart
		w.problem(w.logIn("ada", chosen), 401)
		answered[CaseList](t, w.with(c, "GET", cases, "")) // who is logged in goes on
		time.Sleep(access.LongestWait)
		answered[Me](t, w.logIn("ada", chosen))
	})
}
