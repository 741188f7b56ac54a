package match

import (
	"net/netip"
	"slices"

	"caseweave/internal/core/query"
)

// networks are terms that ask for an address within a network: there is one
// lookup for each length that a network has.
type networks struct {
	terms   map[netip.Prefix]int32
	lengths [2][]int // of IPv4 and IPv6
}

func (n *networks) add(text string, number int32) {
	network := netip.MustParsePrefix(text)
	if n.terms == nil {
		n.terms = map[netip.Prefix]int32{}
	}
	n.terms[network] = number
	lengths := n.lengthsOf(network.Addr())
	if !slices.Contains(*lengths, network.Bits()) {
		*lengths = append(*lengths, network.Bits())
	}
}

func (n *networks) lengthsOf(a netip.Addr) *[]int {
	if a.Is4() {
		return &n.lengths[0]
	}
	return &n.lengths[1]
}

func (n *networks) look(text string, p *pass) {
	a, ok := query.ParseAddress(text)
	if !ok {
		return
	}
	for _, length := range *n.lengthsOf(a) {
		network, _ := a.Prefix(length)
		if t, ok := n.terms[network]; ok {
			p.meet(t)
		}
	}
}
