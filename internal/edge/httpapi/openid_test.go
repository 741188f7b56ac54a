package httpapi

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/listing"
)

// oracle is a provider that says what it was told to say.
type oracle struct {
	said    access.Assertion
	refuses error
	asked   access.Question
	secret  string
	code    string
}

func (o *oracle) Address(_ context.Context, by access.IdentityProvider, q access.Question) (string, error) {
	o.asked = q
	return by.Issuer + "/authorize?state=" + q.State, o.refuses
}

func (o *oracle) Redeem(_ context.Context, _ access.IdentityProvider, secret string, q access.Question, code string) (access.Assertion, error) {
	if q != o.asked {
		panic("another question")
	}
	o.secret, o.code = secret, code
	return o.said, o.refuses
}

func (o *oracle) Examine(context.Context, access.IdentityProvider) []string { return nil }

// trusting is a world that has a provider at a place, by which ada comes.
func trusting(t testing.TB, change func(*access.IdentityProvider)) (*world, access.IdentityProvider) {
	w := newWorld(t)
	p := exampleProvider
	p.Version = 0
	w.seal(&p, "hush")
	if change != nil {
		change(&p)
	}
	w.people.must(admin.Deed{}.CreateIdentityProvider(p))
	w.oracle.said = access.Assertion{Issuer: p.Issuer, Subject: "1001", Name: "ada", Email: "ada@example.com", Groups: []string{"Security operations"}}
	p.Version = 1
	return w, p
}

// away is the browser's cookie and state after it went to the provider.
func (w *world) away(next string) (*http.Cookie, string) {
	w.t.Helper()
	answer := w.ask("", "GET", "/api/v1/openid/okta/begin?next="+url.QueryEscape(next), "")
	to, err := answer.Result().Location()
	if err != nil || answer.Code != 303 || to.Query().Get("state") == "" {
		w.t.Fatalf("%d %s %v", answer.Code, answer.Body, answer.Header())
	}
	return answer.Result().Cookies()[0], to.Query().Get("state")
}

func (w *world) back(c *http.Cookie, query string) *httptest.ResponseRecorder {
	return w.with(c, "GET", "/api/v1/openid/okta/callback?"+query, "")
}

// come is the whole way, and what it ends with.
func (w *world) come() *httptest.ResponseRecorder {
	w.t.Helper()
	c, state := w.away("/t/default/cases?q=a")
	return w.back(c, "code=c0de&state="+state)
}

func (w *world) turnedAwayFor(answer *httptest.ResponseRecorder, reason access.Refusal) {
	w.t.Helper()
	to, err := answer.Result().Location()
	if err != nil || answer.Code != 303 || to.Path != "/login" || to.Query().Get("refused") != string(reason) {
		w.t.Errorf("sent to %s, want %s", to, reason)
	}
	for _, c := range answer.Result().Cookies() {
		if c.Name == SessionCookie {
			w.t.Error("a session began")
		}
	}
}

// kindsAt are the kinds of what was done in the tenant default, the oldest first.
func (w *world) kindsAt() string {
	page, err := w.people.Acts(w.t.Context(), access.Reach{TenantID: "default"}, listing.Request{Sort: "entry", Limit: 100})
	if err != nil {
		w.t.Fatal(err)
	}
	var all []string
	for _, a := range page.Items {
		if a.Kind != admin.TokenCreated {
			all = append(all, string(a.Kind))
		}
	}
	return strings.Join(all, " ")
}

func TestWhoComesByAProviderGetsTheRoleOfTheirGroups(t *testing.T) {
	w, _ := trusting(t, nil)
	answer := w.come()
	if to := answer.Header().Get("Location"); answer.Code != 303 || to != "/t/default/cases?q=a" {
		t.Fatalf("%d to %s: %s", answer.Code, to, w.log)
	}
	me := answered[Me](t, w.with(cookieOf(t, answer), "GET", "/api/v1/me", ""))
	if me.User.Name != "ada" || me.Role != "analyst" || me.Place != "tenant:default" {
		t.Errorf("%+v", me)
	}
	if w.oracle.secret != "hush" || w.oracle.code != "c0de" || w.oracle.asked.Redirect != "http://example.com/api/v1/openid/okta/callback" {
		t.Errorf("asked with %q, %q, %+v", w.oracle.secret, w.oracle.code, w.oracle.asked)
	}
	w.come()
	if kinds := w.kindsAt(); kinds != "identity_provider_created user_created" {
		t.Errorf("acts: %s", kinds)
	}
	w.problem(w.logIn("ada", ""), 401)
}

