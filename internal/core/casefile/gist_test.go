package casefile

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"caseweave/internal/core/detection"
)

func gistOf(members ...*detection.Detection) *Gist {
	var g Gist
	for _, d := range members {
		g.Meet(d)
	}
	return &g
}

func TestACaseTellsWhenItFirstReachedAStageAndByHowManyDetections(t *testing.T) {
	noon := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	seen := func(after time.Duration, tactics ...string) *detection.Detection {
		return &detection.Detection{CreatedAt: noon.Add(after), Tactics: tactics}
	}
	g := gistOf(
		seen(2*time.Hour, "Defense Evasion", "TA0003"), // two tactics of one stage
		seen(time.Hour, "stealth", "lateral-movement"), // of two stages
		seen(0, "our own"),
		seen(-time.Hour),
	)
	var got []string
	for _, r := range g.Chain {
		got = append(got, fmt.Sprintf("%d %s", r.Detections, r.FirstAt.Format("15h")))
	}
	if want := []string{"0 00h", "2 13h", "0 00h", "1 13h", "0 00h"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTheGistNamesSomeDevicesAndUsersAndCountsAll(t *testing.T) {
	var members []*detection.Detection
	for i := range MaxAssets + 1 {
		host := detection.Entity(fmt.Sprintf("host:h%02d", i))
		members = append(members, &detection.Detection{Entities: []detection.Entity{host, "user:eve", "ip:10.0.0.1"}})
	}
	slices.Reverse(members)
	a := gistOf(members...).Assets()
	if len(a.Hosts) != MaxAssets || a.HostCount != MaxAssets+1 || a.Hosts[0] != "h00" || !slices.Equal(a.Users, []string{"eve"}) || a.UserCount != 1 {
		t.Errorf("%+v", a)
	}
}
