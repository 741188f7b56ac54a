package engine

import (
	"iter"

	"golang.org/x/sync/semaphore"

	"caseweave/internal/core/detection"
)

const (
	// batchSize and batchBytes bound how many detections, and how much of what
	// their sources sent, travel together.
	batchSize  = 500
	batchBytes = 2 << 20
	// modest is how much of a batch needs no room for reading.
	modest = 64 << 10
)

// batches groups the detections among records; the others go to the tally at
// once. Where many read at once, batches become smaller, down to a modest size.
func (e *Engine) batches(records iter.Seq[Record], t *tally) iter.Seq[[]*detection.Detection] {
	return func(yield func([]*detection.Detection) bool) {
		b := batch{reading: e.reading}
		defer b.clear()
		for r := range records {
			if r.Detection == nil {
				t.refuse(r)
				continue
			}
			if !b.room(r.Detection) && !b.leave(yield) {
				return
			}
			if b.add(r.Detection); b.full() && !b.leave(yield) {
				return
			}
		}
		b.leave(yield)
	}
}

// batch is detections that were read, and what they hold of the room for that.
type batch struct {
	reading    *semaphore.Weighted
	detections []*detection.Detection
	bytes      int
	held       int64
}

// room holds room for d; false where there is none, unless the batch is modest.
func (b *batch) room(d *detection.Detection) bool {
	n := int64(len(d.Raw))
	if !b.reading.TryAcquire(n) {
		return b.bytes < modest
	}
	b.held += n
	return true
}

func (b *batch) add(d *detection.Detection) {
	b.detections, b.bytes = append(b.detections, d), b.bytes+len(d.Raw)
}

func (b *batch) full() bool { return len(b.detections) == batchSize || b.bytes >= batchBytes }

// leave passes the batch on, if it is one, and begins the next; false where
// nobody wants another.
func (b *batch) leave(yield func([]*detection.Detection) bool) bool {
	if len(b.detections) == 0 {
		return true
	}
	wanted := yield(b.detections)
	b.clear()
	return wanted
}

func (b *batch) clear() {
	b.reading.Release(b.held)
	b.detections, b.bytes, b.held = nil, 0, 0
}
