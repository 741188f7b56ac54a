package httpapi

import (
	"context"
	"slices"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/fault"
)

// IdentityProviderSetup is what administrators say of a provider.
type IdentityProviderSetup struct {
	Name        string      `json:"name" doc:"Stands on the button of the login page."`
	Issuer      string      `json:"issuer" doc:"What the provider calls itself, to the last slash."`
	ClientID    string      `json:"client_id"`
	Scopes      []string    `json:"scopes" doc:"What is asked for beside openid."`
	NameClaim   string      `json:"name_claim" doc:"Where a person's name stands; points lead into objects."`
	EmailClaim  string      `json:"email_claim"`
	GroupsClaim string      `json:"groups_claim" doc:"Where a person's groups stand: a text, or a list of them."`
	Groups      []GroupRole `json:"groups" doc:"The roles of groups, at this place; the widest wins."`
	Others      others      `json:"others" doc:"What becomes of who is in no such group."`
	Enrols      bool        `json:"creates_accounts" doc:"Who comes for the first time gets an account."`
}

// GroupRole is the role of a group.
type GroupRole struct {
	Group string    `json:"group"`
	Role  groupRole `json:"role"`
}

// IdentityProvider is a provider as administrators see it; its secret nobody does.
type IdentityProvider struct {
	ID string `json:"id"`
	IdentityProviderSetup
	HasSecret   bool   `json:"has_secret"`
	RedirectURI string `json:"redirect_uri" doc:"What the provider must be told as the address to send people back to."`
	Version     uint64 `json:"version"`
}

// IdentityProviderList is all of a place.
type IdentityProviderList struct {
	Items []IdentityProvider `json:"items"`
}

// NewIdentityProvider adds one.
type NewIdentityProvider struct {
	ID string `json:"id" doc:"Stands in the redirect URI: 1 to 40 lower-case letters, digits and hyphens."`
	IdentityProviderSetup
	Secret string `json:"client_secret,omitempty" maxLength:"1000" doc:"Never told again. Missing for a client that has none."`
}

// IdentityProviderChange replaces what one is.
type IdentityProviderChange struct {
	IdentityProviderSetup
	Secret  *string `json:"client_secret,omitempty" maxLength:"1000" doc:"Where it is missing, the secret stays. Another issuer needs it anew."`
	Version uint64  `json:"version" doc:"The one that you saw."`
}

// IdentityProviderTrial is a provider to be examined.
type IdentityProviderTrial struct {
	Issuer string   `json:"issuer"`
	Scopes []string `json:"scopes,omitempty"`
}

// IdentityProviderExamined is what keeps people from signing in.
type IdentityProviderExamined struct {
	Troubles []string `json:"troubles" doc:"Sentences; none where all is well."`
}

const identityProvidersPath = placePath + "/identity-providers"

func (s *Server) registerIdentityProviders() {
	register(s, operation{
		method: "GET", path: identityProvidersPath, id: "list-identity-providers", summary: "List the identity providers of a place",
		needs: needsAtPlace(access.ReadPeople), gives: IdentityProviderList{[]IdentityProvider{exampleIdentityProvider}},
	}, s.listIdentityProviders)
	register(s, operation{
		method: "POST", path: identityProvidersPath, id: "create-identity-provider", summary: "Let people of a place sign in by a provider",
		needs: needsAtPlace(access.WritePeople), status: 201, takes: exampleNewIdentityProvider, gives: exampleIdentityProvider,
	}, s.createIdentityProvider)
	register(s, operation{
		method: "PUT", path: identityProvidersPath + "/{provider}", id: "change-identity-provider", summary: "Change an identity provider",
		about: "Its people keep their sessions; their roles follow when they sign in the next time.",
		needs: needsAtPlace(access.WritePeople), takes: exampleIdentityProviderChange, gives: exampleIdentityProvider,
	}, s.changeIdentityProvider)
	registerSilent(s, operation{
		method: "DELETE", path: identityProvidersPath + "/{provider}", id: "remove-identity-provider", summary: "Let nobody sign in by a provider any more",
		about: "The sessions of who came by it end. Their accounts stay, and open again where they come by a provider of this place with the same issuer.",
		needs: needsAtPlace(access.WritePeople),
	}, s.removeIdentityProvider)
	register(s, operation{
		method: "POST", path: placePath + "/test-identity-provider", id: "test-identity-provider", summary: "Ask a provider whether it can be used",
		about: "Nothing is stored.",
		needs: needsAtPlace(access.WritePeople), takes: IdentityProviderTrial{Issuer: "https://acme.okta.com"}, gives: IdentityProviderExamined{Troubles: []string{}},
	}, s.testIdentityProvider)
}

