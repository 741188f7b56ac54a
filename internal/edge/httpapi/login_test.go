package httpapi

import (
	"crypto/tls"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/edge/httpapi/credential"
)

const (
	oneTime = "abcde-fghij-klmno-pqrst"
	chosen  = "a password of one's own"
)

func credentials(user, password string) string {
	b, _ := json.Marshal(Credentials{user, password})
	return string(b)
}

// fresh forgets all wrong tries of a name, and from everywhere.
func (w *world) fresh(name string) {
	w.guesses = newGuesses()
	if err := w.tries.KeepTries(w.t.Context(), name, access.Tries{}); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) logIn(user, password string) *httptest.ResponseRecorder {
	return w.ask("", "POST", "/api/v1/login", credentials(user, password))
}

// cookieOf is the session that an answer began.
func cookieOf(t testing.TB, answer *httptest.ResponseRecorder) *http.Cookie {
	t.Helper()
	return cookieNamed(t, answer, SessionCookie)
}

func cookieNamed(t testing.TB, answer *httptest.ResponseRecorder, name string) *http.Cookie {
	t.Helper()
	for _, c := range answer.Result().Cookies() {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no cookie %s: %d %s", name, answer.Code, answer.Body)
	return nil
}

func (w *world) with(c *http.Cookie, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	return w.ask("", method, path, body, append(headers, "Cookie", c.Name+"="+c.Value)...)
}

func TestLoggingInGivesASessionThatLoggingOutEnds(t *testing.T) {
	w := newWorld(t)
	w.people.enrol(t, "ada", chosen, false)
	answer := w.logIn("ada", chosen)
	me := answered[Me](t, answer)
	if me.User.Name != "ada" || me.Role != "admin" || len(me.Tenants) != 2 || me.MustChangePassword || me.Version != "test" {
		t.Errorf("%+v", me)
	}
	c := cookieOf(t, answer)
	if a := w.with(c, "GET", cases, ""); a.Code != 200 {
		t.Fatalf("with the session: %d %s", a.Code, a.Body)
	}
	out := w.with(c, "POST", "/api/v1/logout", "")
	if gone := cookieOf(t, out); out.Code != 204 || gone.MaxAge >= 0 || gone.Value != "" {
		t.Errorf("%d %+v", out.Code, gone)
	}
	w.problem(w.with(c, "GET", cases, ""), 401)
}

func TestTheSessionCookieIsOutOfReachOfScriptsAndOtherSites(t *testing.T) {
	w := newWorld(t)
	w.people.enrol(t, "ada", chosen, false)
	c := cookieOf(t, w.logIn("ada", chosen))
	if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.Secure || c.MaxAge < 43100 {
		t.Errorf("%+v", c)
	}
	r := httptest.NewRequest("POST", "/api/v1/login", strings.NewReader(credentials("ada", chosen)))
	r.TLS = &tls.ConnectionState{}
	encrypted := httptest.NewRecorder()
	w.ServeHTTP(encrypted, r)
	if c := cookieOf(t, encrypted); !c.Secure {
		t.Errorf("over TLS: %+v", c)
	}
	w.behindProxy = true
	if c := cookieOf(t, w.logIn("ada", chosen)); !c.Secure {
		t.Errorf("behind a proxy: %+v", c)
	}
}

func TestTheStoreNeverSeesACookie(t *testing.T) {
	w := newWorld(t)
	w.people.enrol(t, "ada", chosen, false)
	c := cookieOf(t, w.logIn("ada", chosen))
	kept := w.cookies.Store.(*cupboard).all
	for name := range kept {
		if name == c.Value {
			t.Error("a session is stored under its cookie")
		}
	}
	if len(kept) != 1 {
		t.Errorf("%d sessions are stored", len(kept))
	}
}

func TestLoggingInAgainEndsTheSessionBefore(t *testing.T) {
	w := newWorld(t)
	w.people.enrol(t, "ada", chosen, false)
	c := cookieOf(t, w.logIn("ada", chosen))
	next := cookieOf(t, w.with(c, "POST", "/api/v1/login", credentials("ada", chosen)))
	w.problem(w.with(c, "GET", cases, ""), 401)
	if next.Value == c.Value {
		t.Error("the session kept its name")
	}
}

func TestAStrangersNameAndAWrongPasswordAnswerTheSame(t *testing.T) {
	w := newWorld(t)
	w.people.enrol(t, "ada", chosen, false)
	wrong, unknown := w.logIn("ada", "wrong"), w.logIn("eve", "wrong")
	if !same(wrong, unknown) || wrong.Code != 401 {
		t.Errorf("%d %s, %d %s", wrong.Code, wrong.Body, unknown.Code, unknown.Body)
	}
}

func TestAStrangersNameTakesAsLong(t *testing.T) {
	w := newWorld(t)
	w.people.enrol(t, "ada", chosen, false)
	credential.NobodysHash()
	took := func(user string) time.Duration {
		least := time.Hour
		for range 4 {
			w.fresh(user)
			begun := time.Now()
			w.logIn(user, "wrong")
			least = min(least, time.Since(begun))
		}
		return least
	}
	known, unknown := took("ada"), took("eve")
	if unknown < known/10 || known < unknown/10 {
		t.Errorf("a known name takes %v, an unknown one %v", known, unknown)
	}
}

func TestAOneTimePasswordOpensNothingButItsReplacement(t *testing.T) {
	w := newWorld(t)
	w.people.enrol(t, "ada", oneTime, true)
	answer := w.logIn("ada", oneTime)
	if me := answered[Me](t, answer); !me.MustChangePassword {
		t.Errorf("%+v", me)
	}
	c := cookieOf(t, answer)
	for _, op := range operations(t) {
		switch op.id {
		case "logout", "me", "change-password":
			continue
		}
		if op.needs == "anybody" {
			continue
		}
		if p := w.problem(w.with(c, op.method, op.path, op.body), 403); p.Type != PasswordChangeRequired {
			t.Errorf("%s: %+v", op.id, p)
		}
	}
	answered[Me](t, w.with(c, "GET", "/api/v1/me", ""))
	after := w.with(c, "PUT", "/api/v1/me/password", `{"current":"`+oneTime+`","new":"`+chosen+`"}`)
	if after.Code != 204 {
		t.Fatalf("%d %s", after.Code, after.Body)
	}
	if a := w.with(cookieOf(t, after), "GET", cases, ""); a.Code != 200 {
		t.Errorf("with a password of one's own: %d %s", a.Code, a.Body)
	}
	w.problem(w.logIn("ada", oneTime), 401)
	answered[Me](t, w.logIn("ada", chosen))
}

func TestANewPasswordEndsAllOtherSessions(t *testing.T) {
	w := newWorld(t)
	w.people.enrol(t, "ada", oneTime, false)
	here, elsewhere := cookieOf(t, w.logIn("ada", oneTime)), cookieOf(t, w.logIn("ada", oneTime))
	w.with(here, "PUT", "/api/v1/me/password", `{"current":"`+oneTime+`","new":"`+chosen+`"}`)
	w.problem(w.with(elsewhere, "GET", cases, ""), 401)
}

func TestAPasswordThatIsNoGoodIsRefused(t *testing.T) {
	w := newWorld(t)
	w.people.enrol(t, "ada", oneTime, true)
	c := cookieOf(t, w.logIn("ada", oneTime))
	for body, location := range map[string]string{
		`{"current":"` + oneTime + `","new":"11 letters!"}`:                       "body.new",
		`{"current":"` + oneTime + `","new":"` + strings.Repeat("é", 11) + `"}`:   "body.new",
		`{"current":"` + oneTime + `","new":"` + oneTime + `"}`:                   "body.new",
		`{"current":"` + oneTime + `","new":"` + strings.Repeat("a", 1025) + `"}`: "body.new",
		`{"current":"not it","new":"` + chosen + `"}`:                             "body.current",
	} {
		if p := w.problem(w.with(c, "PUT", "/api/v1/me/password", body), 422); p.Errors[0].Location != location {
			t.Errorf("%s: %+v", body, p)
		}
	}
	w.token["root"] = w.people.mint(access.Admin, access.Reach{Root: true})
	w.problem(w.ask("root", "PUT", "/api/v1/me/password", `{"current":"a","new":"`+chosen+`"}`), 403)
}

func TestAPageOfAnotherSiteCanDoNothingWithTheCookie(t *testing.T) {
	w := newWorld(t)
	w.people.enrol(t, "ada", chosen, false)
	c := cookieOf(t, w.logIn("ada", chosen))
	for _, foreign := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}} {
		w.problem(w.with(c, "PUT", "/api/v1/tenants/default/rules", `{"items":[]}`, foreign...), 403)
		w.problem(w.with(c, "POST", detections+"?source=ocsf", "a", foreign...), 403)
		w.problem(w.ask("", "POST", "/api/v1/login", credentials("ada", chosen), foreign...), 403)
	}
	if a := w.with(c, "POST", detections+"?source=ocsf", "a", "Sec-Fetch-Site", "same-origin"); a.Code != 200 {
		t.Errorf("its own page: %d %s", a.Code, a.Body)
	}
	if a := w.ask("ingest", "POST", detections+"?source=ocsf", "a", "Origin", "https://tool.example"); a.Code != 200 {
		t.Errorf("a token from elsewhere: %d %s", a.Code, a.Body)
	}
}

