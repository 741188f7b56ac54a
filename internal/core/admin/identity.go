package admin

import (
	"slices"
	"strings"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
)

// CreateIdentityProvider lets people of a place sign in by a provider. One that was
// removed may come back under its id.
func (d Deed) CreateIdentityProvider(p access.IdentityProvider) Change {
	p.CreatedAt, p.Version = d.At, p.Version+1
	act := d.act(p.Place, IdentityProviderCreated, Subject{p.ID, p.Name})
	act.New = p.Issuer
	return Change{Acts: []Act{act}, IdentityProviders: []access.IdentityProvider{p}}
}

// ChangeIdentityProvider makes was what is says. Nothing changes where they are the same.
func (d Deed) ChangeIdentityProvider(was, is access.IdentityProvider) Change {
	parts := differing(was, is)
	if len(parts) == 0 {
		return Change{}
	}
	is.CreatedAt, is.Version = was.CreatedAt, was.Version+1
	act := d.act(is.Place, IdentityProviderChanged, Subject{is.ID, is.Name})
	act.Note = strings.Join(parts, ", ")
	if was.Issuer != is.Issuer {
		act.Old, act.New = was.Issuer, is.Issuer
	}
	return Change{Acts: []Act{act}, IdentityProviders: []access.IdentityProvider{is}}
}

// differing names the parts in which two editions differ.
func differing(was, is access.IdentityProvider) (parts []string) {
	for _, part := range []struct {
		name string
		same bool
	}{
		{"name", was.Name == is.Name},
		{"issuer", was.Issuer == is.Issuer},
		{"client id", was.ClientID == is.ClientID},
		{"client secret", string(was.SealedSecret) == string(is.SealedSecret)},
		{"scopes", slices.Equal(was.Scopes, is.Scopes)},
		{"claims", was.Claims == is.Claims},
		{"groups", slices.Equal(was.Groups, is.Groups)},
		{"people without a group", was.Others == is.Others},
		{"accounts at the first sign-in", was.Enrols == is.Enrols},
	} {
		if !part.same {
			parts = append(parts, part.name)
		}
	}
	return parts
}

// RemoveIdentityProvider lets nobody in by it any more; its are the users who came by it.
func (d Deed) RemoveIdentityProvider(p access.IdentityProvider, its []access.User) Change {
	c := Change{Acts: []Act{d.act(p.Place, IdentityProviderRemoved, Subject{p.ID, p.Name})}}
	for _, u := range its {
		if !u.Lapsed() {
			c.Users = append(c.Users, lapsed(u))
		}
	}
	p.Removed, p.SealedSecret, p.Version = true, nil, p.Version+1
	c.IdentityProviders = []access.IdentityProvider{p}
	return c
}

// KeepsAdmin refuses a removal that leaves nobody to administer the installation; all
// are all users as they were.
func KeepsAdmin(removed Change, all []access.User) error {
	after := slices.Clone(all)
	for i, u := range after {
		for _, lapsed := range removed.Users {
			if lapsed.ID == u.ID {
				after[i] = lapsed
			}
		}
	}
	if access.AnotherAdmin(all, "") && !access.AnotherAdmin(after, "") {
		return fault.New(fault.Conflict, "The last administrators of this installation come by this provider. Make another one first.")
	}
	return nil
}

// Enrol gives an account to somebody who comes by a provider for the first time.
func (d Deed) Enrol(u access.User, by access.IdentityProvider) Change {
	c := d.CreateUser(u)
	c.Acts[0].Note = "signed in with " + by.Name
	return c
}

// Follow makes the account what the provider says of the person now: an empty role
// takes access away. Nothing changes where it is that already.
func (d Deed) Follow(u access.User, by access.IdentityProvider, a access.Assertion, role access.Role) Change {
	switch {
	case role == "" && u.Lapsed():
		return Change{}
	case role == "":
		return d.followed(lapsed(u), by, AccessLapsed, string(u.Role), "")
	}
	was, identity := u, *u.Identity
	identity.Provider, identity.Email, identity.Lapsed = by.ID, a.Email, false
	u.Role, u.Identity, u.Version = role, &identity, u.Version+1
	switch {
	case was.Lapsed():
		return d.followed(u, by, AccessRegained, "", string(role))
	case was.Role != role:
		return d.followed(u, by, RoleFollowed, string(was.Role), string(role))
	case was.Identity.Provider != by.ID:
		return d.followed(u, by, ProviderFollowed, was.Identity.Provider, by.ID)
	case was.Identity.Email != a.Email:
		return d.followed(u, by, UserEmailChanged, was.Identity.Email, a.Email)
	}
	return Change{}
}

func (d Deed) followed(u access.User, by access.IdentityProvider, kind Kind, before, after string) Change {
	act := d.act(u.Reach, kind, Subject{u.ID, u.Name})
	act.Old, act.New, act.Note = before, after, "signed in with "+by.Name
	return Change{Acts: []Act{act}, Users: []access.User{u}}
}

// lapsed is u without access.
func lapsed(u access.User) access.User {
	identity := *u.Identity
	identity.Lapsed, identity.Lapses = true, identity.Lapses+1
	u.Identity, u.Version = &identity, u.Version+1
	return u
}
