package throttle

import "sync"

// Crowd counts what is under way for each key.
type Crowd struct {
	mu    sync.Mutex
	under map[string]int
}

// NewCrowd has nobody in it.
func NewCrowd() *Crowd { return &Crowd{under: map[string]int{}} }

// Enter counts one more for a key that has less than most of them under way,
// until leave.
func (c *Crowd) Enter(key string, most int) (leave func(), ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.under[key] >= most {
		return func() {}, false
	}
	c.under[key]++
	return func() { c.leave(key) }, true
}

func (c *Crowd) leave(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.under[key]--; c.under[key] == 0 {
		delete(c.under, key)
	}
}
