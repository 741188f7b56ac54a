package store

import (
	"context"
	"database/sql"
	"time"

	"caseweave/internal/core/change"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

const addRuleSet = `INSERT INTO rule_sets (tenant, version, sequence, at) VALUES ($1, $2, $3, $4)`

// book writes the tenant's new rule set: what changed of it.
func (c *commit) book(ctx context.Context) error {
	if c.set.Book == nil {
		return nil
	}
	version := c.set.After.RuleSet
	_, err := c.run(ctx, addRuleSet, c.tenant, int64(version), int64(c.set.After.Sequence), c.set.At.UnixMicro())
	if err != nil {
		return err
	}
	return tenantShelf.put(ctx, c.transaction, c.tenant, version, c.set.Book)
}

// Book is the tenant's rule set with its version: see engine.Ledger.
func (s *Store) Book(ctx context.Context, tenantID string) (book rule.Book, version uint64, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return book, 0, err
	}
	err = s.read(ctx, "read the rules", func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `SELECT rule_set FROM tenants WHERE tenant = $1`, tenant).Scan(&version); err != nil {
			return err
		}
		items, err := tenantShelf.current(ctx, tx, tenant)
		if err != nil {
			return err
		}
		book, err = bookOf(items)
		return err
	})
	return book, version, err
}

// BookAt is the tenant's rule set of that version; fault.NotFound where there is none.
func (s *Store) BookAt(ctx context.Context, tenantID string, version uint64) (book rule.Book, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return book, err
	}
	err = s.read(ctx, "read the rules", func(tx *sql.Tx) error {
		var one int
		err := tx.QueryRowContext(ctx, `SELECT 1 FROM rule_sets WHERE tenant = $1 AND version = $2`, tenant, int64(version)).Scan(&one)
		if err != nil {
			return missing(err, "There is no version %d of the rules.", version)
		}
		book, err = tenantShelf.at(ctx, tx, tenant, version)
		return err
	})
	return book, err
}

// Versions are all ways in which the tenant's rule or template was written,
// newest first; kind is change.RuleItem or change.TemplateItem. One that never
// was is fault.NotFound.
func (s *Store) Versions(ctx context.Context, tenantID, kind, id string) ([]change.Edition, error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	all, err := tenantShelf.editions(ctx, s.reader, tenant, kind, id)
	return all, s.refusal("read the versions", err)
}

const sharedVersion = `SELECT coalesce(max(version), 0) FROM partner_books WHERE partner = $1`

// SharedBook is what a partner wrote for its tenants, with its version: version 0
// has nothing. No such partner is fault.NotFound.
func (s *Store) SharedBook(ctx context.Context, partnerID string) (book rule.Book, version uint64, err error) {
	if _, err := s.Partner(ctx, partnerID); err != nil {
		return book, 0, err
	}
	err = s.read(ctx, "read the partner's rules", func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, sharedVersion, partnerID).Scan(&version); err != nil {
			return err
		}
		items, err := partnerShelf.current(ctx, tx, partnerID)
		if err != nil {
			return err
		}
		book, err = bookOf(items)
		return err
	})
	return book, version, err
}

// SharedVersions are all ways in which the partner's rule or template was
// written, as Versions are the tenant's; their SetVersion is that of the
// partner's book.
func (s *Store) SharedVersions(ctx context.Context, partnerID, kind, id string) ([]change.Edition, error) {
	if _, err := s.Partner(ctx, partnerID); err != nil {
		return nil, err
	}
	all, err := partnerShelf.editions(ctx, s.reader, partnerID, kind, id)
	return all, s.refusal("read the versions", err)
}

const addSharedBook = `INSERT INTO partner_books (partner, version, at) VALUES ($1, $2, $3)`

// Share makes book the partner's, as version seen+1. Where seen is not its
// version now, it is fault.Conflict; no such partner is fault.NotFound.
func (s *Store) Share(ctx context.Context, partnerID string, seen uint64, book rule.Book, at time.Time) (uint64, error) {
	if _, err := s.Partner(ctx, partnerID); err != nil {
		return 0, err
	}
	moved := fault.New(fault.Conflict, "The partner's rules have changed since you looked.")
	err := s.write(ctx, "store the partner's rules", func(tx *transaction) error {
		var version uint64
		if err := tx.QueryRowContext(ctx, sharedVersion, partnerID).Scan(&version); err != nil {
			return err
		}
		if version != seen {
			return moved
		}
		_, err := tx.run(ctx, addSharedBook, partnerID, int64(seen+1), at.UnixMicro())
		switch {
		case err != nil && s.dialect.Duplicate(err):
			return moved
		case err != nil:
			return err
		}
		return partnerShelf.put(ctx, tx, partnerID, seen+1, &book)
	})
	if err != nil {
		return 0, err
	}
	return seen + 1, nil
}
