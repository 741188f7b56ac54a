package detection

import (
	"net/netip"
	"strings"

	"caseweave/internal/core/fold"
)

// Entity is something a detection speaks of, as "kind:value" in canonical form:
// folded, addresses in their one text form. It splits at its first colon.
type Entity string

// NewEntity makes a canonical entity; ok is false where kind or value is empty.
// An address written in any way becomes its one text form, an IPv4-mapped one
// IPv4; what is no address stays text (automatic-cases §1).
func NewEntity(kind, value string) (e Entity, ok bool) {
	kind, value = fold.String(strings.TrimSpace(kind)), strings.TrimSpace(value)
	if kind == "" || value == "" || strings.Contains(kind, ":") {
		return "", false
	}
	if kind == "ip" {
		return Entity("ip:" + CanonicalAddress(value)), true
	}
	return Entity(kind + ":" + fold.String(value)), true
}

// CanonicalAddress is the one text form of an IP address, and the folded text
// of what is none.
func CanonicalAddress(s string) string {
	a, err := netip.ParseAddr(s)
	if err != nil {
		return fold.String(s)
	}
	return a.Unmap().String()
}

// Kind is the part before the first colon.
func (e Entity) Kind() string { k, _, _ := strings.Cut(string(e), ":"); return k }

// Value is the part after the first colon.
func (e Entity) Value() string { _, v, _ := strings.Cut(string(e), ":"); return v }

// HashKinds are the kinds that @hash means.
var HashKinds = []string{"sha256", "sha1", "md5"}

// ValuesOf lists the values of d's entities of the given kinds, in their order.
func (d *Detection) ValuesOf(kinds ...string) []string {
	var values []string
	for _, e := range d.Entities {
		kind, value, _ := strings.Cut(string(e), ":")
		for _, k := range kinds {
			if kind == k {
				values = append(values, value)
				break
			}
		}
	}
	return values
}
