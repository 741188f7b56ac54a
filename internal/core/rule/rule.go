// Package rule holds rules and templates: what a tenant writes, and what it
// means once compiled.
//
// A Book is what people write, in YAML or JSON. Compile checks a book and makes
// a Set of it: immutable, safe for concurrent use, with every filter (package
// query) and every grouping expression (CEL) prepared once. A Compiled rule
// answers three questions about a detection: does my filter hold, does my append
// filter hold, and which rows does it have (automatic-cases §2, §5).
//
// Package rule promises:
//   - A book that Compile takes never fails as a whole: an expression that fails
//     or exceeds its limits for some detection gives no row and an error for the
//     log. Nothing panics, and an expression ends within a fixed cost.
//   - Mistakes are fault.Invalid and all are told at once, each with its
//     location, line and column.
//   - WriteYAML and ReadYAML are inverse to each other.
//
// It refuses expressions that name no attribute of the detection (T20), results
// that are no text, number, truth value, time or list of these, and everything
// beyond the limits in limits.go. It decides nothing: which case takes a
// detection is package group's.
package rule

import (
	"time"
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
	// GroupDuration limits how far from the first detection of a case others may lie; 0 is no limit.
	GroupDuration Duration `json:"group_duration,omitzero"`

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
	// Disabled does nothing.
	Disabled State = "disabled"
)

// States are all states, the default first.
var States = []State{Enabled, Disabled}

// Owner says who wrote a rule.
type Owner string

const (
	// TenantOwned rules are tried first (T26).
	TenantOwned Owner = "tenant"
	// PartnerOwned rules apply to all tenants of the partner, after the tenant's own.
	PartnerOwned Owner = "partner"
)

// DefaultOrder is the order of a rule in a file that gives none.
const DefaultOrder = 100

// Book is what a tenant wrote: its rules and templates, in order of creation.
type Book struct {
	Rules     []Rule     `json:"rules"`
	Templates []Template `json:"templates"`
}
