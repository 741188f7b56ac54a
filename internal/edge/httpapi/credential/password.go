// Package credential makes and checks what people and programs prove themselves with:
// passwords, the codes of a second factor, tokens, and the secrets of links. Of
// passwords, recovery codes and secrets a hash is all that has to be kept.
package credential

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"caseweave/internal/core/fault"
)

// Passwords are kept as argon2id with the parameters that OWASP names first.
const (
	argonMemory  = 19 * 1024 // KiB
	argonTime    = 2
	argonThreads = 1
	argonKey     = 32
	argonSalt    = 16

	minPassword = 12   // characters
	minBeside   = 4    // characters beside the name
	maxPassword = 1024 // bytes
)

// hashing bounds how many passwords are hashed at once: each takes 19 MiB.
var hashing = make(chan struct{}, 2)

// HashPassword is password as argon2id in its usual text form.
func HashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, argonSalt)
	_, _ = rand.Read(salt) // never fails
	key, err := derive(ctx, password, salt)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key)), nil
}

// OneTimePassword is a random password of 20 letters and digits in groups of
// five, to be printed for a new user and replaced at the first login.
func OneTimePassword() string {
	letters := strings.ToLower(rand.Text())
	return letters[0:5] + "-" + letters[5:10] + "-" + letters[10:15] + "-" + letters[15:20]
}

// CheckNewPassword refuses a password that is too short or too long to be kept, and one
// that is hardly more than its user's name.
func CheckNewPassword(user, password string) error {
	if utf8.RuneCountInString(password) < minPassword {
		return fault.New(fault.Invalid, "A password has at least %d characters.", minPassword)
	}
	if len(password) > maxPassword {
		return fault.New(fault.Invalid, "A password has at most %d bytes.", maxPassword)
	}
	beside := strings.ReplaceAll(strings.ToLower(password), strings.ToLower(user), "")
	if utf8.RuneCountInString(beside) < minBeside {
		return fault.New(fault.Invalid, "A password has at least %d characters beside one's name.", minBeside)
	}
	return nil
}

// SamePassword says whether hash, as HashPassword made it, is that of password.
func SamePassword(ctx context.Context, hash, password string) (bool, error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[3] != fmt.Sprintf("m=%d,t=%d,p=%d", argonMemory, argonTime, argonThreads) {
		return false, fault.New(fault.Internal, "A stored password hash is not one of Caseweave's.")
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, fault.Because(err, fault.Internal, "A stored salt is not base64.")
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false, fault.Because(err, fault.Internal, "A stored hash is not base64.")
	}
	key, err := derive(ctx, password, salt)
	return err == nil && subtle.ConstantTimeCompare(key, want) == 1, err
}

func derive(ctx context.Context, password string, salt []byte) ([]byte, error) {
	select {
	case hashing <- struct{}{}:
		defer func() { <-hashing }()
		return argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonThreads, argonKey), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// NobodysHash is that of no password: to be checked where there is no such user, so that
// this takes as long.
var NobodysHash = sync.OnceValue(func() string {
	hash, err := HashPassword(context.Background(), rand.Text())
	if err != nil {
		panic("credential: " + err.Error())
	}
	return hash
})
