package engine

import (
	"context"
	"errors"
	"iter"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

const (
	// batchSize is how many detections travel together.
	batchSize = 500
	// inFlight is how many batches of one body wait for their commit at a time.
	inFlight = 4
)

// outcome is what became of one detection.
type outcome int

const (
	accepted outcome = iota
	updated
	unchanged
)

type result struct {
	outcome outcome
	// cases are the numbers of the cases that it opened, joined or changed.
	cases []uint64
}

// tally gathers a body's answer.
type tally struct {
	Answer
	cases map[uint64]bool
	// timeless are the detections of the body whose time was assumed.
	timeless map[*detection.Detection]bool
}

func newTally() *tally {
	return &tally{cases: map[uint64]bool{}, timeless: map[*detection.Detection]bool{}}
}

// batches groups the detections among records; the others go to the tally at once.
func batches(records iter.Seq[Record], t *tally) iter.Seq[[]*detection.Detection] {
	return func(yield func([]*detection.Detection) bool) {
		var batch []*detection.Detection
		for r := range records {
			if r.Detection == nil {
				t.refuse(r)
				continue
			}
			if r.TimeAssumed {
				t.timeless[r.Detection] = true
			}
			if batch = append(batch, r.Detection); len(batch) == batchSize {
				if !yield(batch) {
					return
				}
				batch = nil
			}
		}
		if len(batch) > 0 {
			yield(batch)
		}
	}
}

func (t *tally) refuse(r Record) {
	if r.Err == nil {
		t.Skipped++
		return
	}
	t.RejectedTotal++
	if len(t.Rejected) < maxRejections {
		t.Rejected = append(t.Rejected, Rejection{Line: r.Line, Reason: sentence(r.Err)})
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
			t.Accepted++
			if t.timeless[item.detection] {
				t.TimesAssumed++
			}
		case updated:
			t.Updated++
		case unchanged:
			t.Unchanged++
		}
		delete(t.timeless, item.detection)
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
	if t.CasesTotal++; len(t.Cases) < maxAnswerCases {
		t.Cases = append(t.Cases, number)
	}
}

func (t *tally) answer() Answer { return t.Answer }

// flight is the batches of one body that are on their way to a commit.
type flight struct {
	batches []boarded
	err     error
}

type boarded struct {
	arrivals *arrivals
	done     <-chan error
}

// board sends a batch off, and waits for the oldest when too many are under way.
func (f *flight) board(ctx context.Context, s *sequencer, a *arrivals, t *tally) {
	f.batches = append(f.batches, boarded{a, s.submit(ctx, a, nil)})
	if len(f.batches) == inFlight {
		f.landFirst(t)
	}
}

// land waits for all batches and answers the first error among them.
func (f *flight) land(t *tally) error {
	for len(f.batches) > 0 {
		f.landFirst(t)
	}
	return f.err
}

func (f *flight) landFirst(t *tally) {
	first := f.batches[0]
	f.batches = f.batches[1:]
	if err := <-first.done; err != nil {
		if f.err == nil {
			f.err = err
		}
		return
	}
	t.add(first.arrivals)
}
