package casefile

import (
	"iter"
	"maps"
	"slices"
	"time"

	"caseweave/internal/core/attack"
	"caseweave/internal/core/detection"
)

// Gist is what a case's detections come to, beyond what the case itself keeps of them.
type Gist struct {
	Assets Assets
	// Chain is how the detections lie along the kill chain, stage by stage.
	Chain [5]Reach
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

// GistOf is that of a case with these members.
func GistOf(members iter.Seq[*detection.Detection]) Gist {
	var g Gist
	named := map[detection.Entity]bool{}
	for d := range members {
		for _, e := range d.Entities {
			if kind := e.Kind(); kind == "host" || kind == "user" {
				named[e] = true
			}
		}
		g.place(d)
	}
	g.Assets = assetsOf(named)
	return g
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

func assetsOf(named map[detection.Entity]bool) (a Assets) {
	for _, e := range slices.Sorted(maps.Keys(named)) {
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
