package access

import (
	"slices"
	"time"
)

// Factor is what a user has to show beside the password: the codes of an
// authenticator app, or else a recovery code.
type Factor struct {
	// Secret is that of the codes, encrypted.
	Secret []byte `json:"secret"`
	// Since is when the user proved to have it.
	Since time.Time `json:"since"`
	// Recovery are the SHA-256 of the recovery codes that were not used yet; each has
	// 80 random bits.
	Recovery [][]byte `json:"recovery,omitempty"`
}

// Without is the factor without a recovery code; false where it has no such code.
func (f Factor) Without(recovery []byte) (Factor, bool) {
	at := slices.IndexFunc(f.Recovery, func(hash []byte) bool { return slices.Equal(hash, recovery) })
	if at < 0 {
		return f, false
	}
	f.Recovery = slices.Delete(slices.Clone(f.Recovery), at, at+1)
	return f, true
}
