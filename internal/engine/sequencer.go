package engine

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/group"
	"caseweave/internal/core/match"
	"caseweave/internal/core/settings"
)

// queueLength bounds how many jobs wait; whoever comes then, waits outside for a while.
const queueLength = 64

// sequencer gives one tenant its order. Everything that changes the tenant's
// cases passes through its queue; what has queued up while the last commit
// runs is decided meanwhile, and becomes the next one.
type sequencer struct {
	engine *Engine
	// tenant is as it was when the sequencer began; called is how it is called now,
	// and by whom it is provided for.
	tenant access.Organisation
	called atomic.Pointer[access.Organisation]
	queue  chan job
	// gate keeps the queue open while somebody is sending on it.
	gate   sync.RWMutex
	closed bool
	// rules are the compiled rule set; readers on other goroutines see a whole one. Nil until loaded.
	rules atomic.Pointer[match.Rules]

	// ready says that it was loaded, and decides by its partner's book of today.
	ready atomic.Bool
	// bounds are the tenant's settings, and the zone that the rules were compiled in.
	bounds atomic.Pointer[settings.Settings]
	// dreams are what rules on test imagine, and dreamsSince when they began to.
	dreams      group.Dreams
	dreamsSince atomic.Pointer[time.Time]

	// head, cases and gaps cache the ledger; loaded says that they agree with it.
	loaded bool
	head   change.Head
	cases  *group.Index
	// atHand are open cases in full: those that were touched lately, and all that the
	// ledger does not tell yet as they are.
	atHand map[uint64]casefile.Case
	// gaps has the criteria by which rules of the set search, each with the spans
	// of created_at of which the index of open detections does not tell all.
	gaps map[uint64][]change.Between
	// ahead is the draft whose commit is under way; nil for none.
	ahead *draft
}

// job is work in the tenant's order: arrivals to decide on, or a command.
type job struct {
	arrivals *arrivals
	command  func(*draft) error
	done     chan<- error
}

func (j job) size() (detections, bytes int) {
	if j.arrivals == nil {
		return 1, 0
	}
	return len(j.arrivals.items), j.arrivals.bytes
}

// arrivals are detections with the rules that hold on them, as matched by rules.
type arrivals struct {
	rules *match.Rules
	body  *body
	items []arrival
	// bytes is how much their sources sent.
	bytes int
}

type arrival struct {
	detection *detection.Detection
	hits      []match.Hit
	result    result
	// past is set where this happened before: see Relive.
	past *change.Past
}

// submit queues a job and answers the channel on which its end is told. While
// the queue or the engine is full it waits, until ctx ends or its patience:
// then it is fault.Busy.
func (s *sequencer) submit(ctx context.Context, j job) <-chan error {
	ctx, stop := context.WithTimeoutCause(ctx, patience, errBusy)
	defer stop()
	done := make(chan error, 1)
	j.done = done
	_, bytes := j.size()
	if s.engine.room.Acquire(ctx, room(bytes)) != nil {
		j.refuse(context.Cause(ctx))
		return done
	}
	if err := s.enqueue(ctx, j); err != nil {
		s.engine.room.Release(room(bytes))
		j.refuse(err)
	}
	return done
}

// refuse ends a job that found no place. What it brought has no room any more, so
// it is let go, though its body may wait for others yet.
func (j job) refuse(err error) {
	if j.arrivals != nil {
		j.arrivals.items = nil
	}
	j.done <- err
}

func (s *sequencer) enqueue(ctx context.Context, j job) error {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closed {
		return errClosed
	}
	select {
	case s.queue <- j:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// close lets run end after what is queued.
func (s *sequencer) close() {
	s.gate.Lock()
	defer s.gate.Unlock()
	if !s.closed {
		s.closed = true
		close(s.queue)
	}
}

// do runs a command in the tenant's order and answers after its commit.
func (s *sequencer) do(ctx context.Context, command func(*draft) error) error {
	return <-s.submit(ctx, job{command: command})
}
