package engine_test

import (
	"fmt"
	"iter"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/settings"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/engine"
)

// TestManySendersWaitInLittleRoom lets 200 senders bring a megabyte each while
// the ledger stands still: they wait in bounded memory and are sent away after a
// while; once it goes on, all that they bring again is stored.
func TestManySendersWaitInLittleRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const senders, each = 200, 100
		gate := make(chan struct{})
		h := newHouse(t, func(s *memory.Store) engine.Ledger { return &gated{Ledger: s, gate: gate} })
		before := inUse()
		var busy atomic.Int64
		var all sync.WaitGroup
		for sender := range senders {
			all.Go(func() {
				for {
					_, err := h.Receive(t.Context(), home, large(sender, each))
					if err == nil {
						return
					}
					if fault.KindOf(err) != fault.Busy {
						t.Errorf("sender %d: %v", sender, err)
						return
					}
					busy.Add(1)
					time.Sleep(5 * time.Second)
				}
			})
		}
		for range 4 {
			synctest.Wait()
			// 64 MB wait for their commit, 32 MB are read, and each body has 64 kB of
			// its own: 109 MB, and what is around them.
			if grown := inUse() - before; grown > 130<<20 {
				t.Errorf("%d MB wait in memory, of %d that were sent", grown>>20, senders)
			}
			time.Sleep(11 * time.Second)
		}
		if n := busy.Load(); n < senders/2 {
			t.Errorf("%d times somebody was told to come back", n)
		}
		close(gate)
		all.Wait()
		page, err := h.keeper.Detections(t.Context(), home.ID, casefile.AllSeeing, listing.Request{Sort: "arrival", Descending: true, Limit: 1})
		if err != nil || len(page.Items) != 1 || page.Items[0].Arrival != senders*each+1 { // after the rules
			t.Errorf("the last one stored is %+v, %v", page.Items, err)
		}
	})
}

// A person waits behind a full queue as long as anybody, and is told to come back.
func TestAPersonIsSentAwayFromAFullQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := make(chan struct{})
		h := newHouse(t, func(s *memory.Store) engine.Ledger { return &gated{Ledger: s, gate: gate} })
		var all sync.WaitGroup
		for sender := range 100 { // one is being committed, 17 MB are decided, and 64 fill the queue
			each := 1
			if sender < 18 {
				each = 100
			}
			all.Go(func() {
				if _, err := h.Receive(t.Context(), home, large(sender, each)); err != nil && fault.KindOf(err) != fault.Busy {
					t.Errorf("sender %d: %v", sender, err)
				}
			})
			synctest.Wait()
		}
		if _, err := h.EditSettings(t.Context(), home, author, later); fault.KindOf(err) != fault.Busy {
			t.Errorf("a person is told %v", err)
		}
		close(gate)
		all.Wait()
		if _, err := h.EditSettings(t.Context(), home, author, later); err != nil {
			t.Error(err)
		}
	})
}

func later(s settings.Settings) (settings.Settings, error) {
	s.RepeatWindow += 60
	return s, nil
}

// large are detections of 10 kB each that no rule holds on.
func large(sender, n int) iter.Seq[engine.Record] {
	return func(yield func(engine.Record) bool) {
		for i := range n {
			uid := fmt.Sprintf("s%d-%d", sender, i)
			d := seen(uid, 50, uid, 0)
			d.Raw = make([]byte, 10<<10)
			if !yield(engine.Record{Line: i + 1, Detection: d}) {
				return
			}
		}
	}
}

// inUse is how much memory is reached; pools let go of theirs at the second time.
func inUse() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
