// Package group gives the verdict: which case a detection joins, or whether it
// opens one. It is automatic-cases §3 as code: a pure function of the
// detection, the rules that hold on it and the open cases. It stores nothing,
// reads no clock and never fails.
package group

import (
	"time"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/match"
)

// Settings are the tenant's bounds.
type Settings struct {
	// Trigger is the severity from which rules are tried, inclusive.
	Trigger detection.Fraction
	// QuietLimit is how long a case takes detections after its last member.
	QuietLimit time.Duration
}

// Defaults are the bounds of a tenant that sets none: 0.4 (T25) and 30 days.
var Defaults = Settings{Trigger: 400, QuietLimit: 30 * 24 * time.Hour}

// Verdict is what becomes of a detection.
type Verdict struct {
	Deed Deed
	// Case is the number of the case that it joins, for Append.
	Case uint64
	// Hit is the rule that decided, for Append and Open.
	Hit *match.Hit
}

// Deed is one of three.
type Deed int

const (
	// Stay leaves the detection open.
	Stay Deed = iota
	// Append adds it to a case.
	Append
	// Open begins a case with it.
	Open
)

// Decide tries the rules that hold on d in their order, and stops at the first
// that finds a case or opens one.
func Decide(d *detection.Detection, hits []match.Hit, cases *Index, s Settings) Verdict {
	if d.Severity < s.Trigger {
		return Verdict{}
	}
	for i := range hits {
		hit := &hits[i]
		if hit.Skipped || len(hit.Rows) == 0 {
			continue
		}
		if c, ok := cases.best(hit.Rows, d, time.Duration(hit.Rule.Rule.GroupDuration), s.QuietLimit); ok {
			return Verdict{Deed: Append, Case: c.Number, Hit: hit}
		}
		if hit.Filter {
			return Verdict{Deed: Open, Hit: hit}
		}
	}
	return Verdict{}
}
