package openid

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	"go.uber.org/goleak"

	"caseweave/internal/core/access"
	"caseweave/internal/edge/openid/openidtest"
)

func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // the provider's own
	goleak.VerifyTestMain(m)
}

const redirect = "http://caseweave.example/api/v1/openid/okta/callback"

// visit is a provider, somebody who relies on it, and what is asked.
type visit struct {
	*testing.T
	provider *openidtest.Provider
	party    *Party
	by       access.IdentityProvider
	question access.Question
}

func begin(t *testing.T) *visit {
	at, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ada := openidtest.Person{Subject: "1001", Name: "ada", Password: "pw", Email: "ada@example.com", Groups: []string{"soc", "all"}}
	provider, err := openidtest.Serve(at, []openidtest.Person{ada}, redirect)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(provider.Close)
	transport := &http.Transport{DisableKeepAlives: true}
	return &visit{
		T: t, provider: provider, party: New(&http.Client{Transport: transport}),
		by: access.IdentityProvider{
			ID: "okta", Issuer: provider.Issuer, ClientID: openidtest.ClientID, Scopes: []string{"profile", "email"},
			Claims: access.ClaimNames{Name: "preferred_username", Email: "email", Groups: "groups"},
		},
		question: access.Question{State: "state", Nonce: "nonce", Verifier: strings.Repeat("v", 50), Redirect: redirect},
	}
}

