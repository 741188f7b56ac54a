// Package rule holds rules and templates: what a tenant writes, and what it
// means once compiled.
//
// A Book is what people write, in YAML or JSON. Compile checks a book and makes
// a Set of it: immutable, safe for concurrent use, with every filter (package
// query) and every expression (CEL) prepared once. A Compiled rule answers what
// decisions ask of it: do my filter, my append filter and my search hold on this
// detection, which rows does it have, and what do I say in the case
// (automatic-cases §2, §5).
//
// A tenant's book stands Together with what its partner has Shared. Files are
// read with their Places and Merged, the Differences shown before. For editors
// there are Schema, CheckExpression, CompleteExpression and Lint.
//
// Package rule promises:
//   - A book that Compile takes never fails as a whole: an expression that fails
//     or exceeds its limits for some detection gives no row and an error for the
//     log. Nothing panics, and an expression ends within a fixed cost.
//   - Mistakes are fault.Invalid and all are told at once, each with its
//     location, line and column.
//   - WriteYAML and ReadYAML are inverse to each other.
//   - Lint's findings from the texts alone are proven; those from a sample say so.
//
// It refuses expressions that name no attribute of the detection (T20), results
// that are no text, number, truth value, time or list of these, and everything
// beyond the limits in limits.go. It decides nothing: which case takes a
// detection is package group's.
package rule

import (
	"time"

	"caseweave/internal/core/span"
)

// Rule says which detections open or join a case, and by what they belong together.
type Rule struct {
	// ID is unique in its book; see Book.Identified.
	ID          string `json:"id,omitempty"`
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	// State is Enabled where none is given.
	State State `json:"state"`
	// Order is the place in the evaluation: lower first (T35).
	Order int      `json:"order"`
	Tags  []string `json:"tags,omitempty"`
	// Template is the id or title of the template for cases that this rule opens;
	// without one, Plain serves.
	Template string `json:"template,omitempty"`
	// Filter says which detections may open a case or join one.
	Filter string `json:"filter"`
	// AppendFilter says which detections may join, too; empty for none.
	AppendFilter string `json:"append_filter,omitempty"`
	// GroupBy are CEL expressions; all their values are the detection's rows (T36).
	GroupBy []string `json:"group_by"`
	// GroupCount is how many rows a case must share with a detection (T28); DefaultGroupCount where none is given.
	GroupCount int `json:"group_count,omitempty"`
	// GroupDuration limits how far from the first detection of a case others may lie; 0 is no limit.
	GroupDuration span.Span `json:"group_duration,omitzero"`
	// GroupExtendOnAppend measures GroupDuration from all members, so that the window grows with the case.
	GroupExtendOnAppend bool `json:"group_extend_on_append,omitempty"`
	// MaxDetections is how many members make a case full for this rule (B8); DefaultMaxDetections where none is given.
	MaxDetections int `json:"max_detections,omitempty"`
	// SearchWindow is how far to either side the search for related detections
	// looks (T45); DefaultSearchWindow where none is given.
	SearchWindow span.Span `json:"search_window,omitzero"`
	// AppendComment is text with ${…} that is added to a case with each append, and once with each search (T29).
	AppendComment string `json:"append_comment,omitempty"`
	// IgnorePrioritization lets the rule decide on detections that the source thinks little of (T19).
	IgnorePrioritization bool `json:"ignore_prioritization,omitempty"`

	// Owner says whose rule it is; the tenant's where none is given.
	Owner Owner `json:"owner,omitempty"`
	// Version counts the changes of this rule from 1. It, and what follows, is
	// the keeper's: a file holds none of it.
	Version   uint64    `json:"version,omitempty"`
	CreatedBy string    `json:"created_by,omitempty"`
	UpdatedBy string    `json:"updated_by,omitempty"`
	CreatedAt time.Time `json:"created_at,omitzero"`
	UpdatedAt time.Time `json:"updated_at,omitzero"`
}

// State says what a rule may do. The list is closed.
type State string

const (
	// Enabled opens cases and appends to them.
	Enabled State = "enabled"
	// Append appends to cases, and opens none.
	Append State = "append"
	// Test writes to the rule log what it would have done, and does nothing (T33).
	Test State = "test"
	// Disabled does nothing.
	Disabled State = "disabled"
)

// States are all states, the default first.
var States = []State{Enabled, Append, Test, Disabled}

// Owner says who wrote a rule.
type Owner string

const (
	// TenantOwned rules are tried first (T26).
	TenantOwned Owner = "tenant"
	// PartnerOwned rules apply to all tenants of the partner, after the tenant's own.
	PartnerOwned Owner = "partner"
)

// What a rule has where it says nothing.
const (
	// DefaultOrder is the order of a rule in a file that gives none.
	DefaultOrder         = 100
	DefaultGroupCount    = 1
	DefaultMaxDetections = 1000
	DefaultSearchWindow  = span.Span(4 * time.Hour)
)

// Book is what a tenant or a partner wrote, or both together: rules and
// templates, in order of creation. Where both stand in one book, what the partner
// wrote is marked by Owner, and its ids begin with PartnerPrefix.
type Book struct {
	Rules     []Rule     `json:"rules"`
	Templates []Template `json:"templates"`
}

// PartnerPrefix begins the ids of a partner's rules and templates within a tenant's rule set; no id of a tenant's own has a colon.
const PartnerPrefix = "partner:"
