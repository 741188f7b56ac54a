package engine

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/group"
	"caseweave/internal/core/rule"
)

// Config is what an engine needs from the world.
type Config struct {
	Ledger Ledger
	// People say whom templates may give cases; where there are none, everybody they name.
	People People
	// Announcer hears of every commit; nil for none.
	Announcer Announcer
	// First is the book that a tenant begins with; nil for an empty one.
	First func(tenantID string) rule.Book
	// Now is the clock that stamps what is written; nil is the machine's.
	Now func() time.Time
	Log *slog.Logger
}

// Engine decides for all tenants of an installation, each in an order of its own.
type Engine struct {
	ledger    Ledger
	people    People
	announcer Announcer
	first     func(tenantID string) rule.Book
	now       func() time.Time
	log       *slog.Logger
	// room bounds what all tenants together have taken in and not yet committed.
	room *semaphore.Weighted
	// reading bounds what is read for them and not yet taken in, but for a modest batch each.
	reading *semaphore.Weighted

	mu         sync.Mutex
	closed     bool
	sequencers map[string]*sequencer
	running    sync.WaitGroup
}

// New makes an engine that has decided nothing yet.
func New(c Config) *Engine {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.First == nil {
		c.First = func(string) rule.Book { return rule.Book{} }
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Engine{
		ledger: c.Ledger, people: c.People, announcer: c.Announcer, first: c.First, now: c.Now, log: c.Log,
		room:       semaphore.NewWeighted(roomBytes),
		reading:    semaphore.NewWeighted(readingBytes),
		sequencers: map[string]*sequencer{},
	}
}

const (
	// roomBytes bounds what sources sent that waits for its commit.
	roomBytes = 64 << 20
	// readingBytes is how much of it may be read and wait for that room.
	readingBytes = 32 << 20
	// patience is how long somebody waits for room before being sent away.
	patience = 10 * time.Second
)

// room is what a job of so many bytes takes of it.
func room(bytes int) int64 { return int64(min(bytes, roomBytes)) }

// Close decides and commits what was taken in, then stops. Whoever comes later
// is told to come back.
func (e *Engine) Close() {
	e.mu.Lock()
	if !e.closed {
		e.closed = true
		for _, s := range e.sequencers {
			s.close()
		}
	}
	e.mu.Unlock()
	e.running.Wait()
}

// Warm gets ready to decide for a tenant, which takes seconds where it has a million
// open cases. Whoever comes first waits for it otherwise.
func (e *Engine) Warm(ctx context.Context, tenant access.Organisation) error {
	_, err := e.sequencer(ctx, tenant)
	return err
}

// sequencer is the tenant's, started and loaded when first asked for.
func (e *Engine) sequencer(ctx context.Context, tenant access.Organisation) (*sequencer, error) {
	s, err := e.started(tenant)
	if err != nil {
		return nil, err
	}
	if !s.ready.Load() {
		err = e.prepare(ctx, s)
	}
	return s, err
}

// prepare loads a sequencer, lets it begin where it never did, and lets it decide by its
// partner's book of now. Where that can't be taken, the tenant goes on with the rules that it has.
func (e *Engine) prepare(ctx context.Context, s *sequencer) error {
	if err := s.do(ctx, func(*draft) error { return nil }); err != nil {
		return err
	}
	heard := s.called.Load()
	err := e.refresh(ctx, s)
	if fault.KindOf(err) == fault.Invalid {
		e.log.Error("the partner's rules can't be taken", "tenant", s.tenant.ID, "error", err)
		err = nil
	}
	s.ready.Store(err == nil && s.called.Load() == heard)
	return err
}

// hear takes note of another name or partner of the tenant: whoever asks next waits
// until it decides by the rules that hold since. The engine's mutex is held.
func (s *sequencer) hear(tenant access.Organisation) {
	if tenant.Version > s.called.Load().Version {
		s.called.Store(&tenant)
		s.ready.Store(false)
	}
}

func (e *Engine) started(tenant access.Organisation) (*sequencer, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, errClosed
	}
	if s, ok := e.sequencers[tenant.ID]; ok {
		s.hear(tenant)
		return s, nil
	}
	s := &sequencer{engine: e, tenant: tenant, queue: make(chan job, queueLength), dreams: group.Dreams{}}
	s.dreamsSince.Store(new(e.now()))
	s.called.Store(&tenant)
	e.sequencers[tenant.ID] = s
	e.running.Add(1)
	go func() {
		defer e.running.Done()
		s.run()
	}()
	return s, nil
}

var errBusy = fault.New(fault.Busy, "More comes in than can be stored just now; please try again shortly.")

var errClosed = fault.New(fault.Unavailable, "The server is stopping; please try again shortly.")
