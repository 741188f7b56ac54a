package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"strings"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/settings"
	"caseweave/internal/edge/httpapi/credential"
	"caseweave/internal/edge/store"
)

// adminName is the first user's.
const adminName = "admin"

// firstUser makes the admin where there is nobody, and gives an admin who never
// chose a password a new one-time password.
func firstUser(ctx context.Context, s *store.Store) (Admin, error) {
	u, err := s.UserByID(ctx, adminName) // whatever the name is now
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return Admin{}, err
	}
	if err == nil && (!u.OneTime || u.ShutOut) {
		return Admin{Name: u.Name}, nil
	}
	first := Admin{Name: cmp.Or(u.Name, adminName), Password: credential.OneTimePassword()}
	hash, hashErr := credential.HashPassword(ctx, first.Password)
	if hashErr != nil {
		return Admin{}, hashErr
	}
	if err == nil {
		return first, s.Administer(ctx, deed().SetPassword(u, hash, true))
	}
	return first, s.Administer(ctx, deed().CreateUser(access.User{
		ID: adminName, Name: adminName, PasswordHash: hash, OneTime: true,
		Role: access.Admin, Reach: access.Reach{Root: true},
	}))
}

// CreatePartner makes a partner, beside whatever server serves the storage.
func CreatePartner(ctx context.Context, in Storage, p access.Partner) error {
	if err := access.CheckID(p.ID); err != nil {
		return err
	}
	if err := access.CheckName(p.Name); err != nil {
		return err
	}
	return in.beside(ctx, func(s *store.Store) error { return s.Administer(ctx, deed().CreatePartner(p)) })
}

// CreateTenant makes a tenant, beside whatever server serves the storage; a server
// gives it the shipped rules when it first meets it.
func CreateTenant(ctx context.Context, in Storage, o access.Organisation) error {
	if err := access.CheckID(o.ID); err != nil {
		return err
	}
	if err := access.CheckName(o.Name); err != nil {
		return err
	}
	if err := settings.CheckZone(o.TimeZone); err != nil {
		return err
	}
	return in.beside(ctx, func(s *store.Store) error {
		if o.PartnerID != "" {
			if _, err := s.Partner(ctx, o.PartnerID); err != nil {
				return err
			}
		}
		return s.Administer(ctx, deed().CreateTenant(o))
	})
}

// CreateUser makes a person who works at one place, beside whatever server serves
// the storage, and answers the one-time password.
func CreateUser(ctx context.Context, in Storage, u access.User) (password string, err error) {
	if err := access.CheckUserName(u.Name); err != nil {
		return "", err
	}
	if u.Role == access.Ingest {
		return "", fault.New(fault.Invalid, "The role %q is for programs; make a token.", u.Role)
	}
	if err := in.founded(ctx); err != nil {
		return "", err
	}
	password = credential.OneTimePassword()
	if u.PasswordHash, err = credential.HashPassword(ctx, password); err != nil {
		return "", err
	}
	u.ID, u.OneTime = strings.ToLower(rand.Text()), true
	return password, in.beside(ctx, func(s *store.Store) error {
		if err := there(ctx, s, u.Reach); err != nil {
			return err
		}
		return s.Administer(ctx, deed().CreateUser(u))
	})
}

// ResetUser lets somebody in again who lost a password or a second factor, beside
// whatever server serves the storage, and answers a one-time password: the second
// factor goes, wrong tries are forgotten, and all sessions end.
func ResetUser(ctx context.Context, in Storage, name string) (password string, err error) {
	if err := in.founded(ctx); err != nil {
		return "", err
	}
	password = credential.OneTimePassword()
	hash, err := credential.HashPassword(ctx, password)
	if err != nil {
		return "", err
	}
	return password, in.beside(ctx, func(s *store.Store) error {
		u, err := s.User(ctx, name)
		switch {
		case err != nil:
			return err
		case u.Identity != nil:
			return fault.New(fault.Conflict, "%s signs in with an identity provider, and has no password here.", u.Name)
		case u.ShutOut:
			return fault.New(fault.Conflict, "%s is shut out; an administrator lets them in again.", u.Name)
		}
		if err := s.Administer(ctx, deed().Reset(u, hash)); err != nil {
			return err
		}
		return errors.Join(s.KeepTries(ctx, u.Name, access.Tries{}), s.EndOtherSessions(ctx, u.ID, ""))
	})
}

// CreateToken makes an API token, beside whatever server serves the storage, and
// answers its text, which nothing keeps.
func CreateToken(ctx context.Context, in Storage, t access.Token) (text string, err error) {
	if err := access.CheckUserName(t.Name); err != nil {
		return "", err
	}
	if err := in.founded(ctx); err != nil {
		return "", err
	}
	err = in.beside(ctx, func(s *store.Store) error {
		if err := there(ctx, s, t.Reach); err != nil {
			return err
		}
		var minted access.Token
		text, minted = credential.MintToken(t.Name, t.Role, t.Reach)
		minted.Scopes, minted.ExpiresAt = t.Scopes, t.ExpiresAt
		return s.Administer(ctx, deed().CreateToken(minted))
	})
	return text, err
}

// there refuses a place that does not exist.
func there(ctx context.Context, s *store.Store, place access.Reach) (err error) {
	switch {
	case place.TenantID != "":
		_, err = s.Tenant(ctx, place.TenantID)
	case place.PartnerID != "":
		_, err = s.Partner(ctx, place.PartnerID)
	}
	return err
}

// deed is what the system does now.
func deed() admin.Deed { return admin.Deed{By: activity.Itself, At: now()} }
