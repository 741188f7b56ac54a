package store

import (
	"context"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/savedview"
)

// Views are those that a person keeps of a list, with the version of all of them
// together; none and 0 where they never kept any.
func (s *Store) Views(ctx context.Context, tenantID, userID string, list savedview.List) (all savedview.Views, version uint64, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil || !storable(userID) {
		return nil, 0, err
	}
	var text []byte
	err = s.reader.QueryRowContext(ctx, `SELECT version, document FROM views WHERE tenant = $1 AND user_id = $2 AND list = $3`,
		tenant, userID, string(list)).Scan(&version, &text)
	if none(err) {
		return nil, 0, nil
	}
	if err == nil {
		err = fromDocument(text, &all)
	}
	return all, version, s.refusal("read the views", err)
}

const (
	beginViews = `INSERT INTO views (tenant, user_id, list, version, document) VALUES ($1, $2, $3, 1, $4)
		ON CONFLICT (tenant, user_id, list) DO NOTHING`

	replaceViews = `UPDATE views SET version = version + 1, document = $4
		WHERE tenant = $1 AND user_id = $2 AND list = $3 AND version = $5`
)

// KeepViews makes views those that a person keeps of a list, as version seen+1;
// fault.Conflict where seen is not the version that they are at.
func (s *Store) KeepViews(ctx context.Context, tenantID, userID string, list savedview.List, seen uint64, views savedview.Views) error {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return err
	}
	if !storable(userID) {
		return fault.New(fault.Invalid, "The id of the user has characters that can't be stored.")
	}
	text, err := document(views)
	if err != nil {
		return err
	}
	statement, args := beginViews, []any{tenant, userID, string(list), text}
	if seen > 0 {
		statement, args = replaceViews, append(args, int64(seen))
	}
	return s.write(ctx, "store the views", func(tx *transaction) error {
		touched, err := tx.run(ctx, statement, args...)
		if err == nil && touched == 0 {
			err = fault.New(fault.Conflict, "The views have changed since you looked.")
		}
		return err
	})
}