func TestTheWayThereAndBackIsOneBrowsers(t *testing.T) {
	w, _ := trusting(t, nil)
	c, state := w.away("/")
	if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/api/v1/openid/" || c.MaxAge != 3600 || strings.Contains(c.Value, state) {
		t.Errorf("%+v", c)
	}
	other, otherState := w.away("/")
	forged := *c
	forged.Value = "AAAA" + c.Value[4:]
	for name, answer := range map[string]*httptest.ResponseRecorder{
		"no cookie":       w.ask("", "GET", "/api/v1/openid/okta/callback?code=c&state="+state, ""),
		"no state":        w.back(c, "code=c"),
		"another state":   w.back(c, "code=c&state="+otherState),
		"another browser": w.back(other, "code=c&state="+state),
		"forged":          w.back(&forged, "code=c&state="+state),
		"a session":       w.back(&http.Cookie{Name: wayCookie, Value: "x"}, "code=c&state="+state),
	} {
		t.Run(name, func(*testing.T) { w.turnedAwayFor(answer, access.Stale) })
	}
	if w.oracle.code != "" {
		t.Error("a code was redeemed")
	}
	gone := w.back(other, "code=c&state="+otherState).Result().Cookies()[0]
	if gone.Name != wayCookie || gone.MaxAge >= 0 {
		t.Errorf("the way can be gone twice: %+v", gone)
	}
}

func TestAWayEndsAfterTenMinutesAndLeadsToItsProvider(t *testing.T) {
	w, p := trusting(t, nil)
	for name, odd := range map[string]way{
		"too late":         newWay(p, "r", wish{}, time.Now().Add(-wayLife)),
		"another provider": newWay(access.IdentityProvider{ID: "other"}, "r", wish{}, time.Now()),
	} {
		recorder := httptest.NewRecorder()
		w.keepWay(visit{w: recorder, r: httptest.NewRequest("GET", "/", nil)}, odd)
		t.Run(name, func(*testing.T) {
			w.turnedAwayFor(w.back(recorder.Result().Cookies()[0], "code=c&state="+odd.State), access.Stale)
		})
	}
}

func TestAProvidersWordsStayInTheLog(t *testing.T) {
	w, _ := trusting(t, nil)
	for code, want := range map[string]access.Refusal{
		"access_denied": access.Declined, "temporarily_unavailable": access.Unreachable, "<script>": access.Misconfigured, "": access.Misconfigured,
	} {
		c, state := w.away("/")
		w.turnedAwayFor(w.back(c, "state="+state+"&error="+url.QueryEscape(code)+"&error_description=%3Cb%3E%0Aboo"), want)
	}
	if !strings.Contains(w.log.String(), "<b> boo") {
		t.Errorf("the log: %s", w.log)
	}
	c, state := w.away("/")
	w.turnedAwayFor(w.back(c, "code=c&iss=https%3A%2F%2Fevil.example&state="+state), access.Misconfigured)
	w.oracle.refuses = because(access.Clock, "run out")
	c, state = w.away2()
	w.turnedAwayFor(w.back(c, "code=c&state="+state), access.Clock)
	if strings.Contains(w.log.String(), "hush") || strings.Contains(w.log.String(), w.oracle.asked.Verifier) {
		t.Error("the log tells a secret")
	}
}

// away2 goes to a provider that only refuses what is brought back.
func (w *world) away2() (*http.Cookie, string) {
	refuses := w.oracle.refuses
	w.oracle.refuses = nil
	defer func() { w.oracle.refuses = refuses }()
	return w.away("/")
}

func TestAProviderThatIsNotThereIsSaidSo(t *testing.T) {
	w, p := trusting(t, nil)
	w.turnedAwayFor(w.ask("", "GET", "/api/v1/openid/nobody/begin", ""), access.Gone)
	w.oracle.refuses = because(access.Unreachable, "no route")
	w.turnedAwayFor(w.ask("", "GET", "/api/v1/openid/okta/begin", ""), access.Unreachable)
	w.people.must(admin.Deed{}.RemoveIdentityProvider(p, nil))
	w.turnedAwayFor(w.ask("", "GET", "/api/v1/openid/okta/begin", ""), access.Gone)
	if l := answered[OpenIDList](t, w.ask("", "GET", "/api/v1/openid", "")); len(l.Items) != 0 {
		t.Errorf("%+v", l)
	}
}

