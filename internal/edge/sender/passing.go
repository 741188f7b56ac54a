package sender

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

const (
	firstPause   = 200 * time.Millisecond
	longestPause = 5 * time.Second
)

// passing is a refusal that may go away by itself.
type passing struct {
	error
	// after is how long the server asks to wait; 0 where it says nothing.
	after time.Duration
}

func (p *passing) Unwrap() error { return p.error }

// wait is how long to wait before trying again: as long as the server asks and up
// to half as much again, or some of pause, so that many senders do not come back at once.
func (p *passing) wait(pause time.Duration) time.Duration {
	least := max(p.after, pause/2)
	return least + rand.N(least/2+1)
}

// retryAfter is what a header of that name says, in seconds or as a date.
func retryAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.Atoi(text); err == nil && seconds > 0 && seconds < 24*60*60 {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}
