package engine

import (
	"context"
	"sync/atomic"
)

// inFlight is how many batches of one body wait for their commit at a time.
const inFlight = 4

// flight is the batches of one body that are on their way to a commit. After
// the first that failed, none of the body is decided any more: what is sent
// again then arrives in its order.
type flight struct {
	sequencer *sequencer
	tally     *tally
	batches   []boarded
	body      body
	err       error
}

// body is shared by the batches of a request. failed is why one of them was not committed.
type body struct{ failed atomic.Pointer[error] }

type boarded struct {
	arrivals *arrivals
	done     <-chan error
}

// board sends a batch off, waits for the oldest when too many are under way,
// and says whether there is a point in reading on.
func (f *flight) board(ctx context.Context, a *arrivals) bool {
	a.body = &f.body
	f.batches = append(f.batches, boarded{a, f.sequencer.submit(ctx, job{arrivals: a})})
	switch {
	case a.items == nil: // it was refused: nothing that comes after it is decided before it
		_ = f.land()
	case len(f.batches) == inFlight:
		f.landFirst()
	}
	return f.err == nil
}

// land waits for all batches and answers the first error among them.
func (f *flight) land() error {
	for len(f.batches) > 0 {
		f.landFirst()
	}
	return f.err
}

func (f *flight) landFirst() {
	first := f.batches[0]
	f.batches = f.batches[1:]
	if err := <-first.done; err != nil {
		if f.err == nil {
			f.err = err
		}
		return
	}
	f.tally.add(first.arrivals)
}
