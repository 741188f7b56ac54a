package access

import "time"

const (
	// FreeTries are how many wrong tries a name has before it must wait, FreeFromAddress
	// how many an address has, whatever the names.
	FreeTries, FreeFromAddress = 5, 30
	// LongestWait is the longest time until another try is looked at: nobody can
	// keep somebody else out for longer by what they try.
	LongestWait = 15 * time.Minute
	// TriesRest is how long after the last wrong try all of them are forgotten. It is
	// so long that waiting for it gives no more tries than not waiting.
	TriesRest = 4 * time.Hour
)

// Tries are the wrong tries to come in since the last right one. The zero value is none.
type Tries struct {
	Count int
	// Last is when the last was.
	Last time.Time
}

// Wait is how long until another try is looked at: beyond the free ones each wrong
// try doubles it, from a second on.
func (t Tries) Wait(free int, now time.Time) time.Duration {
	if t.Count < free || t.Rested(now) {
		return 0
	}
	pause := min(LongestWait, time.Second<<min(t.Count-free, 20))
	return max(0, t.Last.Add(pause).Sub(now))
}

// Wrong is what they are after another wrong one.
func (t Tries) Wrong(now time.Time) Tries {
	if t.Rested(now) {
		t.Count = 0
	}
	return Tries{Count: t.Count + 1, Last: now}
}

// Rested says whether they may be forgotten.
func (t Tries) Rested(now time.Time) bool { return now.Sub(t.Last) >= TriesRest }
