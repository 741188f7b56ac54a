package httpapi

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"
	"time"

	"caseweave/internal/core/access"
)

const (
	tokenMark        = "cw_"
	tokenIDBytes     = 8
	tokenSecretBytes = 32
)

// MintToken makes a program's key: text is what its owner gets to see, once,
// and the Token, which knows the secret by its SHA-256 only, is what to store.
func MintToken(name string, role access.Role, reach access.Reach) (text string, t access.Token) {
	id, secret := randomHex(tokenIDBytes), randomHex(tokenSecretBytes)
	return tokenMark + id + "_" + secret, access.Token{
		ID: id, SecretHash: secretHash(secret), Name: name, Role: role, Reach: reach,
	}
}

// parseToken takes a token's text, cw_<id>_<secret>, apart.
func parseToken(text string) (id, secret string, ok bool) {
	rest, marked := strings.CutPrefix(text, tokenMark)
	id, secret, cut := strings.Cut(rest, "_")
	return id, secret, marked && cut && isHex(id, tokenIDBytes) && isHex(secret, tokenSecretBytes)
}

// byToken is the program that presents a token, and until when it may.
func (s *Server) byToken(ctx context.Context, text string) (p access.Principal, until time.Time, err error) {
	id, secret, ok := parseToken(text)
	if !ok {
		return p, until, nobody("This is no token of Caseweave: one begins with cw_.")
	}
	t, err := s.accounts.Token(ctx, id)
	if err != nil && !missing(err) {
		return p, until, err
	}
	now := time.Now()
	if subtle.ConstantTimeCompare(t.SecretHash, secretHash(secret)) != 1 || !t.Good(now) {
		return p, until, nobody("This token is not valid, or not any more.")
	}
	s.noteUse(ctx, t.ID, now)
	return t.Principal(), t.ExpiresAt, nil
}

func secretHash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b)
}

func isHex(s string, n int) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == n
}
