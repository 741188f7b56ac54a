package httpapi

import (
	"github.com/danielgtaylor/huma/v2"

	"caseweave/internal/core/access"
)

type (
	// groupRole is a role that a group of people may have.
	groupRole access.Role
	// others is what becomes of who is in no group that has a role.
	others string
)

const refusedOthers others = "refused"

func (groupRole) Schema(huma.Registry) *huma.Schema {
	return oneOf([]access.Role{access.Admin, access.Analyst, access.Responder, access.ReadOnly})
}

func (others) Schema(huma.Registry) *huma.Schema {
	return oneOf([]others{refusedOthers, others(access.ReadOnly)})
}

var (
	exampleProvider = access.IdentityProvider{
		ID: "okta", Name: "Okta", Place: access.Reach{TenantID: "default"}, Issuer: "https://acme.okta.com", ClientID: "0oa1example", SealedSecret: []byte{1},
		Scopes: []string{"profile", "email", "groups"}, Claims: access.ClaimNames{Name: "name", Email: "email", Groups: "groups"},
		Groups: []access.GroupRole{{Group: "Security operations", Role: access.Analyst}}, Enrols: true, Version: 1,
	}
	exampleIdentityProvider       = identityProviderTold(exampleProvider, "https://caseweave.example.com/api/v1/openid/okta/callback")
	exampleClientSecret           = "what Okta shows once"
	exampleNewIdentityProvider    = NewIdentityProvider{ID: "keycloak", IdentityProviderSetup: exampleIdentityProvider.IdentityProviderSetup, Secret: exampleClientSecret}
	exampleIdentityProviderChange = IdentityProviderChange{IdentityProviderSetup: exampleIdentityProvider.IdentityProviderSetup, Secret: &exampleClientSecret, Version: 1}
)

func (s *Server) identityProviderOf(v visit, p access.IdentityProvider) IdentityProvider {
	return identityProviderTold(p, s.redirectURI(v.r, p.ID))
}

func identityProviderTold(p access.IdentityProvider, redirect string) IdentityProvider {
	told := IdentityProvider{
		ID: p.ID, HasSecret: len(p.SealedSecret) > 0, RedirectURI: redirect, Version: p.Version,
		IdentityProviderSetup: IdentityProviderSetup{
			Name: p.Name, Issuer: p.Issuer, ClientID: p.ClientID, Scopes: list(p.Scopes),
			NameClaim: p.Claims.Name, EmailClaim: p.Claims.Email, GroupsClaim: p.Claims.Groups,
			Groups: []GroupRole{}, Others: refusedOthers, Enrols: p.Enrols,
		},
	}
	for _, g := range p.Groups {
		told.Groups = append(told.Groups, GroupRole{Group: g.Group, Role: groupRole(g.Role)})
	}
	if p.Others != "" {
		told.Others = others(p.Others)
	}
	return told
}

// onto makes p what administrators say of it.
func (setup IdentityProviderSetup) onto(p *access.IdentityProvider) {
	p.Name, p.Issuer, p.ClientID, p.Scopes, p.Enrols = setup.Name, setup.Issuer, setup.ClientID, setup.Scopes, setup.Enrols
	p.Claims = access.ClaimNames{Name: setup.NameClaim, Email: setup.EmailClaim, Groups: setup.GroupsClaim}
	p.Groups, p.Others = nil, ""
	for _, g := range setup.Groups {
		p.Groups = append(p.Groups, access.GroupRole{Group: g.Group, Role: access.Role(g.Role)})
	}
	if setup.Others != refusedOthers {
		p.Others = access.Role(setup.Others)
	}
}

// secretLabel says whose secret it is: one that is moved to another provider can't be read.
func secretLabel(p access.IdentityProvider) string { return "client secret of " + p.ID }

// seal keeps the client's secret where the database alone does not tell it.
func (s *Server) seal(p *access.IdentityProvider, secret string) {
	p.SealedSecret = nil
	if secret != "" {
		p.SealedSecret = s.secrets.Seal(secretLabel(*p), []byte(secret))
	}
}

func (s *Server) secretOf(p access.IdentityProvider) (string, error) {
	if len(p.SealedSecret) == 0 {
		return "", nil
	}
	secret, err := s.secrets.Open(secretLabel(p), p.SealedSecret)
	return string(secret), err
}
