package outward

import (
	"net/netip"
	"testing"
)

// registered are the networks of IANA's registries of special-purpose addresses
// for IPv4 and IPv6, and of multicast, whole.
var registered = []string{
	"0.0.0.0/8", "0.0.0.0/32", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
	"192.0.0.0/29", "192.0.0.8/32", "192.0.0.9/32", "192.0.0.10/32", "192.0.0.170/32", "192.0.0.171/32", "192.0.2.0/24", "192.31.196.0/24",
	"192.52.193.0/24", "192.88.99.0/24", "192.88.99.2/32", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "255.255.255.255/32",
	"::1/128", "::/128", "::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23", "2001::/32",
	"2001:1::1/128", "2001:1::2/128", "2001:1::3/128", "2001:2::/48", "2001:3::/32", "2001:4:112::/48", "2001:10::/28", "2001:20::/28",
	"2001:30::/28", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
}

func TestNoNetworkOfASpecialPurposeIsCalled(t *testing.T) {
	for _, text := range registered {
		p := netip.MustParsePrefix(text)
		for _, a := range []netip.Addr{p.Addr(), last(p)} {
			if (Reach{}).Holds(a) {
				t.Errorf("%s of %s would be called", a, text)
			}
			if a.Is4() && (Reach{}).Holds(netip.AddrFrom16(a.As16())) {
				t.Errorf("%s of %s would be called as an address of IPv6", a, text)
			}
			if a.Is4() && (Reach{}).Holds(wrapped(a)) {
				t.Errorf("%s of %s would be called through a translator", a, text)
			}
		}
	}
	for _, odd := range []string{"fe80::1%eth0", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "4000::1", "e000::1"} {
		if (Reach{}).Holds(netip.MustParseAddr(odd)) {
			t.Errorf("%s would be called", odd)
		}
	}
	if (Reach{}).Holds(netip.Addr{}) {
		t.Error("no address at all would be called")
	}
}

func TestPublicAddressesAreCalledRightUpToTheSpecialOnes(t *testing.T) {
	for _, text := range []string{
		"1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0",
		"172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "198.51.99.255",
		"198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255", "2000::", "2001:200::1", "2001:db7:ffff::", "2001:db9::", "2003::1",
		"2606:4700::1111", "3ffe:ffff::1", "3fff:1000::", "::ffff:1.1.1.1",
	} {
		if !(Reach{}).Holds(netip.MustParseAddr(text)) {
			t.Errorf("%s would not be called", text)
		}
	}
}

func TestAnAdminAllowsNetworksAddressesAndHosts(t *testing.T) {
	r, err := ParseReach([]string{"10.1.0.7/16", "192.168.7.9", "fd00:1::/32", "::ffff:10.9.9.9", "IdP.Internal.", "login_1.example"})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		"10.1.255.1": true, "10.2.0.1": false, "192.168.7.9": true, "192.168.7.8": false, "fd00:1:ffff::1": true, "fd00:2::1": false,
		"::ffff:10.1.0.1": true, "10.9.9.9": true, "10.9.9.8": false,
	} {
		if r.Holds(netip.MustParseAddr(text)) != want {
			t.Errorf("%s: %v", text, !want)
		}
	}
	if !r.holdsHost("idp.internal") || !r.holdsHost("IDP.internal.") || r.holdsHost("x.idp.internal") || r.holdsHost("10.1.0.7") {
		t.Error("the wrong hosts are held")
	}
}

func TestWhatIsNoNetworkAndNoHostIsRefused(t *testing.T) {
	for _, text := range []string{"", "10.0.0.0/33", "10.0.0", "https://idp.example", "idp.example:443", "a b", "*.example", "fe80::1%eth0", "1.2.3.4.5", "é.example"} {
		if r, err := ParseReach([]string{text}); err == nil {
			t.Errorf("%q is taken for %+v", text, r)
		}
	}
}

// last is the last address of a network.
func last(p netip.Prefix) netip.Addr {
	b := p.Addr().AsSlice()
	for i := p.Bits(); i < len(b)*8; i++ {
		b[i/8] |= 1 << (7 - i%8)
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}

// wrapped is an address of IPv4 as a NAT64 reaches it.
func wrapped(a netip.Addr) netip.Addr {
	b := netip.MustParseAddr("64:ff9b::").As16()
	copy(b[12:], a.AsSlice())
	return netip.AddrFrom16(b)
}