func TestWhoIsTurnedAwayKeepsWhereTheyWantedToGo(t *testing.T) {
	inTime(t, func(t *testing.T, _ *world) {
		w, p := trusting(t, nil)
		from := func(query string) *httptest.ResponseRecorder {
			return w.ask("", "GET", "/api/v1/openid/okta/begin?"+query, "")
		}
		begin := func(query string) (*http.Cookie, string) {
			answer := from(query)
			to, _ := answer.Result().Location()
			return answer.Result().Cookies()[0], to.Query().Get("state")
		}
		sent := func(answer *httptest.ResponseRecorder, want string) {
			t.Helper()
			if to := answer.Header().Get("Location"); answer.Code != 303 || to != want {
				t.Errorf("sent to %s, want %s", to, want)
			}
		}
		const wanted = "at=tenant%3Adefault&next=%2Ft%2Fdefault%2Fcases%3Fq%3Da"
		c, state := begin(wanted)
		sent(w.back(c, "error=access_denied&state="+state), "/login?"+wanted+"&refused=declined")
		c, _ = begin(wanted)
		sent(w.back(c, "code=c&state=another"), "/login?"+wanted+"&refused=stale")
		c, state = begin(wanted)
		time.Sleep(wayLife)
		sent(w.back(c, "code=c&state="+state), "/login?"+wanted+"&refused=stale")
		c, state = begin("next=%2F&at=")
		sent(w.back(c, "error=access_denied&state="+state), "/login?refused=declined")
		c, state = begin("next=https%3A%2F%2Fevil.example%2Ft%2F&at=user%3Aeve")
		sent(w.back(c, "error=access_denied&state="+state), "/login?refused=declined")
		c, state = begin(wanted)
		w.people.must(admin.Deed{}.RemoveIdentityProvider(p, nil))
		sent(w.back(c, "code=c&state="+state), "/login?"+wanted+"&refused=gone")
		sent(from(wanted), "/login?"+wanted+"&refused=gone")
		sent(w.ask("", "GET", "/api/v1/openid/okta/begin?"+wanted, "", "Sec-Fetch-Site", "cross-site"), "/login?"+wanted+"&refused=failed")
	})
}

func TestOnlyScreensOfThePageAreGoneOnTo(t *testing.T) {
	for next, want := range map[string]string{
		"/t/default/cases?q=a%20b#x": "/t/default/cases?q=a%20b#x", "/all/cases?group=x": "/all/cases?group=x", "/allx": "/", "": "/", "/": "/", "//evil.example/t/": "/", "https://evil.example/t/a": "/",
		"/\\evil.example/t/": "/", "/t/../..//evil.example": "/", "/api/v1/me": "/", "t/a": "/", "/t/a\r\nX: y": "/", "javascript:alert(1)": "/",
		"/t/%2e%2e/%2e%2e/api": "/", "http:/t/a": "/", "/t/" + strings.Repeat("a", 2000): "/",
	} {
		if got := localPath(next); got != want {
			t.Errorf("%q leads to %q", next, got)
		}
	}
}

func TestASessionFromBeforeEndsWhereAnotherBegins(t *testing.T) {
	w, _ := trusting(t, nil)
	w.people.enrol(t, "eve", chosen, false)
	planted := cookieOf(t, w.logIn("eve", chosen))
	way, state := w.away("/")
	answer := w.ask("", "GET", "/api/v1/openid/okta/callback?code=c&state="+state, "", "Cookie", way.Name+"="+way.Value+"; "+planted.Name+"="+planted.Value)
	if fresh := cookieOf(t, answer); fresh.Value == planted.Value {
		t.Error("the session kept its name")
	}
	w.problem(w.with(planted, "GET", "/api/v1/me", ""), 401)
}

func TestWhoIsInNoGroupIsRefusedOrLooks(t *testing.T) {
	w, _ := trusting(t, nil)
	w.oracle.said.Groups = []string{"Poets"}
	w.turnedAwayFor(w.come(), access.NoGroup)
	w, _ = trusting(t, func(p *access.IdentityProvider) { p.Others = access.ReadOnly })
	w.oracle.said.Groups = nil
	if me := answered[Me](t, w.with(cookieOf(t, w.come()), "GET", "/api/v1/me", "")); me.Role != "read-only" {
		t.Errorf("%+v", me)
	}
	w, _ = trusting(t, func(p *access.IdentityProvider) { p.Enrols = false })
	w.turnedAwayFor(w.come(), access.NoAccount)
}

// TestWhoseGroupsVanishLosesAccess, sessions from before included, and it is told.
func TestWhoseGroupsVanishLosesAccess(t *testing.T) {
	w, _ := trusting(t, nil)
	session := cookieOf(t, w.come())
	groups := w.oracle.said.Groups
	w.oracle.said.Groups = nil
	for range 2 {
		w.turnedAwayFor(w.come(), access.NoGroup)
		w.problem(w.with(session, "GET", "/api/v1/me", ""), 401)
	}
	w.oracle.said.Groups = groups
	if a := w.with(cookieOf(t, w.come()), "GET", "/api/v1/me", ""); a.Code != 200 {
		t.Errorf("with the groups again: %d", a.Code)
	}
	w.problem(w.with(session, "GET", "/api/v1/me", ""), 401)
	if kinds := w.kindsAt(); kinds != "identity_provider_created user_created access_lapsed access_regained" {
		t.Errorf("acts: %s", kinds)
	}
}

