package casefile

import (
	"cmp"
	"time"

	"caseweave/internal/core/detection"
)

// Outline is what decides whether an open case takes a detection. It is small:
// all open cases of a tenant are held by theirs.
type Outline struct {
	// Number and Chain are the case's.
	Number, Chain uint64
	// DetectionCount is how many members it has, and TopSeverity that of the most severe.
	DetectionCount int
	TopSeverity    detection.Fraction
	// LastArrival, AnchorAt, EarliestAt and LatestAt are the case's.
	LastArrival                    uint64
	AnchorAt, EarliestAt, LatestAt time.Time
	// Provided says that the provider manages it.
	Provided bool
	// Apart are the first ones of the chains that it is kept apart from.
	Apart []uint64
}

// Outline is that of the case.
func (c *Case) Outline() Outline {
	return Outline{
		Number: c.Number, Chain: c.Chain, DetectionCount: c.DetectionCount, TopSeverity: c.Top.Severity,
		LastArrival: c.LastArrival, AnchorAt: c.AnchorAt, EarliestAt: c.EarliestAt, LatestAt: c.LatestAt,
		Provided: c.ManagedBy == Provider, Apart: c.apart(),
	}
}

// With is the outline after a case of it has taken d.
func (o Outline) With(d *detection.Detection) Outline {
	c := Case{
		Number: o.Number, Chain: o.Chain, DetectionCount: o.DetectionCount, Top: Member{ID: "top", Severity: o.TopSeverity},
		LastArrival: o.LastArrival, AnchorAt: o.AnchorAt, EarliestAt: o.EarliestAt, LatestAt: o.LatestAt,
	}
	c.count(d)
	return c.Outline()
}

// Rests says whether the last member was more than quietLimit before d: then the
// engine appends no more (automatic-cases §3). Who manages the case plays no part.
func (o *Outline) Rests(d *detection.Detection, quietLimit time.Duration) bool {
	return d.CreatedAt.Sub(o.LatestAt) > quietLimit
}

// Admits says whether d lies within the case's window, inclusive: duration to
// either side of the member that opened it or, where the window grows with the
// case, of all its members. Zero means no window.
func (o *Outline) Admits(d *detection.Detection, duration time.Duration, grows bool) bool {
	if duration == 0 {
		return true
	}
	if !grows {
		return d.CreatedAt.Sub(o.AnchorAt).Abs() <= duration
	}
	return o.EarliestAt.Sub(d.CreatedAt) <= duration && d.CreatedAt.Sub(o.LatestAt) <= duration
}

// Full says whether the case has no room for d under a rule that lets it have so
// many members: a detection more severe than all of them joins all the same (B8).
func (o *Outline) Full(d *detection.Detection, maxDetections int) bool {
	return o.DetectionCount >= maxDetections && d.Severity <= o.TopSeverity
}

// First is the number of the first case of its chain: its own where it continues none.
func (o *Outline) First() uint64 { return cmp.Or(o.Chain, o.Number) }