func TestASessionEndsAfterALongShift(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.people.enrol(t, "ada", chosen, false)
		c := cookieOf(t, w.logIn("ada", chosen))
		r := httptest.NewRequest("GET", cases, nil)
		r.AddCookie(c)
		v := visit{r: r}
		if err := w.identify(&v, true); err != nil || time.Until(v.session.Until) != sessionLife {
			t.Fatalf("%v %v", v.session.Until, err)
		}
	})
}

func TestGuessingSlowsDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.people.enrol(t, "ada", chosen, false)
		waits := func(answer *httptest.ResponseRecorder, want string) {
			t.Helper()
			w.problem(answer, 401)
			if got := answer.Header().Get("Retry-After"); got != want {
				t.Errorf("Retry-After: %q, want %q", got, want)
			}
		}
		for range access.FreeTries - 1 {
			waits(w.logIn("ada", "wrong"), "")
		}
		waits(w.logIn("ada", "wrong"), "1")
		waits(w.logIn("ADA", chosen), "1")
		time.Sleep(time.Second)
		waits(w.logIn("ada", "wrong"), "2")
		time.Sleep(time.Second)
		waits(w.logIn("ada", chosen), "1")
		time.Sleep(time.Second)
		answered[Me](t, w.logIn("ada", chosen))
		answered[Me](t, w.logIn("ada", chosen))
	})
}

