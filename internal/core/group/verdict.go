// Package group gives the verdict: which case a detection joins, or whether it
// opens one. It is automatic-cases §3 as code: a pure function of the
// detection, the rules that hold on it and the open cases. It stores nothing,
// reads no clock and never fails.
package group

import (
	"time"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/match"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/core/settings"
)

// Verdict is what becomes of a detection.
type Verdict struct {
	Deed Deed
	// Case is the number of the case that it joins, for Append, and of the full one
	// that a new one continues, for Continue.
	Case uint64
	// Hit is the rule that decided; nil for Stay.
	Hit *match.Hit
	// Muted are rows of Hit that two cases have which are kept apart: they counted for neither.
	Muted []string
	// Trail tells of the rules that were tried and did not decide, in order.
	Trail []Step
}

// Deed is one of four.
type Deed int

const (
	// Stay leaves the detection open.
	Stay Deed = iota
	// Append adds it to a case.
	Append
	// Open begins a case with it.
	Open
	// Continue begins a case with it that continues a full one.
	Continue
)

// Step is a rule that was tried and did not decide.
type Step struct {
	Hit  *match.Hit
	Kind rulelog.Kind
	// Case and Imagined are the case, or the imagined one, that it speaks of; 0 for none.
	Case, Imagined uint64
}

// Decide tries the rules that hold on d in their order, and stops at the first
// that finds a case or opens one. Rules on test only leave a step in the trail;
// dreams are what they imagined before.
func Decide(d *detection.Detection, hits []match.Hit, cases *Index, dreams Dreams, s settings.Settings) Verdict {
	var v Verdict
	if d.Severity < s.TriggerSeverity {
		return v
	}
	quiet := time.Duration(s.CaseQuietLimit)
	for i := range hits {
		hit := &hits[i]
		switch {
		case hit.Skipped:
		case len(hit.Rows) < hit.Rule.Rule.GroupCount:
			v.step(Step{Hit: hit, Kind: rulelog.NoGroupingValue})
		case hit.Rule.Rule.State == rule.Test:
			v.step(dreams.imagine(d, hit, cases, quiet))
		case v.decide(d, hit, cases, quiet):
			v.Hit, v.Muted = hit, cases.Muted(hit.Rows)
			return v
		}
	}
	return v
}

func (v *Verdict) step(s Step) { v.Trail = append(v.Trail, s) }

// decide says whether the rule of hit decides, and how.
func (v *Verdict) decide(d *detection.Detection, hit *match.Hit, cases *Index, quiet time.Duration) bool {
	r := &hit.Rule.Rule
	opens := hit.Filter && r.State == rule.Enabled
	best := cases.best(d, hit, quiet)
	switch {
	case best.entry == nil:
		v.Deed = Open
		return opens || v.none()
	case !best.Full(d, r.MaxDetections):
		v.Deed, v.Case = Append, best.Number
		return true
	}
	if next := cases.continuation(best.entry, r.MaxDetections); next != nil {
		v.Deed, v.Case = Append, next.Number
		return true
	}
	if v.Deed, v.Case = Continue, best.Number; opens {
		return true
	}
	v.step(Step{Hit: hit, Kind: rulelog.CaseFull, Case: best.Number})
	return v.none()
}

func (v *Verdict) none() bool {
	v.Deed, v.Case = Stay, 0
	return false
}
