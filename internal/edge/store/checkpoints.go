package store

import (
	"context"
	"time"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/proof"
)

const lastCheckpoint = `SELECT note FROM checkpoints WHERE log = $1 ORDER BY size DESC LIMIT 1`

// KeepCheckpoint keeps a signed checkpoint of a log; one of that size that is kept already stays.
func (s *Store) KeepCheckpoint(ctx context.Context, log string, size uint64, note string, at time.Time) error {
	return s.write(ctx, "keep the checkpoint", func(tx *transaction) error {
		_, err := tx.run(ctx, `INSERT INTO checkpoints (log, size, note, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
			log, int64(size), note, at.UnixMicro())
		return err
	})
}

// LastCheckpoint is the one of the most entries that is kept of a log; fault.NotFound where there is none.
func (s *Store) LastCheckpoint(ctx context.Context, log string) (note string, err error) {
	err = s.reader.QueryRowContext(ctx, lastCheckpoint, log).Scan(&note)
	return note, s.refusal("read the checkpoint", missing(err, "There is no checkpoint of %q.", log))
}

// SigningKeys are the keys that checkpoints were signed with, the last one now.
func (s *Store) SigningKeys(ctx context.Context) (keys []proof.SealedKey, err error) {
	rows, err := s.reader.QueryContext(ctx, `SELECT public, sealed FROM signing_keys ORDER BY number`)
	if err != nil {
		return nil, s.refusal("read the signing keys", err)
	}
	err = each(rows, func() error {
		var k proof.SealedKey
		err := rows.Scan(&k.Public, &k.Secret)
		keys = append(keys, k)
		return err
	})
	return keys, s.refusal("read the signing keys", err)
}

// AddSigningKey keeps one after so many others; fault.Conflict where there are more.
func (s *Store) AddSigningKey(ctx context.Context, after int, key proof.SealedKey, at time.Time) error {
	return s.write(ctx, "keep the signing key", func(tx *transaction) error {
		_, err := tx.run(ctx, `INSERT INTO signing_keys (number, public, sealed, created_at) VALUES ($1, $2, $3, $4)`,
			after+1, key.Public, key.Secret, at.UnixMicro())
		if err != nil && s.dialect.Duplicate(err) {
			return fault.Because(err, fault.Conflict, "There is another signing key already.")
		}
		return err
	})
}
