package store

import (
	"context"
	"time"
)

const useToken = `INSERT INTO token_uses (token_id, used_at) VALUES ($1, $2)
	ON CONFLICT (token_id) DO UPDATE SET used_at = excluded.used_at WHERE token_uses.used_at < excluded.used_at`

// UseToken remembers that a token was used then, where that is later than known.
// It is no act: nothing is told of it.
func (s *Store) UseToken(ctx context.Context, id string, at time.Time) error {
	return s.write(ctx, "remember that a token was used", func(tx *transaction) error {
		_, err := tx.run(ctx, useToken, id, at.UnixMicro())
		return err
	})
}

// TokenUses are when tokens were used last, by id; those that never were are not among them.
func (s *Store) TokenUses(ctx context.Context) (map[string]time.Time, error) {
	rows, err := s.reader.QueryContext(ctx, `SELECT token_id, used_at FROM token_uses`)
	if err != nil {
		return nil, s.refusal("read when tokens were used", err)
	}
	uses := map[string]time.Time{}
	err = each(rows, func() error {
		var id string
		var at int64
		err := rows.Scan(&id, &at)
		uses[id] = moment(at)
		return err
	})
	return uses, s.refusal("read when tokens were used", err)
}
