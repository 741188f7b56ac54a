package httpapi

import (
	"context"
	"fmt"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
)

// maxNamesakes is how many people of one name get accounts of their own.
const maxNamesakes = 50

// signIn is the account of the person whom a provider names, with the role that the
// person's groups have now.
func (s *Server) signIn(ctx context.Context, p access.IdentityProvider, said access.Assertion) (access.User, error) {
	role := p.RoleOf(said.Groups)
	u, err := s.accounts.UserByID(ctx, access.IdentityID(p.Place, said.Issuer, said.Subject))
	switch {
	case missing(err):
		return s.enrol(ctx, p, said, role)
	case err != nil:
		return u, err
	case u.Identity == nil:
		return u, because(access.Failed, "the account of the person is not one of a provider")
	case u.ShutOut:
		return u, access.Barred
	}
	return s.follow(ctx, p, u, said, role)
}

// enrol gives an account to who comes for the first time.
func (s *Server) enrol(ctx context.Context, p access.IdentityProvider, said access.Assertion, role access.Role) (u access.User, err error) {
	switch {
	case role == "":
		return u, access.NoGroup
	case !p.Enrols:
		return u, access.NoAccount
	}
	u = access.User{
		ID: access.IdentityID(p.Place, said.Issuer, said.Subject), Role: role, Reach: p.Place,
		Identity: &access.Identity{Provider: p.ID, Issuer: said.Issuer, Subject: said.Subject, Email: said.Email},
	}
	for n := range maxNamesakes {
		u.Name = namesake(access.Printable(said.Name), p.Name, n)
		if access.CheckUserName(u.Name) != nil {
			continue // it means somebody else than a person
		}
		if _, err := s.accounts.User(ctx, u.Name); !missing(err) {
			if err != nil {
				return u, err
			}
			continue // the name is somebody else's, and so is that account
		}
		enrolled := deedOfPerson(u).Enrol(u, p)
		return enrolled.Users[0], s.accounts.Administer(ctx, enrolled)
	}
	return u, because(access.Failed, "too many people have the same name")
}

// namesake is a name for the n-th person who is called so.
func namesake(name, provider string, n int) string {
	switch n {
	case 0:
		return name
	case 1:
		return fmt.Sprintf("%s (%s)", name, access.Printable(provider))
	}
	return fmt.Sprintf("%s (%s %d)", name, access.Printable(provider), n)
}

// follow gives the account the role that the provider's word comes to now, or none.
func (s *Server) follow(ctx context.Context, p access.IdentityProvider, u access.User, said access.Assertion, role access.Role) (access.User, error) {
	followed := deedOfPerson(u).Follow(u, p, said, role)
	if len(followed.Users) > 0 {
		if err := s.accounts.Administer(ctx, followed); err != nil {
			return u, err
		}
		u = followed.Users[0]
		s.live.Doubt(u.ID)
	}
	if role == "" {
		return u, access.NoGroup
	}
	return u, nil
}

// deedOfPerson is what somebody brings about by signing in.
func deedOfPerson(u access.User) admin.Deed {
	return deedOf(visit{principal: access.Principal{ID: u.ID, Name: u.Name}})
}
