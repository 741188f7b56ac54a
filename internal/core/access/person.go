package access

import (
	"crypto/subtle"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"caseweave/internal/core/fault"
)

const (
	// InvitationLife is how long who is new may take to come, ResetLife how long
	// somebody may take who was given another access.
	InvitationLife = 7 * 24 * time.Hour
	ResetLife      = 24 * time.Hour
)

// Invitation lets whoever has its secret choose the user's password, once.
type Invitation struct {
	// SecretHash is the SHA-256 of the secret, which has 256 random bits.
	SecretHash []byte    `json:"secret_hash"`
	ExpiresAt  time.Time `json:"expires_at"`
}

// Awaited says that the user has yet to choose a password.
func (u User) Awaited() bool { return u.PasswordHash == "" && u.Invitation != nil }

// Admits says whether the secret with that hash opens the choice of a password now.
func (u User) Admits(secretHash []byte, now time.Time) bool {
	i := u.Invitation
	if i == nil {
		i = &Invitation{}
	}
	same := subtle.ConstantTimeCompare(i.SecretHash, secretHash) == 1
	return same && now.Before(i.ExpiresAt) && !u.ShutOut && u.Identity == nil
}

// AnotherAdmin says whether somebody beside the user of that id administers the
// whole installation, and has come to do so.
func AnotherAdmin(all []User, id string) bool {
	for _, u := range all {
		if u.ID != id && u.administersAll() && !u.Awaited() {
			return true
		}
	}
	return false
}

func (u User) administersAll() bool {
	return u.Reach.Root && u.Role == Admin && !u.ShutOut && !u.Lapsed()
}

// CheckPerson refuses to let p make of was what is would be. all are all users.
// Nobody gives or takes more than they have, nobody locks themselves out, and
// somebody always administers the installation.
func CheckPerson(p Principal, was, is User, all []User) error {
	switch {
	case is.Role == Ingest:
		return fault.New(fault.Invalid, "The role %q is for programs; make a token.", is.Role)
	case !MayGive(p, is.Role, nil) || was.Role != "" && !MayGive(p, was.Role, nil):
		return tooMuch()
	case p.Is(was) && is.Role != was.Role:
		return fault.New(fault.Denied, "You can't change your own role; another administrator can.")
	case p.Is(was) && is.ShutOut:
		return fault.New(fault.Denied, "You can't shut yourself out; another administrator can.")
	case was.administersAll() && !is.administersAll() && !AnotherAdmin(all, was.ID):
		return fault.New(fault.Conflict, "%s is the last administrator of this installation. Make another one first.", was.Name)
	}
	return nil
}

// CheckReadmission refuses to let p give a user a new access: that is all that the
// user may do, and who gives it to themselves would stand outside.
func CheckReadmission(p Principal, u User) error {
	switch {
	case p.Is(u):
		return fault.New(fault.Denied, "You can't reset your own access; change your password, or ask another administrator.")
	case u.Identity != nil:
		return fault.New(fault.Conflict, "%s signs in with an identity provider, and has no password here.", u.Name)
	case !MayGive(p, u.Role, nil):
		return tooMuch()
	case u.ShutOut:
		return fault.New(fault.Conflict, "%s is shut out. Let them in again first.", u.Name)
	}
	return nil
}

// CheckToken refuses to let p make a token that may do more than p.
func CheckToken(p Principal, t Token) error {
	if !MayGive(p, t.Role, t.Scopes) {
		return tooMuch()
	}
	return nil
}

// CheckProvider refuses to let p make of was what is would be, where either gives
// people more than p may do.
func CheckProvider(p Principal, was, is IdentityProvider) error {
	for _, by := range []IdentityProvider{was, is} {
		roles := []Role{by.Others}
		for _, g := range by.Groups {
			roles = append(roles, g.Role)
		}
		for _, r := range roles {
			if r != "" && !MayGive(p, r, nil) {
				return tooMuch()
			}
		}
	}
	return nil
}

func tooMuch() error {
	return fault.New(fault.Denied, "Nobody gives or takes more than they may do themselves.")
}

// maxEmail is the longest address, in bytes (RFC 5321, section 4.5.3.1.3).
const maxEmail = 254

// CheckEmail refuses what no mail can be sent to. Whether somebody reads it there,
// nobody knows before one was.
func CheckEmail(address string) error {
	at := strings.LastIndexByte(address, '@')
	odd := func(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune(` "<>(),:;\`, r) }
	switch {
	case len(address) > maxEmail, !utf8.ValidString(address), strings.ContainsFunc(address, odd),
		at < 1, at == len(address)-1, strings.Count(address, "@") > 1, strings.Contains(address, ".."),
		strings.Trim(address[at+1:], ".-") != address[at+1:]:
		return fault.New(fault.Invalid, "An e-mail address reads name@example.com; this one does not.")
	}
	return nil
}
