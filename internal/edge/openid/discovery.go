package openid

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"caseweave/internal/core/access"
)

const (
	// remembered is how long what a provider tells of itself is believed, and
	// shortly how long it is not asked again after it did not answer.
	remembered = 15 * time.Minute
	shortly    = 5 * time.Second
	// maxKnown bounds how many providers are remembered.
	maxKnown = 200
)

// provider is one that told of itself, with the keys that it signs with.
type provider struct {
	*oidc.Provider
	told told
}

// told is what of its discovery document counts (OpenID Connect Discovery 1.0, section 3).
type told struct {
	Issuer        string   `json:"issuer"`
	Authorization string   `json:"authorization_endpoint"`
	Token         string   `json:"token_endpoint"`
	UserInfo      string   `json:"userinfo_endpoint"`
	Keys          string   `json:"jwks_uri"`
	Algorithms    []string `json:"id_token_signing_alg_values_supported"`
	ResponseTypes []string `json:"response_types_supported"`
	Challenges    []string `json:"code_challenge_methods_supported"`
	AuthMethods   []string `json:"token_endpoint_auth_methods_supported"`
	Scopes        []string `json:"scopes_supported"`
}

// signing are the algorithms that prove something: with a key that only the provider has.
var signing = []string{
	oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA,
}

// memory is what providers told of themselves, by issuer.
type memory struct {
	mu  sync.Mutex
	all map[string]*memo
}

// memo is one asking: who comes meanwhile waits for it.
type memo struct {
	once  sync.Once
	until time.Time
	what  *provider
	err   error
}

func newMemory() *memory { return &memory{all: map[string]*memo{}} }

// of is the memo of an issuer, a new one where the last is too old.
func (m *memory) of(issuer string, now time.Time) *memo {
	m.mu.Lock()
	defer m.mu.Unlock()
	if known := m.all[issuer]; known != nil && (known.until.IsZero() || now.Before(known.until)) {
		return known
	}
	for other := range m.all {
		if len(m.all) < maxKnown {
			break
		}
		delete(m.all, other)
	}
	m.all[issuer] = &memo{}
	return m.all[issuer]
}

// settle says how long the memo holds.
func (m *memory) settle(known *memo, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	known.until = now.Add(remembered)
	if known.err != nil {
		known.until = now.Add(shortly)
	}
}

// provider is what the issuer told of itself lately, or tells now.
func (p *Party) provider(ctx context.Context, issuer string) (*provider, error) {
	known := p.known.of(issuer, p.nowFunc())
	known.once.Do(func() {
		known.what, known.err = p.discover(context.WithoutCancel(ctx), issuer) // others wait for it, too
		p.known.settle(known, p.nowFunc())
	})
	return known.what, known.err
}

func (p *Party) discover(ctx context.Context, issuer string) (*provider, error) {
	is, err := p.ask(ctx, issuer)
	if err != nil {
		return nil, err
	}
	if lacks := is.lacks(issuer); lacks != "" {
		return nil, refuse(access.Misconfigured, "%s", lacks)
	}
	config := oidc.ProviderConfig{
		IssuerURL: issuer, AuthURL: is.Authorization, TokenURL: is.Token, UserInfoURL: is.UserInfo, JWKSURL: is.Keys, Algorithms: is.provable(),
	}
	return &provider{config.NewProvider(oidc.ClientContext(ctx, p.client)), is}, nil
}

// ask fetches the discovery document.
func (p *Party) ask(ctx context.Context, issuer string) (is told, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(issuer, "/")+"/.well-known/openid-configuration", nil)
	if err != nil {
		return is, refuse(access.Misconfigured, "this is no address")
	}
	answer, err := p.client.Do(r)
	if err != nil {
		return is, unreached(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return is, refuse(access.Misconfigured, "there is no discovery document below this issuer: the answer was %d", answer.StatusCode)
	}
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return is, unreached(err)
	}
	if json.Unmarshal(text, &is) != nil {
		return is, refuse(access.Misconfigured, "what stands below this issuer is no discovery document")
	}
	return is, nil
}

// lacks says in words what keeps the provider from being used; empty for nothing.
func (t told) lacks(issuer string) string {
	switch {
	case t.Issuer != issuer:
		return fmt.Sprintf("the provider calls itself %q: the issuer must be written the same, to the last slash", brief(t.Issuer))
	case len(t.ResponseTypes) > 0 && !slices.Contains(t.ResponseTypes, "code"):
		return "the provider does not offer the authorization code flow"
	case len(t.Algorithms) > 0 && len(t.provable()) == 0:
		return "the provider signs identity tokens with no algorithm that proves who signed"
	}
	for _, e := range []struct{ name, address string }{{"authorization", t.Authorization}, {"token", t.Token}, {"keys", t.Keys}} {
		if !safeBeside(issuer, e.address) {
			return "the provider names no safe address for its " + e.name
		}
	}
	if t.UserInfo != "" && !safeBeside(issuer, t.UserInfo) {
		return "the provider names no safe address for what it knows of people"
	}
	return ""
}

// safeBeside says that the address is one of TLS, unless the issuer itself is not.
func safeBeside(issuer, address string) bool {
	clear := strings.HasPrefix(issuer, "http://") && strings.HasPrefix(address, "http://")
	return clear || strings.HasPrefix(address, "https://")
}

func (t told) provable() (names []string) {
	for _, name := range t.Algorithms {
		if slices.Contains(signing, name) {
			names = append(names, name)
		}
	}
	return names
}

// authStyle is how the client shows its secret: as a header where the provider
// takes that, which is also what it means where it says nothing.
func (p *provider) authStyle(secret string) oauth2.AuthStyle {
	methods := p.told.AuthMethods
	if secret == "" || len(methods) > 0 && !slices.Contains(methods, "client_secret_basic") && slices.Contains(methods, "client_secret_post") {
		return oauth2.AuthStyleInParams
	}
	return oauth2.AuthStyleInHeader
}
