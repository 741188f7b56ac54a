package httpapi

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// clientOf is the address from which r comes. Behind a proxy, that is what the
// proxy itself says: the last entry of X-Forwarded-For, and only where the peer
// is on this machine or in a private network. Earlier entries anybody can write.
func (s *Server) clientOf(r *http.Request) netip.Addr {
	peer := addressIn(r.RemoteAddr)
	if !s.behindProxy || !peer.IsLoopback() && !peer.IsPrivate() {
		return peer
	}
	told := strings.Join(r.Header.Values("X-Forwarded-For"), ",")
	last := addressIn(strings.TrimSpace(told[strings.LastIndexByte(told, ',')+1:]))
	if !last.IsValid() {
		return peer
	}
	return last
}

// addressIn is the address in a text with or without a port; the zero Addr where there is none.
func addressIn(text string) netip.Addr {
	if host, _, err := net.SplitHostPort(text); err == nil {
		text = host
	}
	a, _ := netip.ParseAddr(strings.Trim(text, "[]"))
	return a.Unmap().WithZone("")
}
