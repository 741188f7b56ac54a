package admin

import (
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
)

// Change is what acts want written. Each record is as it is afterwards; its
// version is one more than that which it replaces, and 1 for a new one.
type Change struct {
	// Acts tell of it, in order, without their entries.
	Acts     []Act
	Partners []access.Partner
	Tenants  []access.Organisation
	Users    []access.User
	Tokens   []access.Token
	SignIns  []access.SignIn
	// IdentityProviders are those by which people sign in.
	IdentityProviders []access.IdentityProvider
	Groups            []access.Group
	// Installation is what holds for all; nil where it stays.
	Installation *access.Installation
}

// Deed is who changes something, and when.
type Deed struct {
	By activity.Actor
	At time.Time
}

// act is one act of the deed.
func (d Deed) act(place access.Reach, kind Kind, of Subject) Act {
	return Act{Place: place, At: d.At, Actor: d.By, Kind: kind, Subject: of}
}

// CreatePartner adds a partner; the root remembers it.
func (d Deed) CreatePartner(p access.Partner) Change {
	p.CreatedAt, p.Version = d.At, 1
	act := d.act(access.Reach{Root: true}, PartnerCreated, Subject{p.ID, p.Name})
	act.New = p.Name
	return Change{Acts: []Act{act}, Partners: []access.Partner{p}}
}

// CreateTenant adds a tenant with an empty ledger; who made it, its partner or the
// root, remembers it.
func (d Deed) CreateTenant(o access.Organisation) Change {
	o.CreatedAt, o.Version = d.At, 1
	above := access.Reach{Root: o.PartnerID == "", PartnerID: o.PartnerID}
	act := d.act(above, TenantCreated, Subject{o.ID, o.Name})
	act.New = o.Name
	return Change{Acts: []Act{act}, Tenants: []access.Organisation{o}}
}

// CreateUser gives a person an account; where the role holds, it is remembered.
func (d Deed) CreateUser(u access.User) Change {
	u.CreatedAt, u.Version = d.At, 1
	act := d.act(u.Reach, UserCreated, Subject{u.ID, u.Name})
	act.New = string(u.Role)
	return Change{Acts: []Act{act}, Users: []access.User{u}}
}

// SetPassword gives the user another password: one chosen, or one to replace at
// the next login. An invitation that was out is good no more.
func (d Deed) SetPassword(u access.User, hash string, oneTime bool) Change {
	kind := PasswordChanged
	if oneTime {
		kind = PasswordReset
	}
	u.PasswordHash, u.OneTime, u.Invitation, u.Version = hash, oneTime, nil, u.Version+1
	return Change{Acts: []Act{d.act(u.Reach, kind, Subject{u.ID, u.Name})}, Users: []access.User{u}}
}
