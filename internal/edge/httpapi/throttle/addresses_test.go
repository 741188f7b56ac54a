package throttle

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"caseweave/internal/core/access"
)

func TestManyNamesFromOneAddressSlowDownToo(t *testing.T) {
	a, now := NewAddresses(), time.Now()
	for i := range access.FreeFromAddress {
		if wait := a.Take("192.0.2.1", now); wait > 0 {
			t.Fatalf("attempt %d waits %v", i, wait)
		}
	}
	if a.Take("192.0.2.1", now) == 0 {
		t.Error("the address may go on")
	}
	if a.Take("192.0.2.2", now) > 0 {
		t.Error("another address may not")
	}
	of := func(address string) string { return Network(netip.MustParseAddr(address)) }
	if of("2001:db8::1") != of("2001:db8::ffff:1") || of("2001:db8::1") == of("2001:db8:0:1::1") {
		t.Error("an IPv6 sender is not its /64")
	}
}

func TestAttemptsAreForgottenAndBounded(t *testing.T) {
	a, now := NewAddresses(), time.Now()
	for range access.FreeFromAddress + 3 {
		a.Take("192.0.2.1", now)
	}
	if a.Take("192.0.2.1", now) == 0 || a.Take("192.0.2.1", now.Add(access.LongestWait)) != 0 {
		t.Error("it waits too long or not at all")
	}
	for i := range 4 * maxRemembered {
		a.Take(fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255), now)
	}
	if len(a.tries) > maxRemembered {
		t.Errorf("%d are remembered", len(a.tries))
	}
}
