package engine

import (
	"slices"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
)

// Explanation says why a detection is where it is, or why it is nowhere (B3). It
// is computed again from the stored detection and the rule set that decided.
type Explanation struct {
	// Detection is as it stands, with its cases and without Raw.
	Detection casefile.Filed
	// Version is the detection's when it was decided.
	Version int
	// SetVersion is the rule set's that decided.
	SetVersion uint64
	Decision   Decision
	// BelowTrigger says that no rule was tried, as the severity was below TriggerSeverity.
	BelowTrigger    bool
	TriggerSeverity detection.Fraction
	// Rules are all rules of the set in order of evaluation.
	Rules []Trial
	// Memberships are the cases that hold the detection, by number.
	Memberships []Membership
	// Log are the lines of the rule log about the detection, oldest first.
	Log []rulelog.Entry
}

// Decision is what became of the detection when it was decided.
type Decision struct {
	Kind DecisionKind
	At   time.Time
	// Case is a number; 0 for none.
	Case uint64
	// Rule decided; zero where none did.
	Rule casefile.RuleRef
	// Sentence tells it to a person.
	Sentence string
}

// DecisionKind names what became of a detection. The list is closed.
type DecisionKind string

const (
	// DecidedOpened opened a case.
	DecidedOpened DecisionKind = "opened"
	// DecidedAppended joined a case.
	DecidedAppended DecisionKind = "appended"
	// DecidedRelated was found by a search later.
	DecidedRelated DecisionKind = "related"
	// DecidedByHand was put into a case by a person.
	DecidedByHand DecisionKind = "by_hand"
	// DecidedContinued opened a case that continues a full one.
	DecidedContinued DecisionKind = "continued"
	// DecidedNone stayed open.
	DecidedNone DecisionKind = "none"
)

// DecisionKinds are all of them.
var DecisionKinds = []DecisionKind{
	DecidedOpened, DecidedAppended, DecidedRelated, DecidedByHand, DecidedContinued, DecidedNone,
}

// Trial is how one rule of the set fared.
type Trial struct {
	Rule    rule.Rule
	Outcome Outcome
	// Sentence tells the outcome to a person.
	Sentence string
	Filter   FilterTrial
	// AppendFilter is nil where the rule has none.
	AppendFilter *FilterTrial
	Rows         []RowTrial
	// Errors are the sentences of grouping expressions that failed.
	Errors []string
}

func (t *Trial) matched() bool {
	return slices.ContainsFunc(t.Rows, func(r RowTrial) bool { return len(r.Matched) > 0 })
}

// Outcome names how a rule fared. The list is closed.
type Outcome string

const (
	// OutcomeDecided put the detection into a case.
	OutcomeDecided Outcome = "decided"
	// OutcomeNoMatch had no filter that held.
	OutcomeNoMatch Outcome = "no_match"
	// OutcomeDeprioritized does not look at what the source thinks little of.
	OutcomeDeprioritized Outcome = "deprioritized"
	// OutcomeNoRows found too few grouping values.
	OutcomeNoRows Outcome = "no_rows"
	// OutcomeNoCase found no case to append to, and may open none.
	OutcomeNoCase Outcome = "no_case"
	// OutcomeFull found its case full, and may not continue it.
	OutcomeFull Outcome = "full"
	// OutcomeTest only wrote down what it would have done.
	OutcomeTest Outcome = "test"
	// OutcomeDisabled took no part.
	OutcomeDisabled Outcome = "disabled"
	// OutcomeNotReached came after the rule that decided.
	OutcomeNotReached Outcome = "not_reached"
)

// Outcomes are all outcomes.
var Outcomes = []Outcome{
	OutcomeDecided, OutcomeNoMatch, OutcomeDeprioritized, OutcomeNoRows, OutcomeNoCase, OutcomeFull,
	OutcomeTest, OutcomeDisabled, OutcomeNotReached,
}

// FilterTrial is a filter with what each of its clauses says.
type FilterTrial struct {
	Text    string
	Holds   bool
	Clauses []ClauseTrial
}

// ClauseTrial is one test of a filter.
type ClauseTrial struct {
	Text string
	// Line and Column are where it stands in the filter, from 1.
	Line, Column int
	Holds        bool
	// Value is what the detection has there, for people; empty for nothing.
	Value string
}

// RowTrial is a grouping value with the members that had given it to open cases
// when the detection was decided.
type RowTrial struct {
	Row     string
	Matched []RowMatch
}

// RowMatch is a member of a case that had the row.
type RowMatch struct {
	Case      uint64
	Detection rulelog.Ref
	// By is the rule by which it had it; its id may be that of a rule that is gone.
	By rulelog.Ref
}

// Membership is a case that holds the detection.
type Membership struct {
	Case  uint64
	Since time.Time
	By    MembershipBy
	// Rule is that which decided or searched; nil where a person did.
	Rule *casefile.RuleRef
	// Matched are the rows that it had in common with earlier members.
	Matched []MemberMatch
}

// MembershipBy says by what a detection came into a case. The list is closed.
type MembershipBy string

const (
	// ByRule was the decision of a rule.
	ByRule MembershipBy = "rule"
	// BySearch was a search for related detections.
	BySearch MembershipBy = "search"
	// ByPerson was somebody.
	ByPerson MembershipBy = "person"
)

// MembershipBys are all of them.
var MembershipBys = []MembershipBy{ByRule, BySearch, ByPerson}

// MemberMatch is a row with an earlier member that has it.
type MemberMatch struct {
	Row       string
	Detection rulelog.Ref
	Arrival   uint64
}
