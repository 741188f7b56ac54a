package casefile

import (
	"maps"
	"slices"
	"time"

	"caseweave/internal/core/attack"
	"caseweave/internal/core/detection"
)

// Gist is what a case's detections come to, beyond what the case itself keeps of
// them. Its zero value has met none.
type Gist struct {
	// Chain is how the detections lie along the kill chain, stage by stage.
	Chain [5]Reach
	named map[detection.Entity]bool
}

// MaxAssets is how many hosts, and how many users, Assets names.
const MaxAssets = 50

// Assets are the hosts and users that a case's detections speak of: the first
// MaxAssets of each in alphabetical order, and how many distinct ones there are.
type Assets struct {
	Hosts, Users         []string
	HostCount, UserCount int
}

// Reach is how a case's detections reach a stage of the kill chain, by their tactics
// (X8). One whose tactics are of several stages counts in each of them.
type Reach struct {
	Detections int
	// FirstAt is the earliest created_at of them; zero where there are none.
	FirstAt time.Time
}

// Meet takes in one of the case's detections.
func (g *Gist) Meet(d *detection.Detection) {
	if g.named == nil {
		g.named = map[detection.Entity]bool{}
	}
	for _, e := range d.Entities {
		if kind := e.Kind(); kind == "host" || kind == "user" {
			g.named[e] = true
		}
	}
	g.place(d)
}

// place counts d in each stage that its tactics reach.
func (g *Gist) place(d *detection.Detection) {
	stages := stagesOf(d.Tactics)
	for i := range g.Chain {
		if r := &g.Chain[i]; stages&(1<<(i+1)) != 0 {
			if r.Detections == 0 || d.CreatedAt.Before(r.FirstAt) {
				r.FirstAt = d.CreatedAt
			}
			r.Detections++
		}
	}
}

// stagesOf are the stages of the kill chain that tactics belong to, a bit for each.
func stagesOf(tactics []string) (stages uint8) {
	for _, name := range tactics {
		if t, known := attack.TacticOf(name); known {
			stages |= 1 << t.Stage
		}
	}
	return stages
}

// Assets are the hosts and users that they speak of.
func (g *Gist) Assets() (a Assets) {
	for _, e := range slices.Sorted(maps.Keys(g.named)) {
		if e.Kind() == "host" {
			a.Hosts, a.HostCount = upTo(MaxAssets, a.Hosts, e.Value()), a.HostCount+1
		} else {
			a.Users, a.UserCount = upTo(MaxAssets, a.Users, e.Value()), a.UserCount+1
		}
	}
	return a
}

func upTo(most int, have []string, more string) []string {
	if len(have) == most {
		return have
	}
	return append(have, more)
}
