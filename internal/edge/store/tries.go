package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fold"
)

// nameHash is what tries of a name are kept under: people type passwords where a
// name belongs, and letter case does not matter.
func nameHash(name string) []byte {
	sum := sha256.Sum256([]byte(fold.String(name)))
	return sum[:]
}

// Tries are the wrong ones of a name, whether there is such a user or not.
func (s *Store) Tries(ctx context.Context, name string) (t access.Tries, err error) {
	var last int64
	err = s.reader.QueryRowContext(ctx, `SELECT count, last_at FROM tries WHERE name_hash = $1`, nameHash(name)).Scan(&t.Count, &last)
	if errors.Is(err, sql.ErrNoRows) {
		return access.Tries{}, nil
	}
	t.Last = moment(last)
	return t, s.refusal("read the tries", err)
}

// KeepTries makes t the wrong tries of a name; none are forgotten, and so are all
// that rested.
func (s *Store) KeepTries(ctx context.Context, name string, t access.Tries) error {
	return s.write(ctx, "keep the tries", func(tx *transaction) error {
		rested := time.Now().Add(-access.TriesRest).UnixMicro()
		if _, err := tx.run(ctx, `DELETE FROM tries WHERE last_at <= $1 OR name_hash = $2`, rested, nameHash(name)); err != nil || t.Count == 0 {
			return err
		}
		_, err := tx.run(ctx, `INSERT INTO tries (name_hash, count, last_at) VALUES ($1, $2, $3)`, nameHash(name), int64(t.Count), t.Last.UnixMicro())
		return err
	})
}

const spendCode = `INSERT INTO spent_codes (user_id, step) VALUES ($1, $2)
	ON CONFLICT (user_id) DO UPDATE SET step = excluded.step WHERE spent_codes.step < excluded.step`

// SpendCode takes note that a user's code of a step was used; false where it, or a
// later one, was used before.
func (s *Store) SpendCode(ctx context.Context, userID string, step int64) (fresh bool, err error) {
	err = s.write(ctx, "spend the code", func(tx *transaction) error {
		touched, err := tx.run(ctx, spendCode, userID, step)
		fresh = touched > 0
		return err
	})
	return fresh && err == nil, err
}
