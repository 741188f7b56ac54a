package casefile

import (
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/detection"
)

// settled are the kinds that tell of a detection's status by people.
var settled = map[detection.Status]activity.Kind{
	detection.Closed: activity.DetectionClosed, detection.Ignored: activity.DetectionIgnored,
	detection.Open: activity.DetectionReopened, detection.InCase: activity.DetectionReopened,
}

// Settled is the fact that somebody gave a detection its status, in a case; 0 for
// one that is in none.
func Settled(number uint64, d *detection.Detection, by activity.Actor, note string) activity.Fact {
	return activity.Fact{Kind: settled[d.Status], Case: number, Actor: by, Detection: subject(d), New: string(d.Status), Note: note}
}

// Settle tells that a member was given its status (P14).
func (c Case) Settle(d *detection.Detection, by activity.Actor, note string, now time.Time) (Case, []activity.Fact) {
	c.touch(now)
	return c, []activity.Fact{Settled(c.Number, d, by, note)}
}
