package httpapi

import (
	"sync"
	"time"
)

// allowance gives each key so much a second; what is not used is saved for a
// while, and may be spent at once. A nil allowance gives without end.
type allowance struct {
	mu sync.Mutex
	// each is what one costs, and saved how far ahead of the clock a key may be.
	each, saved time.Duration
	// spent tells until when the spendings of a key reach; one in the past is as
	// good as none, so that nothing but who is busy just now is remembered.
	spent map[string]time.Time
}

// newAllowance gives perSecond, and what is saved in so many seconds at once.
func newAllowance(perSecond int64, saved time.Duration) *allowance {
	if perSecond <= 0 {
		return nil
	}
	return &allowance{each: max(1, time.Second/time.Duration(perSecond)), saved: saved, spent: map[string]time.Time{}}
}

// spend takes n from what a key has, or says how long it has to wait and takes
// nothing. What costs more than there is makes the next one wait for it.
func (a *allowance) spend(key string, n int, now time.Time) (wait time.Duration) {
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
func (a *allowance) sweep(now time.Time) {
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

// crowd counts what is under way for each key.
type crowd struct {
	mu    sync.Mutex
	under map[string]int
}

// enter counts one more for a key that has less than most of them under way,
// until leave.
func (c *crowd) enter(key string, most int) (leave func(), ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.under[key] >= most {
		return func() {}, false
	}
	c.under[key]++
	return func() { c.leave(key) }, true
}

func (c *crowd) leave(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.under[key]--; c.under[key] == 0 {
		delete(c.under, key)
	}
}
