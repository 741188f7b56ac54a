package casefile

import (
	"reflect"
	"testing"
	"time"

	"caseweave/internal/core/detection"
)

func TestWindowsIncludeTheirEnds(t *testing.T) {
	o := Outline{AnchorAt: noon, LatestAt: noon}
	at := func(d time.Duration) *detection.Detection { return &detection.Detection{CreatedAt: noon.Add(d)} }
	for _, w := range []struct {
		away time.Duration
		want bool
	}{{0, true}, {time.Hour, true}, {-time.Hour, true}, {time.Hour + time.Microsecond, false}, {-time.Hour - time.Microsecond, false}} {
		if got := o.Admits(at(w.away), time.Hour, false); got != w.want {
			t.Errorf("%v away: %v", w.away, got)
		}
	}
	if !o.Admits(at(1000*time.Hour), 0, false) {
		t.Error("no window is a window")
	}
	if o.Rests(at(time.Hour), time.Hour) || !o.Rests(at(time.Hour+time.Microsecond), time.Hour) || o.Rests(at(-9*time.Hour), time.Hour) {
		t.Error("the quiet limit is not an inclusive bound on what comes after")
	}
}

// An outline grows as its case does.
func TestAnOutlineTakesWhatItsCaseTakes(t *testing.T) {
	first := seen("first", 500, 3)
	c, _ := Open("t", 7, Plan{Chain: 2}, first, Hand{}, noon)
	for arrival, severity := range []detection.Fraction{300, 900, 900, 100} {
		d := seen("next", severity, uint64(10+arrival))
		d.CreatedAt, d.LastSeenAt = noon.Add(-time.Duration(arrival)*time.Hour), noon.Add(time.Duration(arrival)*time.Hour)
		grown := c.Outline().With(d)
		if c, _ = c.Append(d, Hand{}, noon); !reflect.DeepEqual(grown, c.Outline()) {
			t.Errorf("after %d the outline is %+v and the case's is %+v", arrival, grown, c.Outline())
		}
	}
}
