// Package retention says how long a tenant keeps detections that never were in a
// case, and at which moment their age is measured.
//
// What was ever in a case is kept for good: the case shows it, and a replay needs
// it. All else goes once it was neither received nor seen for as long as the
// tenant's settings say. Whatever goes has changed no case, so that the past
// without it comes to the same.
package retention

import (
	"time"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/settings"
	"caseweave/internal/core/span"
)

// Statuses are those of detections that are in no case.
var Statuses = []detection.Status{detection.Open, detection.Closed, detection.Ignored}

// Keep is how long detections of a status are kept that never were in a case; 0
// is for ever.
func Keep(s settings.Settings, status detection.Status) span.Span {
	switch status {
	case detection.Open:
		return s.KeepOpen
	case detection.Closed, detection.Ignored:
		return s.KeepSettled
	}
	return 0
}

// Any says whether anything is removed at all.
func Any(s settings.Settings) bool { return s.KeepOpen > 0 || s.KeepSettled > 0 }

const (
	// Trial is for how long a clock must have told much later times before they count.
	Trial = 24 * time.Hour
	// silence is how long nothing may have arrived before the next arrival counts
	// as one of much later times.
	silence = 7 * 24 * time.Hour
)

// Moment is when ages are measured: at the newest arrival, not by the clock, so
// that a tenant to which nothing comes loses nothing. before is the last arrival
// that is a Trial or more older, zero for none. Where the two lie more than a
// week further apart than that, a clock may have jumped: it is doubted, and ages
// are measured at before until a Trial is over.
func Moment(newest, before time.Time) (at time.Time, doubted bool) {
	if !before.IsZero() && newest.Sub(before) > Trial+silence {
		return before, true
	}
	return newest, false
}

// Inquiry asks for what expired: detections of a status that never were in a
// case, and were received and last seen before a time.
type Inquiry struct {
	Status detection.Status
	Before time.Time
	// After is where to go on.
	After Place
}

// Place is how far a pass through the detections of a status has come: behind the
// one that was received at a time and has an arrival. A pass meets each once.
type Place struct {
	ReceivedAt time.Time
	Arrival    uint64
}

// Stretch is a part of a pass.
type Stretch struct {
	// Expired are arrivals, in the order of the pass.
	Expired []uint64
	// Next is where the pass goes on; End says that it is over.
	Next Place
	End  bool
}

// Step is what was done with a stretch.
type Step struct {
	// Retired is how many detections were removed.
	Retired int
	Next    Place
	End     bool
	// Took is for how long the step held the tenant up.
	Took time.Duration
	// Doubted says that ages are not measured at the newest arrival: see Moment.
	Doubted bool
}

// MaxStep is how many detections a step looks at, at most: it holds a tenant up
// for no longer than a large commit does.
const MaxStep = 500

// MaxCounted is how far a forecast counts.
const MaxCounted = 100_000

// Forecast is what would be removed now.
type Forecast struct {
	// At is when ages are measured, and Doubted why not at the newest arrival: see
	// Moment. At is zero where nothing ever arrived.
	At      time.Time
	Doubted bool
	// Parts are by status, as in Statuses.
	Parts []Part
}

// Part is what would be removed of a status.
type Part struct {
	Status detection.Status
	// Before is the time before which detections must have been received and last
	// seen; zero where all are kept.
	Before time.Time
	Count
}

// Count is how many expired, MaxCounted at most; More says that there are more.
// Oldest and Newest are the first and last time at which any was received.
type Count struct {
	N              int
	More           bool
	Oldest, Newest time.Time
}
