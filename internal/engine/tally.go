package engine

import (
	"errors"
	"slices"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

// outcome is what became of one detection.
type outcome int

const (
	accepted outcome = iota
	updated
	unchanged
	folded
)

type result struct {
	outcome outcome
	// cases are the numbers of the cases that it opened, joined or changed.
	cases []uint64
}

// tally gathers a body's answer.
type tally struct {
	answer Answer
	cases  map[uint64]bool
}

func newTally() *tally { return &tally{cases: map[uint64]bool{}} }

// refuse takes in a record that is no detection.
func (t *tally) refuse(r Record) {
	if r.Err == nil {
		t.answer.Skipped++
		return
	}
	t.answer.RejectedTotal++
	if len(t.answer.Rejected) < maxRejections {
		t.answer.Rejected = append(t.answer.Rejected, Rejection{Line: r.Line, Reason: sentence(r.Err)})
	}
}

// sentence is what a person may read of err.
func sentence(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Message
	}
	return "The record can't be read."
}

// add takes in a committed batch.
func (t *tally) add(a *arrivals) {
	for _, item := range a.items {
		switch item.result.outcome {
		case accepted:
			t.answer.Accepted++
			if slices.Contains(item.detection.Tags, detection.TimeAssumed) {
				t.answer.TimesAssumed++
			}
		case updated:
			t.answer.Updated++
		case unchanged:
			t.answer.Unchanged++
		case folded:
			t.answer.Folded++
		}
		for _, number := range item.result.cases {
			t.touch(number)
		}
	}
}

func (t *tally) touch(number uint64) {
	if t.cases[number] {
		return
	}
	t.cases[number] = true
	if t.answer.CasesTotal++; len(t.answer.Cases) < maxAnswerCases {
		t.answer.Cases = append(t.answer.Cases, number)
	}
}
