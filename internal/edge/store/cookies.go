package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"time"

	"github.com/alexedwards/scs/v2"
)

// cookies keeps what stands behind the cookies of people who are logged in.
// Tokens are kept as hashes only; what has expired is not found, and is removed
// whenever one is kept.
type cookies struct{ store *Store }

// Cookies is what stands behind the cookies of people who are logged in.
func (s *Store) Cookies() scs.CtxStore { return cookies{s} }

func tokenHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// FindCtx is the content behind the cookie that has the token.
func (s cookies) FindCtx(ctx context.Context, token string) (content []byte, found bool, err error) {
	err = s.store.reader.QueryRowContext(ctx, `SELECT content FROM cookies WHERE token_hash = $1 AND expires_at > $2`,
		tokenHash(token), time.Now().UnixMicro()).Scan(&content)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return content, err == nil, s.store.refusal("read the cookie", err)
}

const keepCookie = `INSERT INTO cookies (token_hash, content, expires_at) VALUES ($1, $2, $3)
	ON CONFLICT (token_hash) DO UPDATE SET content = excluded.content, expires_at = excluded.expires_at`

// CommitCtx keeps the cookie's content until it expires.
func (s cookies) CommitCtx(ctx context.Context, token string, content []byte, expiry time.Time) error {
	return s.store.write(ctx, "keep the cookie", func(tx *transaction) error {
		if _, err := tx.run(ctx, `DELETE FROM cookies WHERE expires_at <= $1`, time.Now().UnixMicro()); err != nil {
			return err
		}
		_, err := tx.run(ctx, keepCookie, tokenHash(token), bytesOf(content), expiry.UnixMicro())
		return err
	})
}

// DeleteCtx forgets the cookie; there need not be one.
func (s cookies) DeleteCtx(ctx context.Context, token string) error {
	return s.store.write(ctx, "forget the cookie", func(tx *transaction) error {
		_, err := tx.run(ctx, `DELETE FROM cookies WHERE token_hash = $1`, tokenHash(token))
		return err
	})
}

// Find is FindCtx without a context.
func (s cookies) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s cookies) Commit(token string, content []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, content, expiry)
}

// Delete is DeleteCtx without a context.
func (s cookies) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
