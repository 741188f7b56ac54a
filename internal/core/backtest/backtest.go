// Package backtest holds what is asked of a backtest and what comes of it: the
// cases that other rules would have made of stored detections, beside those that
// the rules of today make (B1).
//
// Both worlds begin without open cases and see the same detections in the same
// order; people's resolutions are carried out in both. Cases of the two are
// paired by what they have most in common. The values here are plain: running a
// backtest is the app's.
package backtest

import (
	"time"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/rule"
)

// Request asks what a book would have done.
type Request struct {
	// Book takes the place of the tenant's own rules and templates; its partner's stay.
	Book rule.Book
	// From and To bound created_at, From inclusive, To not. A zero From is the
	// first detection, a zero To now.
	From, To time.Time
}

// Status says how far a backtest has come. The list is closed.
type Status string

const (
	// Running has no result yet.
	Running Status = "running"
	// Done has a result.
	Done Status = "done"
	// Failed has none, and says why.
	Failed Status = "failed"
	// Cancelled was ended by somebody, or by the server's end.
	Cancelled Status = "cancelled"
)

// Statuses are all statuses.
var Statuses = []Status{Running, Done, Failed, Cancelled}

// Backtest is one that was begun.
type Backtest struct {
	ID     string `json:"id"`
	Status Status `json:"status"`
	// Error says to a person why it failed.
	Error string `json:"error,omitempty"`
	// By is the name of who began it, at At.
	By string    `json:"by"`
	At time.Time `json:"at"`
	// From and To are the range in full.
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	Progress Progress  `json:"progress"`
	// Result is nil until it is Done.
	Result *Result `json:"result,omitempty"`
}

// Progress counts detections.
type Progress struct {
	Done  int `json:"done"`
	Total int `json:"total"`
}

// Result compares two worlds: before has the rules of today, after those asked about.
type Result struct {
	// Detections is how many both worlds saw.
	Detections int `json:"detections"`
	// Changed says that some detection is together with others than before.
	Changed bool  `json:"changed"`
	Before  World `json:"before"`
	After   World `json:"after"`
	Cases   Cases `json:"cases"`
	Moves   Moves `json:"detections_moved"`
	// Shadowed are rules that get fewer detections because another takes them first.
	Shadowed []Shadow `json:"shadowed"`
	Rules    []Yield  `json:"rules"`
	// Examples are the first MaxExamples differences.
	Examples []Example `json:"examples"`
}

// MaxExamples is how many differences a Result tells one by one.
const MaxExamples = 50

// World is one of the two in numbers.
type World struct {
	Cases int `json:"cases"`
	// InCases and Open are detections in a case and in none.
	InCases int `json:"in_cases"`
	Open    int `json:"open"`
	// PerCase is the mean number of detections of a case; 0 where there is none.
	PerCase float64 `json:"per_case"`
}

// Cases counts how the pairs of cases differ.
type Cases struct {
	// Same have the same members, Changed others.
	Same    int `json:"same"`
	Created int `json:"created"`
	Gone    int `json:"gone"`
	Changed int `json:"changed"`
}

// Moves counts what becomes of detections.
type Moves struct {
	// Joined were in no case, and Left are in none afterwards.
	Joined int `json:"joined"`
	Left   int `json:"left"`
	// Moved are in a case that is not the pair of the one before.
	Moved      int `json:"moved"`
	Unaffected int `json:"unaffected"`
}

// Shadow says that a rule loses Count detections to another.
type Shadow struct {
	Rule    string `json:"rule"`
	Title   string `json:"title"`
	ByRule  string `json:"by_rule"`
	ByTitle string `json:"by_title"`
	Count   int    `json:"count"`
}

// Yield is what a rule did in both worlds.
type Yield struct {
	ID             string `json:"id"`
	Title          string `json:"title"`
	CreatedBefore  int    `json:"created_before"`
	CreatedAfter   int    `json:"created_after"`
	AppendedBefore int    `json:"appended_before"`
	AppendedAfter  int    `json:"appended_after"`
}

// Change says what an Example is of. The list is closed.
type Change string

const (
	// Joined was in no case before.
	Joined Change = "joined"
	// Left is in no case afterwards.
	Left Change = "left"
	// Moved is in another case.
	Moved Change = "moved"
	// CaseCreated is the first detection of a case that was not there before.
	CaseCreated Change = "case_created"
	// CaseGone is the first detection of a case that is not there afterwards.
	CaseGone Change = "case_gone"
)

// Changes are all changes.
var Changes = []Change{Joined, Left, Moved, CaseCreated, CaseGone}

// Example is one difference.
type Example struct {
	Change    Change  `json:"change"`
	Detection Subject `json:"detection"`
	// BeforeCase and AfterCase name the cases by their titles; empty for none.
	BeforeCase string `json:"before_case,omitempty"`
	AfterCase  string `json:"after_case,omitempty"`
	// BeforeRule and AfterRule are the titles of the rules that decided; empty for none.
	BeforeRule string `json:"before_rule,omitempty"`
	AfterRule  string `json:"after_rule,omitempty"`
}

// Subject is a detection in short.
type Subject struct {
	ID        string             `json:"id"`
	Title     string             `json:"title"`
	Severity  detection.Fraction `json:"severity"`
	CreatedAt time.Time          `json:"created_at"`
}
