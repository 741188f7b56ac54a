package change

import (
	"time"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/rule"
)

// Originals are Arrived as they came, which is how Past tells them: open, and
// without the repeats that the set itself folds into them. A detection whose
// standing is among Standings is taken to be in Arrived as it came; of others
// last_seen_at is that after the repeats.
func (s *Set) Originals() []detection.Detection {
	repeats := map[uint64]int{}
	for _, f := range s.Folded {
		repeats[f.Into] += max(1, f.Repeat.Count)
	}
	for _, standing := range s.Standings {
		delete(repeats, standing.Arrival)
	}
	originals := make([]detection.Detection, len(s.Arrived))
	for i, d := range s.Arrived {
		d.Status = detection.Open
		d.Count -= repeats[d.Arrival]
		originals[i] = d
	}
	return originals
}

// Edition is a rule or template as it was written: exactly one of Rule and
// Template is set.
type Edition struct {
	// SetVersion is the first rule set that had it so, and At when that was written.
	SetVersion uint64
	At         time.Time
	Rule       *rule.Rule
	Template   *rule.Template
}

const (
	// RuleItem and TemplateItem are the kinds of what a book holds.
	RuleItem     = "rule"
	TemplateItem = "template"
)
