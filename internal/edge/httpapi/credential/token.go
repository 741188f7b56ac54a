package credential

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"

	"caseweave/internal/core/access"
)

const (
	tokenMark    = "cw_"
	tokenIDBytes = 8
	secretBytes  = 32
)

// MintToken makes a program's key: text is what its owner gets to see, once,
// and the Token, which knows the secret by its SHA-256 only, is what to store.
func MintToken(name string, role access.Role, reach access.Reach) (text string, t access.Token) {
	id, secret := randomHex(tokenIDBytes), NewSecret()
	return tokenMark + id + "_" + secret, access.Token{
		ID: id, SecretHash: SecretHash(secret), Name: name, Role: role, Reach: reach,
	}
}

// ParseToken takes a token's text, cw_<id>_<secret>, apart.
func ParseToken(text string) (id, secret string, ok bool) {
	rest, marked := strings.CutPrefix(text, tokenMark)
	id, secret, cut := strings.Cut(rest, "_")
	return id, secret, marked && cut && isHex(id, tokenIDBytes) && isHex(secret, secretBytes)
}

// NewSecret is 32 random bytes in hex: what a token or a link knows.
func NewSecret() string { return randomHex(secretBytes) }

// SecretHash is what is kept of a secret: its SHA-256, which is enough for 32 random bytes.
func SecretHash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// SameSecret says whether hash is that of secret.
func SameSecret(hash []byte, secret string) bool {
	return subtle.ConstantTimeCompare(hash, SecretHash(secret)) == 1
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
