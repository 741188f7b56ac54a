package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/fold"
)

// create runs an insertion of something that people name; what is it, in words: "the user".
func (s *Store) create(ctx context.Context, what string, texts []string, statement string, args ...any) error {
	if !storable(texts...) {
		return fault.New(fault.Invalid, "The name or id of %s has characters that can't be stored.", what)
	}
	_, err := s.writer.ExecContext(ctx, statement, args...)
	if err != nil && s.dialect.Duplicate(err) {
		return fault.Because(err, fault.Conflict, "There is one by that name or id already; %s can't be created.", what)
	}
	return s.refusal("create "+what, err)
}

// CreatePartner adds a partner; fault.Conflict where its id is taken.
func (s *Store) CreatePartner(ctx context.Context, p access.Partner) error {
	return s.create(ctx, "the partner", []string{p.ID, p.Name},
		`INSERT INTO partners (id, name, created_at) VALUES ($1, $2, $3)`, p.ID, p.Name, p.CreatedAt.UnixMicro())
}

const partners = `SELECT id, name, created_at FROM partners `

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
	err = row.Scan(&p.ID, &p.Name, &created)
	p.CreatedAt = moment(created)
	return p, err
}

// CreateTenant adds a tenant with an empty ledger; fault.Conflict where its id is taken.
func (s *Store) CreateTenant(ctx context.Context, o access.Organisation) error {
	return s.create(ctx, "the tenant", []string{o.ID, o.Name, o.PartnerID, o.TimeZone},
		`INSERT INTO tenants (id, name, partner_id, time_zone, created_at) VALUES ($1, $2, $3, $4, $5)`,
		o.ID, o.Name, o.PartnerID, o.TimeZone, o.CreatedAt.UnixMicro())
}

const organisations = `SELECT id, name, partner_id, time_zone, created_at FROM tenants `

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
	err = row.Scan(&o.ID, &o.Name, &o.PartnerID, &o.TimeZone, &created)
	o.CreatedAt = moment(created)
	return o, err
}

func moment(micros int64) time.Time { return time.UnixMicro(micros).UTC() }

// CreateUser adds a user; fault.Conflict where the id, or the name in any letter case, is taken.
func (s *Store) CreateUser(ctx context.Context, u access.User) error {
	return s.create(ctx, "the user", []string{u.ID, u.Name},
		`INSERT INTO users (id, name, name_folded, password_hash, one_time, role, root, partner_id, tenant_id, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		u.ID, u.Name, fold.String(u.Name), u.PasswordHash, u.OneTime, string(u.Role),
		u.Reach.Root, u.Reach.PartnerID, u.Reach.TenantID, u.CreatedAt.UnixMicro())
}

const users = `SELECT id, name, password_hash, one_time, role, root, partner_id, tenant_id, created_at FROM users `

// User is the user of that name, in any letter case; fault.NotFound where there is none.
func (s *Store) User(ctx context.Context, name string) (access.User, error) {
	return s.user(s.one(ctx, fold.String(name), users+"WHERE name_folded = $1"))
}

// UserByID is the user of that id; fault.NotFound where there is none.
func (s *Store) UserByID(ctx context.Context, id string) (access.User, error) {
	return s.user(s.one(ctx, id, users+"WHERE id = $1"))
}

// Users are all users by name.
func (s *Store) Users(ctx context.Context) ([]access.User, error) {
	rows, err := s.reader.QueryContext(ctx, users)
	if err != nil {
		return nil, s.refusal("list the users", err)
	}
	var all []access.User
	err = each(rows, func() error {
		u, err := scanUser(rows)
		all = append(all, u)
		return err
	})
	slices.SortFunc(all, func(a, b access.User) int { return strings.Compare(fold.String(a.Name), fold.String(b.Name)) })
	return all, s.refusal("list the users", err)
}

func (s *Store) user(row scanner) (access.User, error) {
	u, err := scanUser(row)
	return u, s.refusal("read the user", missing(err, "There is no such user."))
}

func scanUser(row scanner) (u access.User, err error) {
	var created int64
	err = row.Scan(&u.ID, &u.Name, &u.PasswordHash, &u.OneTime, &u.Role, &u.Reach.Root, &u.Reach.PartnerID, &u.Reach.TenantID, &created)
	u.CreatedAt = moment(created)
	return u, err
}

// SetPassword replaces a user's hash and says whether the password is a one-time
// one; fault.NotFound where there is no such user.
func (s *Store) SetPassword(ctx context.Context, userID, hash string, oneTime bool) error {
	return s.write(ctx, "store the password", func(tx *transaction) error {
		touched, err := tx.run(ctx, `UPDATE users SET password_hash = $1, one_time = $2 WHERE id = $3`, hash, oneTime, userID)
		if err == nil && touched == 0 {
			err = sql.ErrNoRows
		}
		return missing(err, "There is no such user.")
	})
}

// CreateToken adds a token; fault.Conflict where its id is taken.
func (s *Store) CreateToken(ctx context.Context, t access.Token) error {
	return s.create(ctx, "the token", []string{t.ID, t.Name},
		`INSERT INTO tokens (id, secret_hash, name, role, root, partner_id, tenant_id, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		t.ID, bytesOf(t.SecretHash), t.Name, string(t.Role), t.Reach.Root, t.Reach.PartnerID, t.Reach.TenantID, t.CreatedAt.UnixMicro())
}

const tokens = `SELECT id, secret_hash, name, role, root, partner_id, tenant_id, created_at FROM tokens WHERE id = $1`

// Token is the token of that id; fault.NotFound where there is none.
func (s *Store) Token(ctx context.Context, id string) (t access.Token, err error) {
	var created int64
	err = s.one(ctx, id, tokens).Scan(&t.ID, &t.SecretHash, &t.Name, &t.Role, &t.Reach.Root, &t.Reach.PartnerID, &t.Reach.TenantID, &created)
	t.CreatedAt = moment(created)
	return t, s.refusal("read the token", missing(err, "There is no such token."))
}
