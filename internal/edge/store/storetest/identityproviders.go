package storetest

import (
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/fault"
)

func identityProvidersAreKept(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	deed := admin.Deed{At: start}
	okta := access.IdentityProvider{
		ID: "okta", Name: "Ökta", Place: access.Reach{TenantID: "a"}, Issuer: "https://id.example", ClientID: "c", SealedSecret: []byte{0, 255},
		Scopes: []string{"openid"}, Claims: access.ClaimNames{Name: "name", Email: "email", Groups: "groups"},
		Groups: []access.GroupRole{{Group: "soc", Role: access.Analyst}}, Others: access.ReadOnly, Enrols: true,
	}
	other := access.IdentityProvider{ID: "entra", Name: "Ökta", Place: access.Reach{Root: true}}
	for _, p := range []access.IdentityProvider{okta, other} {
		if err := s.Administer(ctx, deed.CreateIdentityProvider(p)); err != nil {
			t.Fatal(err)
		}
		refused(t, "the same again", fault.Conflict, s.Administer(ctx, deed.CreateIdentityProvider(p)))
	}
	okta.CreatedAt, okta.Version, other.CreatedAt, other.Version = start, 1, start, 1
	same(t, "all", []access.IdentityProvider{other, okta}, must(s.IdentityProviders(ctx))(t))

	user := access.User{ID: "i1", Name: "ada", Reach: okta.Place, Role: access.Analyst, Identity: &access.Identity{Provider: "okta", Issuer: okta.Issuer, Subject: "1"}}
	if err := s.Administer(ctx, deed.Enrol(user, okta)); err != nil {
		t.Fatal(err)
	}
	user.CreatedAt, user.Version = start, 1
	same(t, "who came by it", user, must(s.UserByID(ctx, "i1"))(t))
	if err := s.Administer(ctx, deed.RemoveIdentityProvider(okta, []access.User{user})); err != nil {
		t.Fatal(err)
	}
	if gone := must(s.IdentityProvider(ctx, "okta"))(t); !gone.Removed || gone.SealedSecret != nil || gone.Version != 2 {
		t.Errorf("removed: %+v", gone)
	}
	if u := must(s.UserByID(ctx, "i1"))(t); !u.Lapsed() || u.Version != 2 {
		t.Errorf("who came by it: %+v", u.Identity)
	}
	refused(t, "what has changed meanwhile", fault.Conflict, s.Administer(ctx, deed.RemoveIdentityProvider(okta, nil)))
	for _, id := range []string{"nobody", "", "nul\x00", "\xff", "OKTA"} {
		_, err := s.IdentityProvider(ctx, id)
		refused(t, "one that there is not", fault.NotFound, err)
	}
}