func (s *Server) listIdentityProviders(ctx context.Context, v visit, _ *InPlace) (IdentityProviderList, error) {
	all, err := s.accounts.IdentityProviders(ctx)
	list := IdentityProviderList{Items: []IdentityProvider{}}
	for _, p := range all {
		if !p.Removed && p.Place == v.place {
			list.Items = append(list.Items, s.identityProviderOf(v, p))
		}
	}
	return list, err
}

type createIdentityProviderInput struct {
	InPlace
	Body NewIdentityProvider
}

func (s *Server) createIdentityProvider(ctx context.Context, v visit, in *createIdentityProviderInput) (IdentityProvider, error) {
	p := access.IdentityProvider{ID: in.Body.ID, Place: v.place}
	was, err := s.accounts.IdentityProvider(ctx, p.ID)
	switch {
	case err == nil && was.Removed && was.Place == v.place:
		p.Version = was.Version
	case err != nil && !missing(err):
		return IdentityProvider{}, err
	}
	in.Body.onto(&p)
	s.seal(&p, in.Body.Secret)
	if err := p.Check(); err != nil {
		return IdentityProvider{}, err
	}
	if err := access.CheckProvider(v.principal, access.IdentityProvider{}, p); err != nil {
		return IdentityProvider{}, err
	}
	created := deedOf(v).CreateIdentityProvider(p)
	return s.identityProviderOf(v, created.IdentityProviders[0]), s.accounts.Administer(ctx, created)
}

// InIdentityProvider is the path of what belongs to an identity provider.
type InIdentityProvider struct {
	InPlace
	Provider string `path:"provider" example:"okta" doc:"The provider's id."`
}

type changeIdentityProviderInput struct {
	InIdentityProvider
	Body IdentityProviderChange
}

func (s *Server) changeIdentityProvider(ctx context.Context, v visit, in *changeIdentityProviderInput) (IdentityProvider, error) {
	was, err := s.identityProviderAt(ctx, v.place, in.Provider)
	switch {
	case err != nil:
		return IdentityProvider{}, err
	case was.Version != in.Body.Version:
		return IdentityProvider{}, fault.New(fault.Conflict, "The identity provider %q has changed since you looked.", was.Name)
	case was.Issuer != in.Body.Issuer && len(was.SealedSecret) > 0 && in.Body.Secret == nil:
		return IdentityProvider{}, wrongField("client_secret", "The secret was given for the issuer before; give the one for this issuer.")
	}
	is := was
	in.Body.onto(&is)
	if in.Body.Secret != nil {
		s.seal(&is, *in.Body.Secret)
	}
	if err := is.Check(); err != nil {
		return IdentityProvider{}, err
	}
	if err := access.CheckProvider(v.principal, was, is); err != nil {
		return IdentityProvider{}, err
	}
	changed := deedOf(v).ChangeIdentityProvider(was, is)
	if len(changed.IdentityProviders) == 0 {
		return s.identityProviderOf(v, was), nil
	}
	return s.identityProviderOf(v, changed.IdentityProviders[0]), s.accounts.Administer(ctx, changed)
}

func (s *Server) removeIdentityProvider(ctx context.Context, v visit, in *InIdentityProvider) error {
	p, err := s.identityProviderAt(ctx, v.place, in.Provider)
	if err != nil {
		return err
	}
	if err := access.CheckProvider(v.principal, p, p); err != nil {
		return err
	}
	s.staffing.Lock()
	defer s.staffing.Unlock()
	users, err := s.accounts.Users(ctx)
	if err != nil {
		return err
	}
	removed := deedOf(v).RemoveIdentityProvider(p, slices.DeleteFunc(slices.Clone(users), func(u access.User) bool {
		return u.Identity == nil || u.Identity.Provider != p.ID
	}))
	if err := admin.KeepsAdmin(removed, users); err != nil {
		return err
	}
	if err := s.accounts.Administer(ctx, removed); err != nil {
		return err
	}
	for _, u := range removed.Users {
		s.live.Doubt(u.ID)
	}
	return nil
}

type testIdentityProviderInput struct {
	InPlace
	Body IdentityProviderTrial
}

func (s *Server) testIdentityProvider(ctx context.Context, _ visit, in *testIdentityProviderInput) (IdentityProviderExamined, error) {
	p := access.IdentityProvider{Issuer: in.Body.Issuer, Scopes: in.Body.Scopes}
	if err := p.CheckIssuer(); err != nil {
		return IdentityProviderExamined{}, located(err, "body.issuer")
	}
	return IdentityProviderExamined{Troubles: list(s.openid.Examine(ctx, p))}, nil
}

// identityProviderAt is the place's provider of that id.
func (s *Server) identityProviderAt(ctx context.Context, place access.Reach, id string) (access.IdentityProvider, error) {
	p, err := s.accounts.IdentityProvider(ctx, id)
	if missing(err) || err == nil && (p.Removed || p.Place != place) {
		return p, nothingHere()
	}
	return p, err
}
