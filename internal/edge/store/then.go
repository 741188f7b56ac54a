package store

import (
	"context"
	"database/sql"
	"errors"

	"caseweave/internal/core/change"
	"caseweave/internal/core/settings"
)

const (
	ruleSetThen  = `SELECT coalesce(max(version), 0) FROM rule_sets WHERE tenant = $1 AND sequence <= $2`
	settingsThen = `SELECT document FROM settings WHERE tenant = $1 AND sequence <= $2 ORDER BY sequence DESC LIMIT 1`
)

// Then is by what the tenant decided when its sequence stood at a number.
func (s *Store) Then(ctx context.Context, tenantID string, sequence uint64) (then change.Then, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return then, err
	}
	err = s.read(ctx, "read the rules of then", func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, ruleSetThen, tenant, int64(sequence)).Scan(&then.RuleSet); err != nil {
			return err
		}
		if then.Book, err = tenantShelf.at(ctx, tx, tenant, then.RuleSet); err != nil {
			return err
		}
		var text []byte
		err := tx.QueryRowContext(ctx, settingsThen, tenant, int64(sequence)).Scan(&text)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err == nil {
			then.Settings = new(settings.Settings)
			err = fromDocument(text, then.Settings)
		}
		return err
	})
	return then, err
}
