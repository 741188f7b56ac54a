// Package outward makes the calls that the server itself makes to others, such
// as to the provider of a login.
//
// Where such a call goes is often written by somebody who may not reach what the
// server reaches: its own machine, the network around it, the address at which a
// cloud hands out credentials. So a call goes to public addresses only. What is
// judged is the address that is connected to, after its name was resolved: a name
// that means something else the next time gains nothing by it. An admin may allow
// networks and hosts beside.
//
// Calls go straight, through no proxy that the environment names: it would
// connect to whatever it is asked for. They follow few redirects, never from TLS
// to the clear, and bound how long an answer takes and how much it holds.
package outward

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"caseweave/internal/core/fault"
)

// bounds are what a call may take.
type bounds struct {
	// whole is the longest that a call takes, its answer's body included.
	whole time.Duration
	// body is the most bytes of an answer.
	body int64
}

const (
	maxRedirects = 5
	maxHeader    = 64 << 10
	dialing      = 5 * time.Second
)

var usual = bounds{whole: 15 * time.Second, body: 1 << 20}

// New is a client that calls public addresses, and what reach holds beside. An
// address that it refuses, and an answer that is too long, are faults.
func New(reach Reach) *http.Client { return client(reach, usual, net.DefaultResolver) }

func client(reach Reach, limits bounds, resolver *net.Resolver) *http.Client {
	c := caller{
		reach: reach, free: &net.Dialer{Timeout: dialing, Resolver: resolver},
		guarded: &net.Dialer{Timeout: dialing, Resolver: resolver, Control: reach.control},
	}
	transport := &http.Transport{
		DialContext: c.dial, ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout: dialing, ResponseHeaderTimeout: limits.whole, MaxResponseHeaderBytes: maxHeader,
		MaxIdleConns: 8, IdleConnTimeout: 30 * time.Second,
	}
	return &http.Client{Transport: bounded{transport, limits.body}, CheckRedirect: checkRedirect, Timeout: limits.whole}
}

// caller connects.
type caller struct {
	reach         Reach
	free, guarded *net.Dialer
}

func (c caller) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if c.reach.holdsHost(host) {
		return c.free.DialContext(ctx, network, address)
	}
	return c.guarded.DialContext(ctx, network, address)
}

// control judges the very address that is about to be connected to.
func (r Reach) control(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if !r.Holds(at.Addr()) {
		return fault.New(fault.Denied, "This server does not call %s, which is no public address. Its admin may allow it by --allow-outgoing.", at.Addr())
	}
	return nil
}

func checkRedirect(next *http.Request, before []*http.Request) error {
	if len(before) > maxRedirects {
		return errors.New("too many redirects")
	}
	if next.URL.Scheme != "https" && before[0].URL.Scheme == "https" {
		return errors.New("a redirect leads from TLS to " + next.URL.Scheme)
	}
	return nil
}
