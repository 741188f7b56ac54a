// Package openidtest is an identity provider for tests: a real one, with a page to
// log in at, whose tokens a test may forge. No program that people get contains it.
package openidtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"sync"

	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// ClientID and ClientSecret are the one client's.
const (
	ClientID     = "caseweave"
	ClientSecret = "a secret & sign"
)

// Person is somebody whom the provider knows.
type Person struct {
	Subject, Name, Password, Email string
	Groups                         []string
}

// Provider is an identity provider on this machine.
type Provider struct {
	// Issuer is what it calls itself.
	Issuer string

	storage *people
	server  *http.Server
	done    chan struct{}
	mu      sync.Mutex
	forge   func(claims map[string]any) (token string)
}

// Serve starts a provider at the listener, which sends people back to the
// redirect addresses only.
func Serve(at net.Listener, everybody []Person, redirects ...string) (*Provider, error) {
	p := &Provider{Issuer: "http://" + at.Addr().String(), storage: newPeople(everybody, redirects), done: make(chan struct{})}
	config := &op.Config{CodeMethodS256: true, AuthMethodPost: true, SupportedScopes: []string{"openid", "profile", "email", "groups"}}
	_, _ = rand.Read(config.CryptoKey[:])
	core, err := op.NewProvider(config, p.storage, op.StaticIssuer(p.Issuer), op.WithAllowInsecure())
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/oauth/token", p.forged(core))
	mux.Handle("/", core)
	mux.HandleFunc("GET /login/username", logInPage)
	mux.Handle("POST /login/username", op.NewIssuerInterceptor(core.IssuerFromRequest).HandlerFunc(p.logIn(op.AuthCallbackURL(core))))
	p.server = &http.Server{Handler: mux} //nolint:gosec // for tests
	go func() {
		defer close(p.done)
		_ = p.server.Serve(at)
	}()
	return p, nil
}

// Close stops the provider.
func (p *Provider) Close() {
	_ = p.server.Close()
	<-p.done
}

// Wait returns when the provider has stopped.
func (p *Provider) Wait() { <-p.done }

// Forge makes the provider's next identity tokens what forge makes of their claims.
func (p *Provider) Forge(forge func(claims map[string]any) (token string)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.forge = forge
}

// Regroup puts somebody into other groups.
func (p *Provider) Regroup(subject string, groups ...string) {
	p.storage.mu.Lock()
	defer p.storage.mu.Unlock()
	p.storage.groups[subject] = groups
}

// people is the storage of the library's own example, with groups.
type people struct {
	*storage.Storage
	mu     sync.Mutex
	groups map[string][]string
}

func newPeople(everybody []Person, redirects []string) *people {
	known, groups := directory{}, map[string][]string{}
	for _, one := range everybody {
		known[one.Subject] = &storage.User{ID: one.Subject, Username: one.Name, FirstName: one.Name, Password: one.Password, Email: one.Email, EmailVerified: true}
		groups[one.Subject] = one.Groups
	}
	client := storage.WebClient(ClientID, ClientSecret, redirects...)
	return &people{Storage: storage.NewStorageWithClients(known, map[string]*storage.Client{ClientID: client}), groups: groups}
}

// SetUserinfoFromToken tells what the provider knows of somebody.
func (s *people) SetUserinfoFromToken(ctx context.Context, info *oidc.UserInfo, tokenID, subject, origin string) error {
	if err := s.Storage.SetUserinfoFromToken(ctx, info, tokenID, subject, origin); err != nil {
		return fmt.Errorf("who is %s: %w", subject, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	info.AppendClaims("groups", s.groups[subject])
	return nil
}

// directory is whom the provider knows, by subject.
type directory map[string]*storage.User

// GetUserByID finds by subject.
func (d directory) GetUserByID(id string) *storage.User { return d[id] }

// GetUserByUsername finds by name.
func (d directory) GetUserByUsername(name string) *storage.User {
	for _, u := range d {
		if u.Username == name {
			return u
		}
	}
	return nil
}

// ExampleClientID is nobody's.
func (d directory) ExampleClientID() string { return "nobody" }
