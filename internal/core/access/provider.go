package access

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"caseweave/internal/core/fault"
)

// IdentityProvider says who people are (OpenID Connect), so that they need no
// password here. It belongs to a place: the roles that it gives hold there.
type IdentityProvider struct {
	// ID stands in the address that the provider sends people back to.
	ID string `json:"id"`
	// Name is shown to people who sign in.
	Name  string `json:"name"`
	Place Reach  `json:"place"`
	// Issuer is what the provider calls itself; what it can do is told below it.
	Issuer   string `json:"issuer"`
	ClientID string `json:"client_id"`
	// SealedSecret is the client's secret, encrypted; empty for a client that has none.
	SealedSecret []byte     `json:"sealed_secret,omitempty"`
	Scopes       []string   `json:"scopes"`
	Claims       ClaimNames `json:"claims"`
	// Groups say which role a group of the provider's has; the widest wins.
	Groups []GroupRole `json:"groups"`
	// Others is the role of who is in none of them; empty refuses those.
	Others Role `json:"others,omitempty"`
	// Enrols says that who comes for the first time gets an account.
	Enrols bool `json:"enrols,omitempty"`
	// Removed says that nobody comes in by it any more.
	Removed   bool      `json:"removed,omitempty"`
	CreatedAt time.Time `json:"created_at"`
	// Version counts the provider's editions from 1.
	Version uint64 `json:"version"`
}

// ClaimNames are where the provider's word tells of a person: the name of a claim,
// or the way to it with points between names.
type ClaimNames struct {
	Name   string `json:"name"`
	Email  string `json:"email"`
	Groups string `json:"groups"`
}

// GroupRole is the role of a group.
type GroupRole struct {
	Group string `json:"group"`
	Role  Role   `json:"role"`
}

// RoleOf is the widest role that somebody of these groups has; empty for none.
func (p IdentityProvider) RoleOf(groups []string) Role {
	widest := p.Others
	for _, g := range p.Groups {
		if slices.Contains(groups, g.Group) && (widest == "" || slices.Index(Roles, g.Role) < slices.Index(Roles, widest)) {
			widest = g.Role
		}
	}
	return widest
}

const (
	maxAddress    = 500 // bytes of an issuer, a client's id, a group or a claim's name
	maxScopes     = 20
	maxGroupRoles = 200
)

// Check refuses a provider that could not work, and says which part is at fault.
func (p IdentityProvider) Check() error {
	for _, part := range []struct {
		place string
		err   error
	}{
		{"id", CheckID(p.ID)},
		{"name", CheckName(p.Name)},
		{"issuer", checkIssuer(p.Issuer)},
		{"client_id", plain(p.ClientID, "A client's id")},
		{"scopes", checkScopes(p.Scopes)},
		{"name_claim", plain(p.Claims.Name, "A claim's name")},
		{"email_claim", plain(p.Claims.Email, "A claim's name")},
		{"groups_claim", plain(p.Claims.Groups, "A claim's name")},
		{"groups", checkGroups(p.Groups)},
		{"others", checkOthers(p.Others)},
	} {
		if part.err != nil {
			sentence := part.err.Error()
			return fault.New(fault.Invalid, "%s", sentence).With(fault.Detail{Location: part.place, Message: sentence})
		}
	}
	return nil
}

// checkIssuer wants an address that strangers on the way can't read or forge.
func checkIssuer(text string) error {
	u, err := url.Parse(text)
	odd := err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.ForceQuery || strings.Contains(text, "#")
	switch {
	case odd || plain(text, "") != nil:
		return fault.New(fault.Invalid, "An issuer is an address such as https://login.example.com/realms/acme, without ? and #.")
	case u.Scheme != "https" && (u.Scheme != "http" || !onThisMachine(u.Hostname())):
		return fault.New(fault.Invalid, "An issuer's address begins with https://.")
	}
	return nil
}

func onThisMachine(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}

func checkScopes(scopes []string) error {
	if len(scopes) > maxScopes {
		return fault.New(fault.Invalid, "There are at most %d scopes.", maxScopes)
	}
	for _, s := range scopes {
		if plain(s, "") != nil || strings.ContainsAny(s, " \"\\") {
			return fault.New(fault.Invalid, "A scope is one word.")
		}
	}
	return nil
}

func checkGroups(groups []GroupRole) error {
	if len(groups) > maxGroupRoles {
		return fault.New(fault.Invalid, "At most %d groups have a role.", maxGroupRoles)
	}
	for _, g := range groups {
		if err := plain(g.Group, "A group"); err != nil {
			return err
		}
		if g.Role == Ingest || !slices.Contains(Roles, g.Role) {
			return fault.New(fault.Invalid, "The role of a group is admin, analyst, responder or read-only.")
		}
	}
	return nil
}

// checkOthers wants the role of who is in none of the groups to be one that reads, or none.
func checkOthers(r Role) error {
	if r != "" && r != ReadOnly {
		return fault.New(fault.Invalid, "Who is in none of the groups is refused or read-only.")
	}
	return nil
}

// plain wants one line of printable text.
func plain(text, what string) error {
	odd := func(r rune) bool { return !unicode.IsPrint(r) }
	if strings.TrimSpace(text) != text || text == "" || len(text) > maxAddress || !utf8.ValidString(text) || strings.ContainsFunc(text, odd) {
		return fault.New(fault.Invalid, "%s is one line of 1 to %d printable characters.", what, maxAddress)
	}
	return nil
}

// CheckIssuer refuses an issuer that is no address of TLS.
func (p IdentityProvider) CheckIssuer() error { return checkIssuer(p.Issuer) }
