// Package scene reads off the detections of a case who they speak of, and where
// that was seen (X17, X21).
//
// Places are those that events tell. An address that no event of the case locates
// may be looked up elsewhere. Each count comes with the filter that keeps just the
// detections counted, so that every number can lead to them.
package scene

import (
	"cmp"
	"net/netip"
	"slices"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/query"
)

// MaxMembers is how many detections of a case a scene is read off.
const MaxMembers = 10_000

const (
	// maxNames is how many hosts, and how many users, are told apart.
	maxNames = 10_000
	// maxAddresses is how many addresses of one detection may be looked up.
	maxAddresses = 100
)

// Scene is who a case's detections speak of, and where. Lists begin with what most
// detections speak of; each may have been cut, while the counts are of all.
type Scene struct {
	Hosts, Users         []Seen
	HostCount, UserCount int
	Places               []Place
	PlaceCount           int
	// Read is how many detections it was read off.
	Read int
}

// Seen is an entity, and how many detections speak of it.
type Seen struct {
	Entity     detection.Entity
	Detections int
	// LookedUp says that no event told where the address was.
	LookedUp bool
	// Filter keeps these detections.
	Filter string
}

// Locate says where a public address is; both are empty where that is not known.
type Locate func(address netip.Addr) (country, city string)

// Observer reads detections one by one. Its zero value has seen none.
type Observer struct {
	hosts, users names
	members      []member
	// told are the entities of which an event says where they were.
	told map[detection.Entity]bool
	read int
}

// member is what one detection says of places.
type member struct {
	places    []detection.Place
	addresses []detection.Entity
}

// names counts detections by entity.
type names map[detection.Entity]int

// Meet takes in a detection.
func (o *Observer) Meet(d *detection.Detection) {
	if o.read++; o.told == nil {
		o.hosts, o.users, o.told = names{}, names{}, map[detection.Entity]bool{}
	}
	m := member{places: d.Locations}
	for _, e := range d.Entities {
		switch e.Kind() {
		case "host":
			o.hosts.count(e)
		case "user":
			o.users.count(e)
		case "ip":
			if len(m.addresses) < maxAddresses {
				m.addresses = append(m.addresses, e)
			}
		}
	}
	for _, p := range d.Locations {
		if p.Entity != "" && (p.Country != "" || p.City != "") {
			o.told[p.Entity] = true
		}
	}
	if len(m.places)+len(m.addresses) > 0 {
		o.members = append(o.members, m)
	}
}

func (n names) count(e detection.Entity) {
	if _, known := n[e]; known || len(n) < maxNames {
		n[e]++
	}
}

// Scene is what was observed, with at most limit entries in each list. locate may be nil.
func (o *Observer) Scene(locate Locate, limit int) Scene {
	places := o.places(locate)
	return Scene{
		Hosts: o.hosts.most("@host", limit), HostCount: len(o.hosts),
		Users: o.users.most("@user", limit), UserCount: len(o.users),
		Places: places[:min(limit, len(places))], PlaceCount: len(places), Read: o.read,
	}
}

// most are those that most detections speak of, with a filter by the field of their kind.
func (n names) most(field string, limit int) []Seen {
	var all []Seen
	for e, detections := range n {
		all = append(all, Seen{Entity: e, Detections: detections})
	}
	slices.SortFunc(all, oftener)
	all = all[:min(limit, len(all))]
	for i := range all {
		all[i].Filter = equals(field, all[i].Entity.Value()).String()
	}
	return all
}

func oftener(a, b Seen) int {
	return cmp.Or(cmp.Compare(b.Detections, a.Detections), cmp.Compare(a.Entity, b.Entity))
}

func equals(field, value string) query.Test {
	return query.Test{Field: field, Op: query.Eq, Values: []query.Value{query.TextValue(value)}}
}