// TestAnAccountFollowsTheProvider that somebody comes by now, and the address that it tells.
func TestAnAccountFollowsTheProvider(t *testing.T) {
	w, p := trusting(t, nil)
	id := answered[Me](t, w.with(cookieOf(t, w.come()), "GET", "/api/v1/me", "")).User.ID
	w.oracle.said.Email = "ada@new.example"
	w.come()
	if u := answered[User](t, w.ask("admin", "GET", "/api/v1/places/tenant:default/users/"+id, "")); u.Email != "ada@new.example" {
		t.Errorf("%+v", u)
	}
	u, err := w.people.UserByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	p.ID = "okta-2"
	now := admin.Deed{}.Follow(u, p, access.Assertion{Email: "ada@new.example"}, u.Role)
	if len(now.Acts) != 1 || now.Acts[0].Kind != admin.ProviderFollowed || now.Users[0].Identity.Provider != "okta-2" {
		t.Errorf("by another provider: %+v", now)
	}
	if again := (admin.Deed{}).Follow(now.Users[0], p, access.Assertion{Email: "ada@new.example"}, u.Role); len(again.Acts) != 0 {
		t.Errorf("again: %+v", again)
	}
}

func TestARoleFollowsTheGroups(t *testing.T) {
	w, p := trusting(t, nil)
	session := cookieOf(t, w.come())
	is := p
	is.Groups = []access.GroupRole{{Group: "Security operations", Role: access.Responder}}
	w.people.must(admin.Deed{}.ChangeIdentityProvider(p, is))
	w.come()
	if me := answered[Me](t, w.with(session, "GET", "/api/v1/me", "")); me.Role != "responder" {
		t.Errorf("%+v", me)
	}
	if kinds := w.kindsAt(); !strings.HasSuffix(kinds, "role_followed") {
		t.Errorf("acts: %s", kinds)
	}
}

func TestSomebodyWhoIsShutOutStaysOut(t *testing.T) {
	w, p := trusting(t, nil)
	w.come()
	u, err := w.people.UserByID(t.Context(), access.IdentityID(p.Place, p.Issuer, "1001"))
	if err != nil {
		t.Fatal(err)
	}
	u.ShutOut, u.Version = true, u.Version+1
	w.people.must(admin.Change{Users: []access.User{u}})
	w.turnedAwayFor(w.come(), access.Barred)
}

// TestAPersonIsIssuerAndSubject: neither a name nor an address opens somebody else's account.
func TestAPersonIsIssuerAndSubject(t *testing.T) {
	w, _ := trusting(t, nil)
	w.people.enrol(t, "ada", chosen, false)
	name := func() string {
		t.Helper()
		return answered[Me](t, w.with(cookieOf(t, w.come()), "GET", "/api/v1/me", "")).User.Name
	}
	if n := name(); n != "ada (Okta)" {
		t.Errorf("a namesake is %q", n)
	}
	w.oracle.said.Subject = "1002"
	if n := name(); n != "ada (Okta 2)" {
		t.Errorf("another person of the same address is %q", n)
	}
	w.oracle.said.Issuer = "https://other.example"
	if n := name(); n != "ada (Okta 3)" {
		t.Errorf("the same subject of another issuer is %q", n)
	}
	w.oracle.said.Subject, w.oracle.said.Name = "1009", "Caseweave"
	if n := name(); n != "Caseweave (Okta)" {
		t.Errorf("who is called like the server is %q", n)
	}
	w.oracle.said.Name = "\u202eeve\x00\n" + strings.Repeat("x", 500)
	w.oracle.said.Subject = "1003"
	if n := name(); !strings.HasPrefix(n, "eve xxx") || access.CheckName(n) != nil {
		t.Errorf("hostile text is %q", n)
	}
}

// TestPlacesAreWorldsOfTheirOwn: a tenant's provider opens no account of the root's.
func TestPlacesAreWorldsOfTheirOwn(t *testing.T) {
	w, p := trusting(t, func(p *access.IdentityProvider) { p.Place = access.Reach{Root: true} })
	w.come()
	p.ID, p.Place, p.Version = "tenants", access.Reach{TenantID: "default"}, 0
	w.people.must(admin.Deed{}.CreateIdentityProvider(p))
	u, err := w.signIn(t.Context(), p, w.oracle.said)
	if err != nil || u.Reach != p.Place || u.Name != "ada (Okta)" {
		t.Errorf("%+v, %v", u, err)
	}
}
