package engine

import (
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
)

// Record is what a reader made of one record of a body: a detection, or word
// that it is none of ours, or why it is refused.
type Record struct {
	// Line is where the record begins in the body, from 1.
	Line int
	// Detection is nil when the record was skipped or refused.
	Detection *detection.Detection
	// Skipped says that the record is well-formed, but no detection of its source.
	Skipped bool
	// Err says why the record is refused; the records beside it are taken.
	Err error
	// Final says that the rest of the body can't be read; Err says why. It is no
	// record of its own, and whoever answers the sender takes it out.
	Final bool
}

const (
	maxRejections  = 100
	maxAnswerCases = 1000
)

// Answer says what became of a body.
type Answer struct {
	// Accepted are new detections, Updated are new versions, Unchanged are resends,
	// and Folded are repeats that became part of an earlier detection (B8).
	Accepted, Updated, Unchanged, Folded int
	// Skipped are records that are no detections of their source.
	Skipped int
	// TimesAssumed counts the accepted detections that got received_at as their time.
	TimesAssumed int
	// Rejected are the first 100 refusals; RejectedTotal counts them all.
	Rejected      []Rejection
	RejectedTotal int
	// Cases are the first 1,000 numbers of cases opened or joined, each once;
	// CasesTotal counts them all.
	Cases      []uint64
	CasesTotal int
}

// Rejection is a record that was refused, and why.
type Rejection struct {
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// Done says what a command did, after its commit.
type Done struct {
	// Order is the command's sequence number, by which Undo names it.
	Order uint64
	// Case is the one that was opened or changed, as it is now; of a move, the one moved to.
	Case casefile.Case
	// Comment is the one that was made or changed, as it is now.
	Comment casefile.Comment
	// Detections are the ids that joined or left by the command itself, in order.
	Detections []string
	// Already are those that were in the case before, or of a removal not in it.
	Already []string
	// Related are those that the search for related detections added.
	Related []string
}
