package access

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Assertion is what an identity provider says of a person, once it is proven to be
// the provider's word. All texts are foreign.
type Assertion struct {
	Issuer, Subject string
	Name, Email     string
	Groups          []string
}

// Identity ties an account to a person of an identity provider. Who the person is
// are Issuer and Subject, and never the address for mail, which others may get.
type Identity struct {
	// Provider is the id of the provider by which the account came.
	Provider string `json:"provider"`
	Issuer   string `json:"issuer"`
	Subject  string `json:"subject"`
	Email    string `json:"email,omitempty"`
	// Lapsed says that the provider gave the person no role at the last attempt to sign in.
	Lapsed bool `json:"lapsed,omitempty"`
	// Lapses counts how often: sessions from before do not come back.
	Lapses uint64 `json:"lapses,omitempty"`
}

// Lapsed says that the user's identity provider does not let the person in any more.
func (u User) Lapsed() bool { return u.Identity != nil && u.Identity.Lapsed }

// ReachedBy is the e-mail address of the user: the one that was written down here, or
// that the provider tells; empty for none.
func (u User) ReachedBy() string {
	if u.Email == "" && u.Identity != nil {
		return u.Identity.Email
	}
	return u.Email
}

// IdentityID is the id of the account that a person of a provider has at the place.
// Places are worlds of their own: no provider of one opens an account of another.
func IdentityID(place Reach, issuer, subject string) string {
	sum := sha256.Sum256([]byte(place.String() + "\x00" + issuer + "\x00" + subject))
	return "i" + hex.EncodeToString(sum[:13])
}

// Printable is a provider's text as somebody's name: one line that CheckName takes.
func Printable(name string) string {
	clean := strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, name)
	clean = strings.Join(strings.Fields(clean), " ")
	for len(clean) > maxName/2 { // leaves room for what tells namesakes apart
		_, size := utf8.DecodeLastRuneInString(clean)
		clean = strings.TrimSpace(clean[:len(clean)-size])
	}
	if clean == "" {
		return "Somebody"
	}
	return clean
}

// Question is what somebody is sent to a provider with. State binds the answer to
// the browser, Nonce the provider's word to the question, and Verifier (RFC 7636)
// the code to who asked for it.
type Question struct {
	State    string `json:"state"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
	// Redirect is the address that the answer comes back to.
	Redirect string `json:"redirect"`
}

// Imprint is another one whenever sessions from before must end.
func (i Identity) Imprint() string { return i.Provider + " " + strconv.FormatUint(i.Lapses, 10) }
