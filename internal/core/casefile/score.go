package casefile

import (
	"fmt"
	"hash/fnv"
	"math/bits"
	"slices"

	"caseweave/internal/core/detection"
)

// Factor is a part of a case's score. All of them add up to it (B10).
type Factor struct {
	Name FactorName
	// Points are what it adds; below zero what it takes.
	Points int
	// Most is the most that it can add, or take; 0 where there is no bound.
	Most int
	// Says is what was found, and Lowers what would make the score lower by it; empty for nothing.
	Says, Lowers string
}

// FactorName names a factor. The list is closed.
type FactorName string

const (
	// BySeverity is the severity of the most severe detection, in hundredths.
	BySeverity FactorName = "severity"
	// ByConfidence takes up to a fifth of that, by how much its source is not sure of it.
	ByConfidence FactorName = "confidence"
	// BySevere are further detections of high severity.
	BySevere FactorName = "severe_detections"
	// ByKillChain is how far along the kill chain the detections reach.
	ByKillChain FactorName = "kill_chain"
	// ByTechniques are further techniques.
	ByTechniques FactorName = "techniques"
	// ByAssets are further devices and users.
	ByAssets FactorName = "assets"
	// ByCount is how many detections there are: a point for four, and one for each doubling.
	ByCount FactorName = "count"
	// ByCap takes what is above 100.
	ByCap FactorName = "cap"
)

// FactorNames are all of them, in the order in which they are told.
var FactorNames = []FactorName{BySeverity, ByConfidence, BySevere, ByKillChain, ByTechniques, ByAssets, ByCount, ByCap}

// What factors add, at most and for each; and from which severity a detection is severe.
const (
	mostConfidence                                  = 20
	perSevere, mostSevere                           = 2, 8
	perStage, mostStages                            = 4, 16
	perTechnique, mostTechniques                    = 1, 5
	perAsset, mostAssets                            = 1, 6
	mostCount                                       = 5
	severeFrom                   detection.Fraction = 600
	// maxAssets is how many devices and users a case remembers for its score.
	maxAssets = mostAssets/perAsset + 1
)

// points are the factors' of a case, by FactorNames; those of a case without detections are none.
func (c *Case) points() (p [8]int) {
	if c.DetectionCount == 0 {
		return p
	}
	further := func(n, each, most int) int { return max(0, min((n-1)*each, most)) }
	p[0] = int(c.Top.Severity+5) / 10
	p[1] = -(p[0]*mostConfidence*int(c.Top.Unsure) + 50_000) / 100_000
	severe := c.Severe
	if c.Top.Severity < severeFrom {
		severe++ // the most severe one is none of them
	}
	p[2] = further(severe, perSevere, mostSevere)
	p[3] = further(bits.OnesCount8(c.reach()), perStage, mostStages)
	p[4] = further(len(c.TechniqueIDs), perTechnique, mostTechniques)
	p[5] = further(len(c.Assets), perAsset, mostAssets)
	p[6] = max(0, min(bits.Len(uint(c.DetectionCount))-2, mostCount))
	if sum := c.sum(p); sum > 100 {
		p[7] = 100 - sum
	}
	return p
}

func (c *Case) sum(points [8]int) (sum int) {
	for _, p := range points {
		sum += p
	}
	return sum
}

// score is 0 to 100, the sum of the factors.
func (c *Case) score() int { return c.sum(c.points()) }

// reach are the stages of the kill chain that the case's tactics belong to, a bit for each.
func (c *Case) reach() (stages uint8) { return stagesOf(c.Tactics) }

// Factors are what the score adds up from; those that add nothing are left out.
func (c *Case) Factors() []Factor {
	points := c.points()
	var factors []Factor
	for i, name := range FactorNames {
		if points[i] != 0 || name == BySeverity && c.DetectionCount > 0 {
			f := c.told(name)
			f.Name, f.Points = name, points[i]
			factors = append(factors, f)
		}
	}
	return factors
}

func (c *Case) told(name FactorName) Factor {
	switch name {
	case BySeverity:
		return Factor{
			Most: 100, Says: fmt.Sprintf("The most severe detection has a severity of %s.", c.Top.Severity),
			Lowers: "That detection leaves the case, or its source takes it for less severe.",
		}
	case ByConfidence:
		return Factor{Most: mostConfidence, Says: fmt.Sprintf("Its source is sure of it to %s.", 1000-c.Top.Unsure)}
	case BySevere:
		return Factor{Most: mostSevere, Says: fmt.Sprintf("%d detections have a severity of %s or more.", c.Severe, severeFrom), Lowers: "Severe detections leave the case."}
	case ByKillChain:
		return Factor{Most: mostStages, Says: fmt.Sprintf("The detections reach %d of the 5 stages of the kill chain.", bits.OnesCount8(c.reach())), Lowers: "No detection of a stage is left in the case."}
	case ByTechniques:
		return Factor{Most: mostTechniques, Says: fmt.Sprintf("The detections name %d techniques.", len(c.TechniqueIDs)), Lowers: fewer(len(c.TechniqueIDs), mostTechniques+1, "techniques are named.")}
	case ByAssets:
		return Factor{Most: mostAssets, Says: fmt.Sprintf("%s devices and users are affected.", atLeast(len(c.Assets), maxAssets)), Lowers: fewer(len(c.Assets), maxAssets, "devices and users are affected.")}
	case ByCount:
		return Factor{Most: mostCount, Says: fmt.Sprintf("There are %d detections: a point for four, and one for each doubling.", c.DetectionCount), Lowers: "Half of them leave the case."}
	}
	return Factor{Says: "The score ends at 100."}
}

// fewer says what lowers a factor that no more than so many add to.
func fewer(n, most int, what string) string {
	if n >= most {
		return fmt.Sprintf("Fewer than %d %s", most, what)
	}
	return "Fewer " + what
}

func atLeast(n, most int) string {
	if n >= most {
		return fmt.Sprintf("%d or more", n)
	}
	return fmt.Sprint(n)
}

// meet takes note of the devices and users that d speaks of, as far as the score goes by them.
func (c *Case) meet(d *detection.Detection) {
	for _, e := range d.Entities {
		if len(c.Assets) == maxAssets {
			return
		}
		if mark, ok := assetMark(e); ok && !slices.Contains(c.Assets, mark) {
			c.Assets = append(c.Assets[:len(c.Assets):len(c.Assets)], mark)
		}
	}
}

// assetMark stands for a device or user.
func assetMark(e detection.Entity) (mark uint64, ok bool) {
	if kind := e.Kind(); kind != "host" && kind != "user" {
		return 0, false
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(e)) // it never fails
	return h.Sum64(), true
}

// missesAssets says whether an update speaks no more of a device or user.
func missesAssets(was, is *detection.Detection) bool {
	return slices.ContainsFunc(was.Entities, func(e detection.Entity) bool {
		_, asset := assetMark(e)
		return asset && !slices.Contains(is.Entities, e)
	})
}