// code is what the provider sends ada back with.
func (v *visit) code() string {
	v.Helper()
	address, err := v.party.Address(v.Context(), v.by, v.question)
	if err != nil {
		v.Fatal(err)
	}
	jar, _ := cookiejar.New(nil)
	browser := &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if r.URL.Host == "caseweave.example" {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	form, err := browser.Get(address)
	if err != nil {
		v.Fatal(err)
	}
	form.Body.Close()
	back, err := browser.PostForm(form.Request.URL.String(), url.Values{"id": {form.Request.URL.Query().Get("authRequestID")}, "name": {"ada"}, "password": {"pw"}})
	if err != nil {
		v.Fatal(err)
	}
	back.Body.Close()
	to, err := back.Location()
	if err != nil {
		v.Fatalf("the provider answered %d", back.StatusCode)
	}
	if to.Query().Get("state") != v.question.State {
		v.Fatalf("came back to %s", to)
	}
	return to.Query().Get("code")
}

func (v *visit) redeem(code string) (access.Assertion, error) {
	return v.party.Redeem(v.Context(), v.by, openidtest.ClientSecret, v.question, code)
}

// refusal is why nobody was told.
func (v *visit) refusal(err error) (r access.Refusal) {
	v.Helper()
	if !errors.As(err, &r) {
		v.Fatalf("no refusal: %v", err)
	}
	return r
}

func TestTheProvidersWordIsBelieved(t *testing.T) {
	v := begin(t)
	got, err := v.redeem(v.code())
	want := access.Assertion{Issuer: v.provider.Issuer, Subject: "1001", Name: "ada", Email: "ada@example.com", Groups: []string{"soc", "all"}}
	if err != nil || got.Subject != want.Subject || got.Issuer != want.Issuer || got.Name != want.Name || got.Email != want.Email || !slices.Equal(got.Groups, want.Groups) {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestForgedWordsAreNotBelieved: each is what it should be, but for one thing.
func TestForgedWordsAreNotBelieved(t *testing.T) {
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	v := begin(t)
	with := func(name string, value any) func(map[string]any) string {
		return func(claims map[string]any) string {
			claims[name] = value
			return v.provider.Sign(claims)
		}
	}
	for name, c := range map[string]struct {
		forge func(map[string]any) string
		want  access.Refusal
	}{
		"another nonce":    {with("nonce", "another"), access.Stale},
		"no nonce":         {with("nonce", nil), access.Stale},
		"another audience": {with("aud", "somebody else"), access.Misconfigured},
		"audiences, no party": {func(claims map[string]any) string {
			claims["aud"], claims["azp"] = []string{openidtest.ClientID, "somebody else"}, nil
			return v.provider.Sign(claims)
		}, access.Misconfigured},
		"another party":           {with("azp", "somebody else"), access.Misconfigured},
		"another issuer":          {with("iss", "https://evil.example"), access.Misconfigured},
		"run out":                 {with("exp", time.Now().Add(-time.Minute).Unix()), access.Clock},
		"from the future":         {with("iat", time.Now().Add(time.Hour).Unix()), access.Clock},
		"nobody":                  {with("sub", ""), access.Misconfigured},
		"another person":          {with("sub", "1002"), access.Misconfigured},
		"of another access token": {with("at_hash", "AAAA"), access.Misconfigured},
		"unsigned":                {openidtest.Unsigned, access.Misconfigured},
		"signed by a stranger": {func(claims map[string]any) string {
			return openidtest.SignWith(jose.RS256, stranger, claims)
		}, access.Misconfigured},
		"signed with the secret": {func(claims map[string]any) string {
			return openidtest.SignWith(jose.HS256, []byte(strings.Repeat(openidtest.ClientSecret, 3)), claims)
		}, access.Misconfigured},
		"no token":  {func(map[string]any) string { return "" }, access.Misconfigured},
		"no claims": {func(map[string]any) string { return "a.b.c" }, access.Misconfigured},
	} {
		t.Run(name, func(t *testing.T) {
			v.provider.Forge(c.forge)
			got, err := v.redeem(v.code())
			var r access.Refusal
			if !errors.As(err, &r) || r != c.want || got.Subject != "" {
				t.Errorf("%q: %v; %+v", r, err, got)
			}
		})
	}
	v.provider.Forge(nil)
	if _, err := v.redeem(v.code()); err != nil {
		t.Errorf("an honest one: %v", err)
	}
}

func TestACodeIsGoodOnceAndForWhoAskedForIt(t *testing.T) {
	v := begin(t)
	code := v.code()
	if _, err := v.redeem(code); err != nil {
		t.Fatal(err)
	}
	_, err := v.redeem(code)
	if r := v.refusal(err); r != access.Stale || strings.Contains(err.Error(), code) {
		t.Errorf("twice: %s: %v", r, err)
	}
	code = v.code()
	v.question.Verifier = strings.Repeat("w", 50)
	_, err = v.redeem(code)
	if r := v.refusal(err); r != access.Stale {
		t.Errorf("of somebody else: %s: %v", r, err)
	}
}

func TestAWrongSecretIsTheConfigurationsFault(t *testing.T) {
	v := begin(t)
	_, err := v.party.Redeem(t.Context(), v.by, "wrong", v.question, v.code())
	if r := v.refusal(err); r != access.Misconfigured || strings.Contains(err.Error(), "wrong") {
		t.Errorf("%s: %v", r, err)
	}
}

func TestGroupsOfTheTokenCountBeforeThoseBesideIt(t *testing.T) {
	v := begin(t)
	v.provider.Forge(func(claims map[string]any) string {
		delete(claims, v.by.Claims.Name) // so that those beside it are asked for
		claims["groups"] = []any{"signed"}
		return v.provider.Sign(claims)
	})
	got, err := v.redeem(v.code())
	if err != nil || !slices.Equal(got.Groups, []string{"signed"}) {
		t.Errorf("%v, %v", got.Groups, err)
	}
}

func TestGroupsMayStandWithinAClaim(t *testing.T) {
	v := begin(t)
	v.by.Claims.Groups = "realm_access.roles"
	v.provider.Forge(func(claims map[string]any) string {
		claims["realm_access"] = map[string]any{"roles": []any{"within", 7, strings.Repeat("x", maxText+1)}}
		return v.provider.Sign(claims)
	})
	got, err := v.redeem(v.code())
	if err != nil || !slices.Equal(got.Groups, []string{"within"}) {
		t.Errorf("%v, %v", got.Groups, err)
	}
}

func TestExamineSaysWhatIsWrong(t *testing.T) {
	v := begin(t)
	if troubles := v.party.Examine(t.Context(), v.by); len(troubles) != 0 {
		t.Errorf("all is well: %q", troubles)
	}
	document := `{"issuer":"ISSUER","authorization_endpoint":"http://a","token_endpoint":"http://t","jwks_uri":"ISSUER/keys"}`
	for name, c := range map[string]struct{ answer, want string }{
		"another name": {`{"issuer":"https://other.example/"}`, `calls itself "https://other.example/"`},
		"no document":  {`<html>`, "no discovery document"},
		"nothing":      {"", "the answer was 404"},
		"no addresses": {`{"issuer":"ISSUER"}`, "no safe address for its authorization"},
		"no proof":     {strings.Replace(document, "{", `{"id_token_signing_alg_values_supported":["none","HS256"],`, 1), "no algorithm that proves"},
		"no code":      {strings.Replace(document, "{", `{"response_types_supported":["id_token"],`, 1), "authorization code flow"},
		"no keys":      {document, "keys can't be read"},
		"no PKCE":      {strings.Replace(document, "{", `{"code_challenge_methods_supported":["plain"],`, 1), "PKCE"},
		"no scope":     {strings.Replace(document, "{", `{"scopes_supported":["openid"],`, 1), `does not know the scope "profile"`},
	} {
		t.Run(name, func(t *testing.T) {
			var issuer string
			provider := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if c.answer == "" || r.URL.Path != "/.well-known/openid-configuration" {
					http.NotFound(w, r)
					return
				}
				_, _ = w.Write([]byte(strings.ReplaceAll(c.answer, "ISSUER", issuer)))
			}))
			defer provider.Close()
			issuer = provider.URL
			v.by.Issuer = issuer
			if troubles := strings.Join(v.party.Examine(t.Context(), v.by), " "); !strings.Contains(troubles, c.want) {
				t.Errorf("%q", troubles)
			}
		})
	}
	v.by.Issuer = "http://127.0.0.1:1"
	if troubles := v.party.Examine(t.Context(), v.by); len(troubles) != 1 || !strings.Contains(troubles[0], "does not answer") {
		t.Errorf("nobody there: %q", troubles)
	}
}

