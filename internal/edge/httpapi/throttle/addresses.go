package throttle

import (
	"net/netip"
	"sync"
	"time"

	"caseweave/internal/core/access"
)

// maxRemembered bounds how many keys are remembered.
const maxRemembered = 10_000

// Addresses counts wrong tries by where they come from.
type Addresses struct {
	mu    sync.Mutex
	tries map[string]access.Tries
}

// NewAddresses know of no try.
func NewAddresses() *Addresses { return &Addresses{tries: map[string]access.Tries{}} }

// Take counts a try before it is looked at, or says how long it must wait.
func (a *Addresses) Take(address string, now time.Time) (wait time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if wait := a.tries[address].Wait(access.FreeFromAddress, now); wait > 0 {
		return wait
	}
	a.sweep(now)
	a.tries[address] = a.tries[address].Wrong(now)
	return 0
}

// Forgive takes back a try that was right.
func (a *Addresses) Forgive(address string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if t := a.tries[address]; t.Count > 1 {
		t.Count--
		a.tries[address] = t
	} else {
		delete(a.tries, address)
	}
}

// sweep keeps what is remembered bounded: what rested goes first, then anything.
func (a *Addresses) sweep(now time.Time) {
	if len(a.tries) < maxRemembered {
		return
	}
	for address, t := range a.tries {
		if t.Rested(now) {
			delete(a.tries, address)
		}
	}
	for address := range a.tries {
		if len(a.tries) <= maxRemembered*3/4 {
			return
		}
		delete(a.tries, address)
	}
}

// Network is what one sender may be thought to hold: an IPv4 address, or an IPv6 /64.
func Network(a netip.Addr) string {
	if !a.Is6() {
		return a.String()
	}
	p, _ := a.Prefix(64)
	return p.String()
}
