package access

import "time"

// Session is a person's stay from logging in on, as its list tells of it: never
// the cookie that it goes on by.
type Session struct {
	ID     string
	UserID string
	// Begun is when, SeenAt when the person last did something, and Until when it ends at the latest.
	Begun, SeenAt, Until time.Time
	// Address is where it began from, and Agent the browser in its own words.
	Address, Agent string
}

// Idles says whether nobody has touched it for too long.
func (s Session) Idles(limit time.Duration, now time.Time) bool { return now.Sub(s.SeenAt) > limit }
