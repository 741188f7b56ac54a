package store

import (
	"context"
	"time"

	"caseweave/internal/core/fault"
)

const lastCheckpoint = `SELECT note FROM checkpoints WHERE log = $1 ORDER BY size DESC LIMIT 1`

// KeepCheckpoint keeps a signed checkpoint of a log; one of that size that is kept already stays.
func (s *Store) KeepCheckpoint(ctx context.Context, log string, size uint64, note string, at time.Time) error {
	_, err := s.writer.ExecContext(ctx, `INSERT INTO checkpoints (log, size, note, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
		log, int64(size), note, at.UnixMicro())
	return s.refusal("keep the checkpoint", err)
}

// LastCheckpoint is the longest log's that is kept; fault.NotFound where there is none.
func (s *Store) LastCheckpoint(ctx context.Context, log string) (note string, err error) {
	err = s.reader.QueryRowContext(ctx, lastCheckpoint, log).Scan(&note)
	return note, s.refusal("read the checkpoint", missing(err, "There is no checkpoint of %q.", log))
}

// SigningKey is the key that checkpoints are signed with, its secret sealed;
// fault.NotFound where there is none.
func (s *Store) SigningKey(ctx context.Context) (public string, sealed []byte, err error) {
	err = s.reader.QueryRowContext(ctx, `SELECT public, sealed FROM signing_keys WHERE number = 1`).Scan(&public, &sealed)
	return public, sealed, s.refusal("read the signing key", missing(err, "There is no signing key."))
}

// KeepSigningKey keeps the one that there is from then on; fault.Conflict where there is one.
func (s *Store) KeepSigningKey(ctx context.Context, public string, sealed []byte, at time.Time) error {
	_, err := s.writer.ExecContext(ctx, `INSERT INTO signing_keys (number, public, sealed, created_at) VALUES (1, $1, $2, $3)`,
		public, sealed, at.UnixMicro())
	if err != nil && s.dialect.Duplicate(err) {
		return fault.Because(err, fault.Conflict, "There is a signing key already.")
	}
	return s.refusal("keep the signing key", err)
}
