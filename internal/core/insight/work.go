package insight

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
)

// Ages are the bounds of how old open cases are, each below the next; what is older than the last has no bound.
var Ages = [4]time.Duration{24 * time.Hour, 3 * 24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour}

// Open counts open cases by severity, as casefile.Severities, and age: in the first
// column those up to Ages[0], in the last those above all.
type Open [5][len(Ages) + 1]int

// Add counts a case, as old as it is at now.
func (o *Open) Add(k casefile.Case, now time.Time) {
	age := now.Sub(k.CreatedAt)
	band := slices.IndexFunc(Ages[:], func(bound time.Duration) bool { return age <= bound })
	if band < 0 {
		band = len(Ages)
	}
	if row := slices.Index(casefile.Severities, k.Severity); row >= 0 {
		o[row][band]++
	}
}

// Work is what became of cases, from their histories (B15).
type Work struct {
	cases map[uint64]*worked
}

// worked is a case with the times that its history tells.
type worked struct {
	casefile.Case
	acknowledged, closed time.Time
}

// NewWork knows no case.
func NewWork() *Work { return &Work{map[uint64]*worked{}} }

// Add takes a case in, as it is now.
func (w *Work) Add(k casefile.Case) { w.cases[k.Number] = &worked{Case: k} }

// Happened takes in what happened to cases, in any order. A case is acknowledged
// when it first has another status than new or somebody is first assigned, and done when
// it was last closed.
func (w *Work) Happened(a activity.Activity) {
	k := w.cases[a.Case]
	if k == nil {
		return
	}
	status := casefile.Status(a.New)
	acknowledges := a.Kind == activity.AssigneeChanged && a.New != "" || a.Kind == activity.StatusChanged && status != casefile.New
	if acknowledges && (k.acknowledged.IsZero() || a.At.Before(k.acknowledged)) {
		k.acknowledged = a.At
	}
	if a.Kind == activity.StatusChanged && !status.Open() && a.At.After(k.closed) {
		k.closed = a.At
	}
}

// Spread is how long something took: in half of the cases no longer than Median, in nine of ten than P90.
type Spread struct {
	Count       int
	Median, P90 time.Duration
}

// Acknowledged and Closed are how long it took until then from the opening, by severity.
func (w *Work) Acknowledged() map[casefile.Severity]Spread {
	return w.spreads(func(k *worked) (time.Time, bool) { return k.acknowledged, !k.acknowledged.IsZero() })
}

// Closed is of the cases that are closed now.
func (w *Work) Closed() map[casefile.Severity]Spread {
	return w.spreads(func(k *worked) (time.Time, bool) { return k.closed, !k.closed.IsZero() && !k.Status.Open() })
}

func (w *Work) spreads(end func(*worked) (time.Time, bool)) map[casefile.Severity]Spread {
	took := map[casefile.Severity][]time.Duration{}
	for _, k := range w.cases {
		if at, ended := end(k); ended {
			took[k.Severity] = append(took[k.Severity], max(0, at.Sub(k.CreatedAt)))
		}
	}
	spreads := map[casefile.Severity]Spread{}
	for severity, all := range took {
		slices.Sort(all)
		spreads[severity] = Spread{len(all), all[(len(all)-1)/2], all[(len(all)*9+9)/10-1]}
	}
	return spreads
}

// Yield is what came of a rule: of those cases that it opened.
type Yield struct {
	// RuleID names it, and Rule is its title when it opened the last of them; both are empty for people.
	RuleID, Rule                        string
	Cases, Detections                   int
	FalsePositives, TruePositives, Open int
}

// Yields are those of all rules, by how many cases they opened.
func (w *Work) Yields() []Yield {
	by := map[string]*Yield{}
	for _, number := range slices.Sorted(maps.Keys(w.cases)) {
		k := w.cases[number]
		y := by[k.OpenedBy.ID]
		if y == nil {
			y = &Yield{RuleID: k.OpenedBy.ID}
			by[k.OpenedBy.ID] = y
		}
		y.Rule, y.Cases, y.Detections = k.OpenedBy.Title, y.Cases+1, y.Detections+k.DetectionCount
		switch {
		case k.Resolution == casefile.FalsePositive:
			y.FalsePositives++
		case k.Resolution == casefile.TruePositive:
			y.TruePositives++
		}
		if k.Case.Open() {
			y.Open++
		}
	}
	var all []Yield
	for _, y := range by {
		all = append(all, *y)
	}
	slices.SortFunc(all, func(a, b Yield) int {
		return cmp.Or(cmp.Compare(b.Cases, a.Cases), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.RuleID, b.RuleID))
	})
	return all
}
