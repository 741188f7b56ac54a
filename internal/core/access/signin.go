package access

import (
	"slices"
	"time"

	"caseweave/internal/core/fault"
)

// The bounds of how long a session may go untouched, in minutes.
const (
	LeastIdle, MostIdle, UsualIdle = 5, 720, 120
)

// SignIn is what a place asks of its people who log in with a password. What a
// place asks holds in the places beneath it, too.
type SignIn struct {
	Place Reach `json:"place"`
	// SecondFactor says that a second factor must be added right after logging in.
	SecondFactor bool `json:"second_factor,omitempty"`
	// IdleMinutes are how long a session may go untouched. Only the root says so, for
	// everybody; 0 is UsualIdle.
	IdleMinutes int `json:"idle_minutes,omitempty"`
	// Version counts the editions from 1; 0 is of a place that never said anything.
	Version uint64 `json:"version"`
}

// Check refuses a time that is no good, or that is not the place's to say.
func (s SignIn) Check() error {
	switch {
	case s.IdleMinutes != 0 && !s.Place.Root:
		return fault.New(fault.Invalid, "How long a session may go untouched is said at the root, for everybody.")
	case s.IdleMinutes != 0 && (s.IdleMinutes < LeastIdle || s.IdleMinutes > MostIdle):
		return fault.New(fault.Invalid, "A session may go untouched for %d minutes at least and %d at most.", LeastIdle, MostIdle)
	}
	return nil
}

// SignIns are what places ask; at most one of each.
type SignIns []SignIn

// At is what a place itself asks.
func (all SignIns) At(place Reach) SignIn {
	at := slices.IndexFunc(all, func(s SignIn) bool { return s.Place == place })
	if at < 0 {
		return SignIn{Place: place}
	}
	return all[at]
}

// SecondFactorAsked says whether somebody at home at a place must have a second
// factor; partnerID is who provides for it where it is a tenant.
func (all SignIns) SecondFactorAsked(home Reach, partnerID string) bool {
	return all.At(Reach{Root: true}).SecondFactor || all.At(home).SecondFactor ||
		partnerID != "" && all.At(Reach{PartnerID: partnerID}).SecondFactor
}

// Idle is how long a session may go untouched.
func (all SignIns) Idle() time.Duration {
	minutes := all.At(Reach{Root: true}).IdleMinutes
	if minutes == 0 {
		minutes = UsualIdle
	}
	return time.Duration(minutes) * time.Minute
}
