package access

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"caseweave/internal/core/fault"
)

// Partner is a provider that serves tenants.
type Partner struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"created_at"`
	// Version counts the partner's editions from 1.
	Version uint64 `json:"version"`
}

// Organisation is a tenant as it is stored: its name, its partner and its clock.
type Organisation struct {
	// ID stands in every path: lower-case letters, digits and hyphens, at most 40.
	ID string
	// Name is shown to people.
	Name string
	// PartnerID is empty where nobody provides for the tenant.
	PartnerID string
	// TimeZone is an IANA name; days and hours of grouping follow it.
	TimeZone  string
	CreatedAt time.Time
	// Version counts the tenant's editions from 1.
	Version uint64
}

// Tenant is the part of o that access asks for.
func (o Organisation) Tenant() Tenant { return Tenant{ID: o.ID, PartnerID: o.PartnerID} }

// User is a person's account.
type User struct {
	ID string `json:"id"`
	// Name is what the person logs in with; no other has it in whatever letter case.
	Name string `json:"name"`
	// Email is where the person can be written to; empty where nobody said.
	Email string `json:"email,omitempty"`
	// PasswordHash is argon2id in its usual text form; empty where there is none.
	PasswordHash string `json:"password_hash,omitempty"`
	// OneTime says that the password was printed and must be replaced at the first login.
	OneTime bool `json:"one_time,omitempty"`
	// Identity is whom an identity provider knows the person as; nil for who has a password here.
	Identity *Identity `json:"identity,omitempty"`
	// Factor is the second one, beside the password; nil for none.
	Factor *Factor `json:"factor,omitempty"`
	// Invitation lets its holder choose a password; nil where none is out.
	Invitation *Invitation `json:"invitation,omitempty"`
	// ShutOut people can't log in, and no session of theirs goes on.
	ShutOut bool `json:"shut_out,omitempty"`
	// Era counts how often all sessions of the person were ended: one that began in
	// an earlier era is over.
	Era       uint64    `json:"era,omitempty"`
	Role      Role      `json:"role"`
	Reach     Reach     `json:"reach"`
	CreatedAt time.Time `json:"created_at"`
	// Version counts the account's editions from 1.
	Version uint64 `json:"version"`
}

// Principal is the user asking.
func (u User) Principal() Principal {
	return Principal{ID: u.ID, Name: u.Name, Role: u.Role, Reach: u.Reach, Restricted: u.OneTime}
}

// MayBeAssigned says whether the user may have a case of the tenant: who works on its
// cases and can log in, be it at home there, at its partner or at the root (X29).
func MayBeAssigned(u User, t Tenant) bool {
	p := u.Principal()
	p.Restricted = false // who has not logged in yet can be waited for
	return !u.ShutOut && !u.Lapsed() && May(p, WriteCases, t)
}

// MayBeginWith says whether a template may give the user a case of the tenant as it
// opens: who may be assigned and is the tenant's own, never its provider (T8).
func MayBeginWith(u User, t Tenant) bool {
	return u.Reach.TenantID == t.ID && MayBeAssigned(u, t)
}

// MayBeNamed says whether the user may be named among those who need to know of a case
// of the tenant: who reads its cases, people of its provider, too.
func MayBeNamed(u User, t Tenant) bool {
	p := u.Principal()
	p.Restricted = false
	return !u.ShutOut && !u.Lapsed() && May(p, ReadCases, t)
}

// Token is a program's key. Its secret is shown once and kept only as a hash.
type Token struct {
	ID string `json:"id"`
	// SecretHash is the SHA-256 of the secret, which has 256 random bits.
	SecretHash []byte `json:"secret_hash"`
	Name       string `json:"name"`
	Role       Role   `json:"role"`
	// Scopes narrow the role to some of its actions; none narrow nothing.
	Scopes []Action `json:"scopes,omitempty"`
	Reach  Reach    `json:"reach"`
	// CreatorID is the user or token that made it; CreatorName is what it was called then.
	CreatorID   string `json:"creator_id,omitempty"`
	CreatorName string `json:"creator_name,omitempty"`
	// OwnerID is the user whom it goes back to, over however many tokens; empty where
	// the command line made it.
	OwnerID   string    `json:"owner_id,omitempty"`
	CreatedAt time.Time `json:"created_at"`
	// ExpiresAt is until when it is good; zero for ever.
	ExpiresAt time.Time `json:"expires_at,omitzero"`
	// RevokedAt is when somebody ended it; zero where nobody did.
	RevokedAt time.Time `json:"revoked_at,omitzero"`
	// Version counts the token's editions from 1.
	Version uint64 `json:"version"`
}

// Principal is the program asking.
func (t Token) Principal() Principal {
	return Principal{ID: t.ID, Name: t.Name, Token: true, Role: t.Role, Scopes: t.Scopes, Reach: t.Reach, OwnerID: t.OwnerID}
}

// Good says whether the token opens anything at that time.
func (t Token) Good(at time.Time) bool {
	return t.RevokedAt.IsZero() && (t.ExpiresAt.IsZero() || at.Before(t.ExpiresAt))
}

var pathID = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$`)

// CheckID refuses what can't stand in a path as the id of a tenant, a partner or an
// identity provider.
func CheckID(id string) error {
	if !pathID.MatchString(id) {
		return fault.New(fault.Invalid, "An id has 1 to 40 lower-case letters, digits and hyphens, and neither begins nor ends with a hyphen; %q does not.", id)
	}
	return nil
}

// maxName is the longest name, in bytes.
const maxName = 200

// CheckName refuses what can't stand in a history as somebody's name: one line
// of printable text is wanted, without blanks around it and without characters that
// turn its direction.
func CheckName(name string) error {
	odd := func(r rune) bool { return !unicode.IsPrint(r) }
	if strings.TrimSpace(name) != name || name == "" || len(name) > maxName || !utf8.ValidString(name) || strings.ContainsFunc(name, odd) {
		return fault.New(fault.Invalid, "A name is one line of 1 to %d printable characters, without blanks around it; %q is not.", maxName, name[:min(len(name), maxName)])
	}
	return nil
}

// spoken are the names by which histories and lists speak of something else than an account.
var spoken = []string{"caseweave", "provider", "tenant", "nobody", "system"}

// CheckUserName refuses what no person and no token can be called: what CheckName refuses,
// and what would be taken for the server, the provider or the tenant.
func CheckUserName(name string) error {
	if slices.ContainsFunc(spoken, func(s string) bool { return strings.EqualFold(s, norm.NFKC.String(name)) }) {
		return fault.New(fault.Invalid, "Neither a person nor a token can be called %q: histories and lists mean something else by it.", name)
	}
	return CheckName(name)
}

// ParseRole reads a role's name.
func ParseRole(name string) (Role, error) {
	for _, r := range Roles {
		if string(r) == name {
			return r, nil
		}
	}
	return "", fault.New(fault.Invalid, "There is no role %q; there are admin, analyst, responder, read-only and ingest.", name)
}
