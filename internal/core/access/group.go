package access

import (
	"slices"
	"time"

	"caseweave/internal/core/fault"
)

// MaxGroup bounds how many tenants a group has.
const MaxGroup = 1000

// Group is a set of tenants under a name. It picks out tenants in lists; nobody
// reaches more or fewer because of it.
type Group struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Place is whose it is: the root's or a partner's.
	Place Reach `json:"place"`
	// Tenants are ids, in order, each once. One that its place no longer reaches is not counted.
	Tenants   []string  `json:"tenants"`
	CreatedAt time.Time `json:"created_at"`
	// Dissolved says that it is no more: nothing lists it.
	Dissolved bool `json:"dissolved,omitempty"`
	// Version counts the group's editions from 1.
	Version uint64 `json:"version"`
}

// Check refuses a group that is none.
func (g Group) Check() error {
	if err := CheckName(g.Name); err != nil {
		return err
	}
	if g.Place.TenantID != "" || g.Place == (Reach{}) {
		return fault.New(fault.Invalid, "A group belongs to the root or to a partner.")
	}
	if len(g.Tenants) == 0 || len(g.Tenants) > MaxGroup {
		return fault.New(fault.Invalid, "A group has 1 to %d tenants.", MaxGroup)
	}
	return nil
}

// SeesGroup says whether p may know of the group: who is at home in a tenant knows of none.
func SeesGroup(p Principal, g Group) bool {
	return !g.Dissolved && (p.Reach.Root || g.Place.PartnerID != "" && p.Reach.PartnerID == g.Place.PartnerID)
}

// Has says whether the group counts a tenant: one of it that its place reaches.
func (g Group) Has(t Tenant) bool {
	return Reaches(Principal{Reach: g.Place}, t) && slices.Contains(g.Tenants, t.ID)
}
