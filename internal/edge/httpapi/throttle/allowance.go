// Package throttle keeps one client from taking what is everybody's: how often one may
// ask, how much of one's is under way, and how often one may try what one does not know.
// All of it is remembered in memory, and bounded.
package throttle

import (
	"sync"
	"time"
)

// Allowance gives each key so much a second; what is not used is saved for a
// while, and may be spent at once. A nil Allowance gives without end.
type Allowance struct {
	mu sync.Mutex
	// each is what one costs, and saved how far ahead of the clock a key may be.
	each, saved time.Duration
	// spent tells until when the spendings of a key reach; one in the past is as
	// good as none, so that nothing but who is busy just now is remembered.
	spent map[string]time.Time
}

// NewAllowance gives perSecond, and what is saved in so many seconds at once.
func NewAllowance(perSecond int64, saved time.Duration) *Allowance {
	if perSecond <= 0 {
		return nil
	}
	return &Allowance{each: max(1, time.Second/time.Duration(perSecond)), saved: saved, spent: map[string]time.Time{}}
}

// Spend takes n from what a key has, or says how long it has to wait and takes
// nothing. What costs more than there is makes the next one wait for it.
func (a *Allowance) Spend(key string, n int, now time.Time) (wait time.Duration) {
	if a == nil {
		return 0
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	reaches := a.spent[key]
	if reaches.Before(now) {
		reaches = now
	}
	if wait := reaches.Sub(now) - a.saved; wait > 0 {
		return wait
	}
	if n > 0 {
		a.sweep(now)
		a.spent[key] = reaches.Add(time.Duration(n) * a.each)
	}
	return 0
}

// sweep keeps what is remembered bounded: who rests goes first, then anybody.
func (a *Allowance) sweep(now time.Time) {
	if len(a.spent) < maxRemembered {
		return
	}
	for key, until := range a.spent {
		if !until.After(now) {
			delete(a.spent, key)
		}
	}
	for key := range a.spent {
		if len(a.spent) <= maxRemembered*3/4 {
			return
		}
		delete(a.spent, key)
	}
}