func TestBehindAProxyTheClientIsTheOneThatTheProxySaw(t *testing.T) {
	for _, c := range []struct {
		behind     bool
		peer, want string
		forwarded  []string
	}{
		{true, "127.0.0.1:5", "192.0.2.7", []string{"192.0.2.7"}},
		{true, "[::1]:5", "192.0.2.7", []string{"10.1.1.1, 198.51.100.1,192.0.2.7"}},
		{true, "10.0.0.2:5", "192.0.2.7", []string{"198.51.100.1", "192.0.2.7:4711"}},
		{true, "[fd00::2]:5", "2001:db8::7", []string{"[2001:db8::7]:4711"}},
		{true, "127.0.0.1:5", "127.0.0.1", nil},
		{true, "127.0.0.1:5", "127.0.0.1", []string{"192.0.2.7, unknown"}},
		{true, "198.51.100.1:5", "198.51.100.1", []string{"192.0.2.7"}},
		{false, "127.0.0.1:5", "127.0.0.1", []string{"192.0.2.7"}},
	} {
		s, r := &Server{behindProxy: c.behind}, httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr, r.Header["X-Forwarded-For"] = c.peer, c.forwarded
		if got := s.clientOf(r).String(); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestBehindAProxyOneGuesserLocksNobodyElseOut(t *testing.T) {
	w := newWorld(t)
	w.behindProxy = true
	w.people.enrol(t, "ada", chosen, false)
	from := func(address string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("POST", "/api/v1/login", strings.NewReader(credentials("ada", chosen)))
		r.RemoteAddr = "127.0.0.1:5"
		r.Header.Set("X-Forwarded-For", address)
		answer := httptest.NewRecorder()
		w.ServeHTTP(answer, r)
		return answer
	}
	for range access.FreeFromAddress {
		w.guesses.addresses.Take("192.0.2.66", time.Now())
	}
	w.problem(from("192.0.2.66"), 401)
	answered[Me](t, from("192.0.2.7"))
}
