package admin

import (
	"slices"
	"strings"

	"caseweave/internal/core/access"
)

var root = access.Reach{Root: true}

// RenamePartner gives a partner another name; the root remembers it.
func (d Deed) RenamePartner(p access.Partner, name string) Change {
	act := d.act(root, PartnerRenamed, Subject{p.ID, name})
	act.Old, act.New = p.Name, name
	p.Name, p.Version = name, p.Version+1
	return Change{Acts: []Act{act}, Partners: []access.Partner{p}}
}

// ChangeTenant makes before what after says: its name and its partner. The tenant
// remembers both; of another partner, all that have to do with it do, too.
func (d Deed) ChangeTenant(before, after access.Organisation) Change {
	var acts []Act
	here, subject := access.Reach{TenantID: after.ID}, Subject{after.ID, after.Name}
	if before.Name != after.Name {
		act := d.act(here, TenantRenamed, subject)
		act.Old, act.New = before.Name, after.Name
		acts = append(acts, act)
	}
	if before.PartnerID != after.PartnerID {
		for _, place := range []access.Reach{root, {PartnerID: before.PartnerID}, {PartnerID: after.PartnerID}, here} {
			if place == (access.Reach{}) {
				continue
			}
			act := d.act(place, TenantHandedOver, subject)
			act.Old, act.New = before.PartnerID, after.PartnerID
			acts = append(acts, act)
		}
	}
	after.Version = before.Version + 1
	return Change{Acts: acts, Tenants: []access.Organisation{after}}
}

// CreateGroup names a set of tenants at the root or at a partner.
func (d Deed) CreateGroup(g access.Group) Change {
	g.CreatedAt, g.Version = d.At, 1
	act := d.act(g.Place, GroupCreated, Subject{g.ID, g.Name})
	act.New = inWords(g)
	return Change{Acts: []Act{act}, Groups: []access.Group{g}}
}

// ChangeGroup gives a group another name and other tenants.
func (d Deed) ChangeGroup(g access.Group, name string, tenants []string) Change {
	act := d.act(g.Place, GroupChanged, Subject{g.ID, name})
	act.Old = inWords(g)
	g.Name, g.Tenants, g.Version = name, slices.Clone(tenants), g.Version+1
	act.New = inWords(g)
	return Change{Acts: []Act{act}, Groups: []access.Group{g}}
}

// DissolveGroup lets a group be no more; its tenants stay.
func (d Deed) DissolveGroup(g access.Group) Change {
	act := d.act(g.Place, GroupDissolved, Subject{g.ID, g.Name})
	act.Old = inWords(g)
	g.Dissolved, g.Version = true, g.Version+1
	return Change{Acts: []Act{act}, Groups: []access.Group{g}}
}

func inWords(g access.Group) string { return g.Name + ": " + strings.Join(g.Tenants, ", ") }

// HideAssignees says whether tenants' own people see who else has a case (X29).
func (d Deed) HideAssignees(i access.Installation, hide bool) Change {
	kind := AssigneesShown
	if hide {
		kind = AssigneesHidden
	}
	i.HideAssignees, i.Version = hide, i.Version+1
	return Change{Acts: []Act{d.act(root, kind, Subject{"installation", "Caseweave"})}, Installation: &i}
}
