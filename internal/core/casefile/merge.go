package casefile

import (
	"strconv"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/detection"
)

// GiveWay merges the case away into another, whose number it leads to from then on.
// Its detections go there beforehand: see Release.
func (c Case) GiveWay(to uint64, by activity.Actor, now time.Time) (Case, []activity.Fact) {
	c.MergedInto = to
	c.touch(now)
	return c, []activity.Fact{{Kind: activity.CaseMergedAway, Case: c.Number, Actor: by, New: numeral(to)}}
}

// Return lets a case that was merged away be one of its own again (B4).
func (c Case) Return(by activity.Actor, now time.Time) (Case, []activity.Fact) {
	from := c.MergedInto
	c.MergedInto = 0
	c.touch(now)
	return c, []activity.Fact{{Kind: activity.MergeUndone, Case: c.Number, Actor: by, Old: numeral(c.Number), New: numeral(from)}}
}

// SplitOff begins case number of tenant with detections of another, by arrival.
func SplitOff(from, number uint64, tenantID string, p Plan, members []*detection.Detection, by activity.Actor, now time.Time) (Case, []activity.Fact) {
	c := begun(tenantID, number, p, now)
	for _, d := range members {
		c.count(d)
	}
	c.touch(now)
	facts := []activity.Fact{
		{Kind: activity.CaseOpened, Case: number, Actor: by, New: c.Title},
		{Kind: activity.CaseSplit, Case: number, Actor: by, Old: numeral(from), New: numeral(number)},
	}
	for _, d := range members {
		facts = append(facts, activity.Fact{Kind: activity.DetectionMovedIn, Case: number, Actor: by, Detection: subject(d), Old: numeral(from)})
	}
	return c, facts
}

// Tell adds what concerns the case and another, from and to being their numbers, to its history.
func (c Case) Tell(kind activity.Kind, from, to uint64, by activity.Actor, now time.Time) (Case, []activity.Fact) {
	c.touch(now)
	return c, []activity.Fact{{Kind: kind, Case: c.Number, Actor: by, Old: numeral(from), New: numeral(to)}}
}

func numeral(number uint64) string { return strconv.FormatUint(number, 10) }