// TestAProviderIsAskedOnceForAWhile, and soon again after it did not answer.
func TestAProviderIsAskedOnceForAWhile(t *testing.T) {
	v := begin(t)
	asked := 0
	v.party.client = &http.Client{Transport: counting{&asked}}
	now := time.Now()
	v.party.nowFunc = func() time.Time { return now }
	ask := func(issuer string, want int) {
		t.Helper()
		_, _ = v.party.provider(context.Background(), issuer)
		if asked != want {
			t.Errorf("asked %d times, want %d", asked, want)
		}
	}
	ask(v.provider.Issuer, 1)
	ask(v.provider.Issuer, 1)
	now = now.Add(remembered)
	ask(v.provider.Issuer, 2)
	ask("http://127.0.0.1:1", 3)
	ask("http://127.0.0.1:1", 3)
	now = now.Add(shortly)
	ask("http://127.0.0.1:1", 4)
}

type counting struct{ calls *int }

func (c counting) RoundTrip(r *http.Request) (*http.Response, error) {
	*c.calls++
	return (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
}

func TestAnswersAreBoundedAndStayWithTheirHost(t *testing.T) {
	elsewhere := httptest.NewServer(http.NotFoundHandler())
	defer elsewhere.Close()
	provider := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/away") {
			http.Redirect(w, r, elsewhere.URL, http.StatusFound)
			return
		}
		_, _ = w.Write([]byte(`{"issuer":"` + strings.Repeat("x", maxAnswer) + `"}`))
	}))
	defer provider.Close()
	p := New(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}})
	if _, err := p.provider(t.Context(), provider.URL); err == nil || !strings.Contains(err.Error(), "no discovery document") {
		t.Errorf("too long: %v", err)
	}
	if _, err := p.provider(t.Context(), provider.URL+"/away"); err == nil || !strings.Contains(err.Error(), "another host") {
		t.Errorf("elsewhere: %v", err)
	}
}

func TestANameThatIsNotFoundDoesNotTellWhoWasAsked(t *testing.T) {
	lookup := &net.DNSError{Err: "no such host", Name: "login.example", Server: "10.1.2.3:53", IsNotFound: true}
	told := unreached(&url.Error{Op: "Get", URL: "https://login.example", Err: &net.OpError{Op: "dial", Net: "tcp", Err: lookup}}).Error()
	if !strings.Contains(told, "login.example") || strings.Contains(told, "10.1.2.3") {
		t.Error(told)
	}
}
