package engine

import (
	"context"
	"sync/atomic"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/group"
	"caseweave/internal/core/match"
	"caseweave/internal/core/rule"
)

const (
	// queueLength bounds how many jobs wait; whoever comes then, waits outside.
	queueLength = 64
	// commitSize bounds how many detections one commit holds, give or take a job.
	commitSize = 4000
	// commitTimeout bounds how long the ledger may take.
	commitTimeout = 2 * time.Minute
)

// sequencer gives one tenant its order. Everything that changes the tenant's
// cases passes through its queue, and what has queued up while the last commit
// ran becomes the next one.
type sequencer struct {
	engine   *Engine
	tenant   access.Organisation
	zone     *time.Location
	settings group.Settings
	queue    chan job
	// rules are the compiled rule set; readers on other goroutines see a whole one. Nil until loaded.
	rules atomic.Pointer[match.Rules]

	// head and cases cache the ledger; loaded says that they agree with it.
	loaded bool
	head   change.Head
	cases  *group.Index
}

// job is work in the tenant's order: arrivals to decide on, or a command.
type job struct {
	arrivals *arrivals
	command  func(*draft) error
	done     chan<- error
}

func (j job) size() int {
	if j.arrivals == nil {
		return 1
	}
	return len(j.arrivals.items)
}

// arrivals are detections with the rules that hold on them, as matched by rules.
type arrivals struct {
	rules *match.Rules
	items []arrival
}

type arrival struct {
	detection *detection.Detection
	hits      []match.Hit
	result    result
}

// submit queues a job and answers the channel on which its end is told. It
// waits while the queue is full, until ctx ends.
func (s *sequencer) submit(ctx context.Context, a *arrivals, command func(*draft) error) <-chan error {
	done := make(chan error, 1)
	// Close closes the queue; sending holds the engine's word that it is open.
	defer func() {
		if recover() != nil {
			done <- errClosed
		}
	}()
	select {
	case s.queue <- job{arrivals: a, command: command, done: done}:
	case <-ctx.Done():
		done <- ctx.Err()
	}
	return done
}

// do runs a command in the tenant's order and answers after its commit.
func (s *sequencer) do(ctx context.Context, command func(*draft) error) error {
	return <-s.submit(ctx, nil, command)
}

func (s *sequencer) run() {
	for first := range s.queue {
		s.work(s.gather(first))
	}
}

// gather takes what has queued up, up to commitSize.
func (s *sequencer) gather(first job) []job {
	jobs, size := []job{first}, first.size()
	for size < commitSize {
		select {
		case j, ok := <-s.queue:
			if !ok {
				return jobs
			}
			jobs, size = append(jobs, j), size+j.size()
		default:
			return jobs
		}
	}
	return jobs
}

// work decides on jobs, commits what they change and tells each its end.
func (s *sequencer) work(jobs []job) {
	ctx, cancel := context.WithTimeout(context.Background(), commitTimeout)
	defer cancel()
	ends := make([]error, len(jobs))
	err := s.decide(ctx, jobs, ends)
	if err != nil {
		s.loaded = false
		s.engine.log.Error("a batch was not committed", "tenant", s.tenant.ID, "error", err)
	}
	for i, j := range jobs {
		if err != nil {
			ends[i] = err
		}
		j.done <- ends[i]
	}
}

// decide fills ends with the commands' own refusals; the error it returns is everybody's.
func (s *sequencer) decide(ctx context.Context, jobs []job, ends []error) error {
	if err := s.load(ctx); err != nil {
		return err
	}
	w := newDraft(ctx, s)
	if err := w.recall(jobs); err != nil {
		return err
	}
	for i, j := range jobs {
		if j.arrivals == nil {
			ends[i] = j.command(w)
			continue
		}
		if err := w.take(j.arrivals); err != nil {
			return err
		}
	}
	return w.commit()
}

// load brings head, rules and cases to where the ledger stands.
func (s *sequencer) load(ctx context.Context) error {
	if s.loaded {
		return nil
	}
	ledger, id := s.engine.ledger, s.tenant.ID
	head, err := ledger.Claim(ctx, id)
	if err != nil {
		return err
	}
	book, version, err := ledger.Book(ctx, id)
	if err != nil {
		return err
	}
	set, err := s.compile(version, book)
	if err != nil {
		return err
	}
	held, err := ledger.OpenCases(ctx, id)
	if err != nil {
		return err
	}
	s.head, s.cases, s.loaded = head, index(held), true
	s.rules.Store(match.New(set))
	return nil
}

func (s *sequencer) compile(version uint64, book rule.Book) (*rule.Set, error) {
	return rule.Compile(version, rule.Tenant{ID: s.tenant.ID, Name: s.tenant.Name, Zone: s.zone}, book)
}

func index(held []change.Held) *group.Index {
	x := group.NewIndex()
	for _, h := range held {
		x.Put(h.Case)
		for _, k := range h.Keys {
			x.Hold(k.Case, k.Row)
		}
	}
	return x
}
