package httpapi

import (
	"context"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/edge/httpapi/credential"
)

// byToken is the program that presents a token, and until when it may.
func (s *Server) byToken(ctx context.Context, text string) (p access.Principal, until time.Time, err error) {
	id, secret, ok := credential.ParseToken(text)
	if !ok {
		return p, until, nobody("This is no token of Caseweave: one begins with cw_.")
	}
	t, err := s.accounts.Token(ctx, id)
	if err != nil && !missing(err) {
		return p, until, err
	}
	now := time.Now()
	if !credential.SameSecret(t.SecretHash, secret) || !t.Good(now) {
		return p, until, nobody("This token is not valid, or not any more.")
	}
	s.noteUse(ctx, t.ID, now)
	return t.Principal(), t.ExpiresAt, nil
}
