package credential

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"image/png"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

const (
	// CodeStep is how long an authenticator app shows a code (RFC 6238).
	CodeStep = 30 * time.Second
	// codeSkew is how many steps a clock may be off.
	codeSkew = 1
	// RecoveryCodes is how many recovery codes there are at first.
	RecoveryCodes = 10
	// pictureSide is that of the QR code, in pixels.
	pictureSide = 240
)

// NewKey makes a secret for codes as authenticator apps know it.
func NewKey(name string) (*otp.Key, error) {
	return totp.Generate(totp.GenerateOpts{Issuer: "Caseweave", AccountName: strings.ReplaceAll(name, ":", " "), SecretSize: 20})
}

// PictureOf is a key as a QR code, as the address of an image that holds it.
func PictureOf(key *otp.Key) (string, error) {
	picture, err := key.Image(pictureSide, pictureSide)
	if err != nil {
		return "", fmt.Errorf("draw the QR code: %w", err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return "", err
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes()), nil
}

// StepOf is the step to which a code belongs, if it is one of about now.
func StepOf(secret, code string, now time.Time) (step int64, ok bool) {
	middle := now.Unix() / int64(CodeStep/time.Second)
	for step := middle - codeSkew; step <= middle+codeSkew; step++ {
		want, err := hotp.GenerateCode(secret, uint64(step))
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step, true
		}
	}
	return 0, false
}

// NewRecoveryCodes makes recovery codes of 80 random bits: as they are shown, and as they are kept.
func NewRecoveryCodes() (shown []string, hashes [][]byte) {
	for range RecoveryCodes {
		letters := strings.ToLower(rand.Text())
		code := letters[0:4] + "-" + letters[4:8] + "-" + letters[8:12] + "-" + letters[12:16]
		shown, hashes = append(shown, code), append(hashes, RecoveryHash(code))
	}
	return shown, hashes
}

func RecoveryHash(code string) []byte {
	sum := sha256.Sum256([]byte(code))
	return sum[:]
}

// Typed is a code as it is compared: however it was set in groups and letters.
func Typed(code string) (plain string, recovery bool) {
	plain = strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(code))
	if len(plain) != 16 {
		return plain, false
	}
	return plain[0:4] + "-" + plain[4:8] + "-" + plain[8:12] + "-" + plain[12:16], true
}
