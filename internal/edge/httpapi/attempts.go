package httpapi

import (
	"sync"
	"time"

	"caseweave/internal/core/fold"
)

const (
	// Free attempts before a wait: for one name from one address, for an
	// address, and for a name.
	freePair, freeAddress, freeName = 5, 30, 100
	// maxWait is the longest wait between two attempts.
	maxWait = 15 * time.Minute
	// maxRemembered bounds how many names and addresses are remembered.
	maxRemembered = 10_000
)

// attempts slows down who tries passwords: each failure beyond the free ones
// doubles the wait. What rested for maxWait is forgotten.
type attempts struct {
	mu    sync.Mutex
	tries map[string]*tries
}

type tries struct {
	count int
	last  time.Time
}

func newAttempts() *attempts { return &attempts{tries: map[string]*tries{}} }

type attempt struct {
	key  string
	free int
}

func attemptsOf(name, address string) []attempt {
	name, address = fold.String(name), network(address)
	return []attempt{
		{"pair " + address + " " + name, freePair}, {"address " + address, freeAddress}, {"name " + name, freeName},
	}
}

// take counts an attempt before its password is looked at, or says how long to wait with it.
func (a *attempts) take(name, address string, now time.Time) (wait time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	all := attemptsOf(name, address)
	for _, t := range all {
		wait = max(wait, a.wait(t, now))
	}
	if wait > 0 {
		return wait
	}
	a.sweep(now)
	for _, t := range all {
		a.count(t.key, now)
	}
	return 0
}

// succeed forgets what was counted for who turned out to be the one.
func (a *attempts) succeed(name, address string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, t := range attemptsOf(name, address) {
		if t.free == freePair {
			delete(a.tries, t.key)
		} else if known := a.tries[t.key]; known != nil {
			known.count--
		}
	}
}

func (a *attempts) wait(t attempt, now time.Time) time.Duration {
	known := a.tries[t.key]
	if known == nil || known.count < t.free || now.Sub(known.last) >= maxWait {
		return 0
	}
	pause := min(maxWait, time.Second<<min(known.count-t.free, 20))
	return known.last.Add(pause).Sub(now)
}

func (a *attempts) count(key string, now time.Time) {
	known := a.tries[key]
	if known == nil || now.Sub(known.last) >= maxWait {
		known = &tries{}
		a.tries[key] = known
	}
	known.count++
	known.last = now
}

// sweep keeps what is remembered bounded: what rested goes first, then anything.
func (a *attempts) sweep(now time.Time) {
	if len(a.tries) < maxRemembered {
		return
	}
	for key, t := range a.tries {
		if now.Sub(t.last) >= maxWait {
			delete(a.tries, key)
		}
	}
	for key := range a.tries {
		if len(a.tries) <= maxRemembered*3/4 {
			return
		}
		delete(a.tries, key)
	}
}

// network is what one sender may be thought to hold: an IPv4 address, or an IPv6 /64.
func network(address string) string {
	a := addressIn(address)
	if !a.Is6() {
		return a.String()
	}
	p, _ := a.Prefix(64)
	return p.String()
}
