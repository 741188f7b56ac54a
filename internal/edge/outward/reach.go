package outward

import (
	"net/netip"
	"slices"
	"strings"

	"caseweave/internal/core/fault"
)

// Reach is what may be called beside public addresses. The zero Reach is nothing else.
type Reach struct {
	networks []netip.Prefix
	hosts    []string
}

// ParseReach reads networks such as 10.1.0.0/16, addresses, and names of hosts.
// A host may be called wherever its name leads.
func ParseReach(texts []string) (Reach, error) {
	var r Reach
	for _, text := range texts {
		if p, err := netip.ParsePrefix(text); err == nil {
			r.networks = append(r.networks, p.Masked())
		} else if a, err := netip.ParseAddr(text); err == nil && a.Zone() == "" {
			r.networks = append(r.networks, netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()))
		} else if name := plainHost(text); isHost(name) {
			r.hosts = append(r.hosts, name)
		} else {
			return r, fault.New(fault.Invalid, "%q is no network such as 10.1.0.0/16, no address and no name of a host.", text)
		}
	}
	return r, nil
}

// Holds says whether a may be called.
func (r Reach) Holds(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	return public(a) || slices.ContainsFunc(r.networks, func(p netip.Prefix) bool { return p.Contains(a) })
}

func (r Reach) holdsHost(name string) bool { return slices.Contains(r.hosts, plainHost(name)) }

func plainHost(name string) string { return strings.TrimSuffix(strings.ToLower(name), ".") }

// isHost is about the letters only: there is no host 10.1.0.0/33 and no https://host.
func isHost(name string) bool {
	odd := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '.' && r != '_'
	}
	last := name[strings.LastIndexByte(name, '.')+1:]
	return len(name) <= 253 && strings.IndexFunc(name, odd) < 0 && strings.ContainsFunc(last, func(r rune) bool { return r >= 'a' })
}

// global is where IPv6 has addresses that are reached from everywhere (RFC 4291, 2.4).
var global = netip.MustParsePrefix("2000::/3")

// special are the networks of IANA's registries of special purposes, without
// those that lie outside of global anyway, and those of multicast. The few that
// are reached from everywhere serve no page either.
var special = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
	"192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
)

// public says whether a belongs to the internet at large. An address that wraps
// one of IPv4 for a translator is not: what it leads to, the translator knows.
func public(a netip.Addr) bool {
	if !a.IsValid() || a.Is6() && !global.Contains(a) {
		return false
	}
	return !slices.ContainsFunc(special, func(p netip.Prefix) bool { return p.Contains(a) })
}

func prefixes(texts ...string) []netip.Prefix {
	all := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		all[i] = netip.MustParsePrefix(text)
	}
	return all
}
