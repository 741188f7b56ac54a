// Package rulelog is the closed list of what rules did, might have done, or were
// changed in (T51).
//
// An Entry says which rule did what with which detection, under which version of
// the rule set, by which rows and in which case. What can be computed again from
// the stored detection and rule set, such as each clause of a filter, it leaves
// out. Entries are only ever added.
package rulelog

import (
	"fmt"
	"strings"
	"time"

	"caseweave/internal/core/activity"
)

// Kind names what happened. The list is closed: see Kinds.
type Kind string

const (
	// Created tells that a rule opened a case with the detection.
	Created Kind = "created"
	// Appended tells that a rule added the detection to a case.
	Appended Kind = "appended"
	// RelatedAppended tells that the search for related detections added it.
	RelatedAppended Kind = "related_appended"
	// Continued tells that a rule opened a case that continues a full one.
	Continued Kind = "continued"
	// CaseFull tells that the best case was full and the rule could not continue it.
	CaseFull Kind = "case_full"
	// NoGroupingValue tells that the detection had fewer rows than the rule asks for.
	NoGroupingValue Kind = "no_grouping_value"
	// ExpressionFailed tells that a grouping expression or a script failed.
	ExpressionFailed Kind = "expression_failed"
	// WouldCreate tells that a rule on test would have opened a case.
	WouldCreate Kind = "would_create"
	// WouldAppend tells that a rule on test would have added the detection to a case.
	WouldAppend Kind = "would_append"
	// WouldSkip tells that a rule on test matched and would have done nothing.
	WouldSkip Kind = "would_skip"
	// NotReevaluated tells that an update lifted a detection over the trigger, which runs no rules (T2).
	NotReevaluated Kind = "not_reevaluated"
	// RuleChanged tells that somebody wrote, changed or removed a rule.
	RuleChanged Kind = "rule_changed"
	// TemplateChanged tells that somebody wrote, changed or removed a template.
	TemplateChanged Kind = "template_changed"
)

// Kinds are all kinds.
var Kinds = []Kind{
	Created, Appended, RelatedAppended, Continued, CaseFull, NoGroupingValue, ExpressionFailed,
	WouldCreate, WouldAppend, WouldSkip, NotReevaluated, RuleChanged, TemplateChanged,
}

// Ref names a rule, template or detection as it was then.
type Ref struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// Entry is one line of a tenant's rule log.
type Entry struct {
	TenantID string `json:"tenant_id"`
	// Entry counts the tenant's lines from 1, without a gap.
	Entry uint64 `json:"entry"`
	// Sequence is the tenant's sequence number of what it is about.
	Sequence uint64    `json:"sequence"`
	At       time.Time `json:"at"`
	Kind     Kind      `json:"kind"`
	// Actor is the engine, or who changed the rule or template.
	Actor activity.Actor `json:"actor"`
	// SetVersion is the rule set's that was used, or that a change made.
	SetVersion uint64 `json:"set_version"`
	Rule       *Ref   `json:"rule,omitempty"`
	Template   *Ref   `json:"template,omitempty"`
	Detection  *Ref   `json:"detection,omitempty"`
	// Case is the number of the case chosen or opened; 0 for none, and for imagined ones.
	Case uint64 `json:"case,omitempty"`
	// Imagined is the number of a case that only a rule on test sees; 0 for none.
	Imagined uint64 `json:"imagined,omitempty"`
	// Rows are the detection's grouping values by the rule, the first MaxRows of RowCount.
	Rows     []string `json:"rows,omitempty"`
	RowCount int      `json:"row_count,omitempty"`
	// Note says more, such as why an expression failed or what was changed.
	Note string `json:"note,omitempty"`
}

// MaxRows is how many rows an entry keeps.
const MaxRows = 20

// WithRows is e with the rows that a detection has.
func (e Entry) WithRows(rows []string) Entry {
	e.Rows, e.RowCount = rows[:min(len(rows), MaxRows)], len(rows)
	return e
}

var sentences = map[Kind]string{
	Created:          "Rule %rule opened the case with %detection.",
	Appended:         "Rule %rule added %detection to the case.",
	RelatedAppended:  "The search of rule %rule found %detection and added it to the case.",
	Continued:        "Rule %rule opened a case with %detection that continues a full one.",
	CaseFull:         "The case for %detection was full for rule %rule.",
	NoGroupingValue:  "%detection has fewer grouping values than rule %rule asks for.",
	ExpressionFailed: "An expression of rule %rule failed on %detection.",
	WouldCreate:      "Rule %rule would have opened a case with %detection.",
	WouldAppend:      "Rule %rule would have added %detection to a case.",
	WouldSkip:        "Rule %rule matches %detection and would have done nothing.",
	NotReevaluated:   "%detection became more severe; rules are not tried again.",
	RuleChanged:      "Rule %rule was edited.",
	TemplateChanged:  "Template %template was edited.",
}

// Sentence tells the entry to a person.
func (e Entry) Sentence() string {
	text := strings.NewReplacer(
		"%rule", quoted(e.Rule), "%detection", quoted(e.Detection), "%template", quoted(e.Template),
	).Replace(sentences[e.Kind])
	if e.Note != "" {
		text += " " + e.Note
	}
	return text
}

func quoted(r *Ref) string {
	if r == nil {
		return "that is gone"
	}
	return fmt.Sprintf("“%s”", r.Title)
}
