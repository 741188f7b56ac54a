package store

import (
	"context"
	"database/sql"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/proof"
	"caseweave/internal/core/query"
)

// Administer writes a change with the acts that tell of it, all or nothing. It is
// fault.Conflict where an id or a user's name is taken, or where somebody changed
// the same meanwhile.
func (s *Store) Administer(ctx context.Context, c admin.Change) error {
	return s.write(ctx, "store what was administered", func(tx *transaction) error {
		for _, p := range c.Partners {
			if err := s.keepPartner(ctx, tx, p); err != nil {
				return err
			}
		}
		for _, o := range c.Tenants {
			if err := s.keepTenant(ctx, tx, o); err != nil {
				return err
			}
		}
		for _, u := range c.Users {
			if err := s.keepAccount(ctx, tx, aUser, u.ID, u.Name, folded(u.Name), u.Version, u); err != nil {
				return err
			}
		}
		for _, t := range c.Tokens {
			if err := s.keepAccount(ctx, tx, aToken, t.ID, t.Name, nil, t.Version, t); err != nil {
				return err
			}
		}
		for _, i := range c.SignIns {
			place := i.Place.String()
			if err := s.keepAccount(ctx, tx, aSignIn, place, place, nil, i.Version, i); err != nil {
				return err
			}
		}
		for _, p := range c.IdentityProviders {
			if err := s.keepAccount(ctx, tx, anIdentityProvider, p.ID, p.Name, nil, p.Version, p); err != nil {
				return err
			}
		}
		if err := s.keepGroups(ctx, tx, c.Groups); err != nil {
			return err
		}
		if err := s.keepInstallation(ctx, tx, c.Installation); err != nil {
			return err
		}
		return tell(ctx, tx, c.Acts)
	})
}

func (s *Store) keepPartner(ctx context.Context, tx *transaction, p access.Partner) error {
	if !storable(p.ID, p.Name) {
		return unstorable("partner")
	}
	if p.Version > 1 {
		return s.kept("partner", p.Name)(tx.run(ctx, `UPDATE partners SET name = $2, version = $3 WHERE id = $1 AND version = $4`,
			p.ID, p.Name, int64(p.Version), int64(p.Version-1)))
	}
	return s.kept("partner", p.ID)(tx.run(ctx, `INSERT INTO partners (id, name, created_at, version) VALUES ($1, $2, $3, 1)`,
		p.ID, p.Name, p.CreatedAt.UnixMicro()))
}

func (s *Store) keepTenant(ctx context.Context, tx *transaction, o access.Organisation) error {
	if !storable(o.ID, o.Name, o.PartnerID, o.TimeZone) {
		return unstorable("tenant")
	}
	if o.Version > 1 {
		return s.kept("tenant", o.ID)(tx.run(ctx, `UPDATE tenants SET name = $2, partner_id = $3, time_zone = $4, version = $5 WHERE id = $1 AND version = $6`,
			o.ID, o.Name, o.PartnerID, o.TimeZone, int64(o.Version), int64(o.Version-1)))
	}
	return s.kept("tenant", o.ID)(tx.run(ctx, `INSERT INTO tenants (id, name, partner_id, time_zone, created_at, version) VALUES ($1, $2, $3, $4, $5, 1)`,
		o.ID, o.Name, o.PartnerID, o.TimeZone, o.CreatedAt.UnixMicro()))
}

// keepAccount writes what is kept as a document. unique is the name that no other
// of its kind has; nil for none.
func (s *Store) keepAccount(ctx context.Context, tx *transaction, kind accountKind, id, name string, unique []byte, version uint64, record any) error {
	if !storable(id, name) {
		return unstorable(kind.what)
	}
	text, err := document(record)
	if err != nil {
		return err
	}
	if version > 1 {
		return s.kept(kind.what, name)(tx.run(ctx, `UPDATE accounts SET name = $3, version = $4, document = $5 WHERE kind = $1 AND id = $2 AND version = $6`,
			kind.name, id, unique, int64(version), text, int64(version-1)))
	}
	if unique == nil { // then it is the id that is there
		name = id
	}
	return s.kept(kind.what, name)(tx.run(ctx, `INSERT INTO accounts (kind, id, name, version, document) VALUES ($1, $2, $3, 1, $4)`,
		kind.name, id, unique, text))
}

func unstorable(what string) error {
	return fault.New(fault.Invalid, "The name or id of the %s has characters that can't be stored.", what)
}

// kept judges a statement that must touch one row.
func (s *Store) kept(what, name string) func(touched int64, err error) error {
	return func(touched int64, err error) error {
		switch {
		case err != nil && s.dialect.Duplicate(err):
			return fault.New(fault.Conflict, "The %s %q is there already.", what, name)
		case err == nil && touched == 0:
			return fault.New(fault.Conflict, "The %s %q has changed since you looked.", what, name)
		}
		return err
	}
}

const (
	nextAct = `INSERT INTO places (place, entry) VALUES ($1, 1)
		ON CONFLICT (place) DO UPDATE SET entry = places.entry + 1 RETURNING entry`

	keepAct = `INSERT INTO acts (place, entry, kind, canonical) VALUES ($1, $2, $3, $4)`
)

// tell numbers acts and writes them.
func tell(ctx context.Context, tx *transaction, acts []admin.Act) error {
	for _, a := range acts {
		if err := tx.QueryRowContext(ctx, nextAct, a.Place.String()).Scan(&a.Entry); err != nil {
			return err
		}
		record := a.Canonical()
		if _, err := tx.run(ctx, keepAct, a.Place.String(), int64(a.Entry), string(a.Kind), record); err != nil {
			return err
		}
		if err := tx.growAfter(ctx, proof.Acts(a.Place.String()), a.Entry-1, []proof.Hash{proof.Leaf(record)}); err != nil {
			return err
		}
	}
	return nil
}

// acts is how they are listed.
var acts = list[admin.Act]{
	from: "acts a", where: "a.place = $1", id: "a.entry", content: documentOf("a.canonical"),
	sorts: map[string]column{"entry": {name: "a.entry"}},
	filter: func(e query.Expr) (func(*admin.Act) bool, query.Expr, error) {
		keeps, err := query.Compile(e, admin.Fields)
		return keeps, query.Simplify(query.Plain(e, admin.Fields)), err
	},
	tests: tests{"kind": words("a.kind", admin.Kinds)},
	item: func(r row) (a admin.Act, err error) {
		err = fromDocument(r.document, &a)
		return a, err
	},
}

// Acts are what was done at a place, newest first or oldest first; none where there
// is no such place. The sort is "entry"; filters ask for admin.Fields.
func (s *Store) Acts(ctx context.Context, place access.Reach, r listing.Request) (page listing.Page[admin.Act], err error) {
	if err := r.Check(admin.Sorts); err != nil {
		return page, err
	}
	err = s.read(ctx, "list the acts", func(tx *sql.Tx) error {
		page, err = acts.page(ctx, tx, nil, r, place.String())
		return err
	})
	return page, err
}
