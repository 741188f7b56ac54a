package casefile

import (
	"iter"
	"maps"
	"slices"

	"caseweave/internal/core/detection"
)

// Filed is a detection with the cases that it belongs to, in ascending order.
type Filed struct {
	detection.Detection
	Cases []uint64
}

// MaxAssets is how many hosts, and how many users, Assets names.
const MaxAssets = 50

// Assets are the hosts and users that a case's detections speak of: the first
// MaxAssets of each in alphabetical order, and how many distinct ones there are.
type Assets struct {
	Hosts, Users         []string
	HostCount, UserCount int
}

// AssetsOf gathers the assets of members, given the entities of each.
func AssetsOf(members iter.Seq[[]detection.Entity]) Assets {
	named := map[detection.Entity]bool{}
	for entities := range members {
		for _, e := range entities {
			if kind := e.Kind(); kind == "host" || kind == "user" {
				named[e] = true
			}
		}
	}
	var a Assets
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
