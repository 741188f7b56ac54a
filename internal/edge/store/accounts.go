package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fold"
)

const partners = `SELECT id, name, created_at, version FROM partners `

// Partners are all partners by id.
func (s *Store) Partners(ctx context.Context) ([]access.Partner, error) {
	rows, err := s.reader.QueryContext(ctx, partners+"ORDER BY id")
	if err != nil {
		return nil, s.refusal("list the partners", err)
	}
	var all []access.Partner
	err = each(rows, func() error {
		p, err := scanPartner(rows)
		all = append(all, p)
		return err
	})
	return all, s.refusal("list the partners", err)
}

// Partner is the partner of that id; fault.NotFound where there is none.
func (s *Store) Partner(ctx context.Context, id string) (access.Partner, error) {
	p, err := scanPartner(s.one(ctx, id, partners+"WHERE id = $1"))
	return p, s.refusal("read the partner", missing(err, "There is no partner %q.", id))
}

func scanPartner(row scanner) (p access.Partner, err error) {
	var created int64
	err = row.Scan(&p.ID, &p.Name, &created, &p.Version)
	p.CreatedAt = moment(created)
	return p, err
}

const organisations = `SELECT id, name, partner_id, time_zone, created_at, version FROM tenants `

// Tenants are all tenants by id.
func (s *Store) Tenants(ctx context.Context) ([]access.Organisation, error) {
	return s.organisations(ctx, "ORDER BY id")
}

// TenantsOf are the tenants that the partner provides for, by id; none where
// there is no such partner.
func (s *Store) TenantsOf(ctx context.Context, partnerID string) ([]access.Organisation, error) {
	if !storable(partnerID) || partnerID == "" {
		return nil, nil
	}
	return s.organisations(ctx, "WHERE partner_id = $1 ORDER BY id", partnerID)
}

func (s *Store) organisations(ctx context.Context, which string, args ...any) ([]access.Organisation, error) {
	rows, err := s.reader.QueryContext(ctx, organisations+which, args...)
	if err != nil {
		return nil, s.refusal("list the tenants", err)
	}
	var all []access.Organisation
	err = each(rows, func() error {
		o, err := scanOrganisation(rows)
		all = append(all, o)
		return err
	})
	return all, s.refusal("list the tenants", err)
}

// Tenant is the tenant of that id; fault.NotFound where there is none.
func (s *Store) Tenant(ctx context.Context, id string) (access.Organisation, error) {
	o, err := scanOrganisation(s.one(ctx, id, organisations+"WHERE id = $1"))
	return o, s.refusal("read the tenant", missing(err, "There is no tenant %q.", id))
}

// TenantWithin is the tenant of that id if the reach has it; fault.NotFound where
// there is none, which takes as long as where there is one beyond: only what is
// within the reach is looked through.
func (s *Store) TenantWithin(ctx context.Context, reach access.Reach, id string) (access.Organisation, error) {
	if reach.Root || reach.TenantID == id {
		return s.Tenant(ctx, id)
	}
	all, err := s.TenantsOf(ctx, reach.PartnerID)
	if at := slices.IndexFunc(all, func(o access.Organisation) bool { return o.ID == id }); at >= 0 {
		return all[at], nil
	}
	return access.Organisation{}, s.refusal("read the tenant", cmp.Or(err, missing(sql.ErrNoRows, "There is no tenant %q.", id)))
}

// one selects by a text that may be anything.
func (s *Store) one(ctx context.Context, id, statement string) scanner {
	if !storable(id) {
		return noRow{}
	}
	return s.reader.QueryRowContext(ctx, statement, id)
}

type scanner interface{ Scan(...any) error }

type noRow struct{}

func (noRow) Scan(...any) error { return sql.ErrNoRows }

func scanOrganisation(row scanner) (o access.Organisation, err error) {
	var created int64
	err = row.Scan(&o.ID, &o.Name, &o.PartnerID, &o.TimeZone, &created, &o.Version)
	o.CreatedAt = moment(created)
	return o, err
}

func moment(micros int64) time.Time { return time.UnixMicro(micros).UTC() }

// User is the user of that name, in any letter case; fault.NotFound where there is none.
func (s *Store) User(ctx context.Context, name string) (u access.User, err error) {
	return u, s.account(ctx, aUser, "name", folded(name), &u)
}

// UserByID is the user of that id; fault.NotFound where there is none.
func (s *Store) UserByID(ctx context.Context, id string) (u access.User, err error) {
	return u, s.accountByID(ctx, aUser, id, &u)
}

// Users are all users by name.
func (s *Store) Users(ctx context.Context) ([]access.User, error) {
	all, err := accounts[access.User](ctx, s, aUser)
	slices.SortFunc(all, func(a, b access.User) int { return strings.Compare(fold.String(a.Name), fold.String(b.Name)) })
	return all, err
}

// Token is the token of that id; fault.NotFound where there is none.
func (s *Store) Token(ctx context.Context, id string) (t access.Token, err error) {
	return t, s.accountByID(ctx, aToken, id, &t)
}

// Tokens are all tokens by id, those that are good no more among them.
func (s *Store) Tokens(ctx context.Context) ([]access.Token, error) {
	return accounts[access.Token](ctx, s, aToken)
}

// SignIns are what places ask of their people.
func (s *Store) SignIns(ctx context.Context) (access.SignIns, error) {
	return accounts[access.SignIn](ctx, s, aSignIn)
}

// accountKind is a kind of what is kept as documents.
type accountKind struct {
	name string
	// what says it in words: "user".
	what string
}

var (
	aUser   = accountKind{"user", "user"}
	aToken  = accountKind{"token", "token"}
	aSignIn = accountKind{"sign-in", "way to sign in"}

	anIdentityProvider = accountKind{"identity_provider", "identity provider"}
)

func (s *Store) accountByID(ctx context.Context, kind accountKind, id string, into any) error {
	if !storable(id) {
		return missing(sql.ErrNoRows, "There is no such %s.", kind.what)
	}
	return s.account(ctx, kind, "id", id, into)
}

// account reads one by a column in which no other of its kind is equal.
func (s *Store) account(ctx context.Context, kind accountKind, column string, value, into any) error {
	var text []byte
	err := s.reader.QueryRowContext(ctx, `SELECT document FROM accounts WHERE kind = $1 AND `+column+` = $2`, kind.name, value).Scan(&text)
	if err == nil {
		err = fromDocument(text, into)
	}
	return s.refusal("read the "+kind.what, missing(err, "There is no such %s.", kind.what))
}

// accounts are all of a kind, by id.
func accounts[T any](ctx context.Context, s *Store, kind accountKind) ([]T, error) {
	rows, err := s.reader.QueryContext(ctx, `SELECT document FROM accounts WHERE kind = $1 ORDER BY id`, kind.name)
	if err != nil {
		return nil, s.refusal("list each "+kind.what, err)
	}
	var all []T
	err = each(rows, func() error {
		var text []byte
		if err := rows.Scan(&text); err != nil {
			return err
		}
		var one T
		err := fromDocument(text, &one)
		all = append(all, one)
		return err
	})
	return all, s.refusal("list each "+kind.what, err)
}
