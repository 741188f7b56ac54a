package engine_test

import (
	"context"
	"fmt"
	"iter"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/settings"
	"caseweave/internal/core/span"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/engine"
)

// torn holds the commit of one detection until a search has read its first page.
type torn struct {
	engine.Ledger
	under, gate, done chan struct{}
	tear              bool
}

func (g *torn) Commit(ctx context.Context, set *change.Set) error {
	if len(set.Arrived) == 1 && set.Arrived[0].UID == "go1" {
		close(g.under)
		<-g.gate
		defer close(g.done)
	}
	return g.Ledger.Commit(ctx, set)
}

func (g *torn) Related(ctx context.Context, tenant string, q change.Inquiry) ([]uint64, error) {
	found, err := g.Ledger.Related(ctx, tenant, q)
	if g.tear { // what the page tells is of before, what the next will tell of after
		g.tear = false
		close(g.gate)
		<-g.done
	}
	return found, err
}

// The pages of a search are of one moment, though what is decided ahead of it is
// committed in between.
func TestASearchMissesNothingWhileTheCommitAheadLands(t *testing.T) {
	l := &torn{under: make(chan struct{}), gate: make(chan struct{}), done: make(chan struct{})}
	h := newHouse(t, func(s *memory.Store) engine.Ledger { l.Ledger = s; return l })
	rules := []rule.Rule{{
		ID: "r", Title: "R", State: rule.Enabled, Filter: "title CONTAINS 'go'", AppendFilter: "severity >= 0.6",
		GroupBy: []string{"hostnames()"}, GroupDuration: span.Span(time.Minute), SearchWindow: span.Span(4 * time.Hour),
	}}
	if _, _, err := h.EditBook(t.Context(), home, author, nil, wholly(rule.Book{Rules: rules})); err != nil {
		t.Fatal(err)
	}
	var open []*detection.Detection
	for i := range 250 {
		uid := fmt.Sprint("x", i)
		open = append(open, of(seen(uid, 700, uid, 0), uid, time.Hour+time.Duration(i)*time.Second))
	}
	h.receive(open...)
	var both sync.WaitGroup
	send := func(d *detection.Detection) {
		both.Go(func() {
			if _, err := h.Receive(t.Context(), home, records([]*detection.Detection{d})); err != nil {
				t.Error(err)
			}
		})
	}
	send(seen("go1", 700, "go1", 0))
	<-l.under
	l.tear = true
	send(of(seen("go2", 700, "go2", 0), "go2", -10*time.Minute))
	both.Wait()
	for number := uint64(1); number <= 2; number++ {
		if c, err := h.keeper.Case(t.Context(), home.ID, casefile.AllSeeing, number); err != nil || c.DetectionCount != 101 {
			t.Errorf("case %d has %d detections, %v; want the one that opened it and a hundred related", number, c.DetectionCount, err)
		}
	}
}

// outdated has a stored book that no compiler of today takes.
type outdated struct{ engine.Ledger }

func (outdated) Book(context.Context, string) (rule.Book, uint64, error) {
	return rule.Book{Rules: []rule.Rule{{ID: "r", Title: "R", State: rule.Enabled, Filter: "no_such_field = 1", GroupBy: []string{"hostnames()"}}}}, 3, nil
}

func TestATenantWhoseRulesCanNotBeReadSaysSo(t *testing.T) {
	keeper := memory.New()
	if err := keeper.Administer(t.Context(), admin.Deed{}.CreateTenant(home)); err != nil {
		t.Fatal(err)
	}
	e := engine.New(engine.Config{Ledger: outdated{keeper}, Now: func() time.Time { return noon }})
	defer e.Close()
	for range 2 {
		if _, err := e.Receive(t.Context(), home, records([]*detection.Detection{seen("x", 700, "x", 0)})); fault.KindOf(err) != fault.Invalid {
			t.Errorf("it answers %v", err)
		}
	}
}

// What a full engine sends away stops its body: nothing that comes after is decided before it.
func TestABatchThatIsSentAwayStopsItsBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := make(chan struct{})
		h := newHouse(t, func(s *memory.Store) engine.Ledger { return &gated{Ledger: s, gate: gate} })
		defer h.Close() // before the bubble ends
		var all sync.WaitGroup
		for s := range 40 { // all the room there is
			all.Go(func() { _, _ = h.Receive(t.Context(), home, large(1000+s, 200)) })
			synctest.Wait()
		}
		var err error
		all.Go(func() { _, err = h.Receive(t.Context(), home, batches(2)) })
		time.Sleep(12 * time.Second) // the first batch was sent away by now
		close(gate)
		all.Wait()
		if fault.KindOf(err) != fault.Busy {
			t.Errorf("the sender is told %v", err)
		}
		for _, uid := range []string{"b0", "b499", "b500", "b999"} {
			known, err := h.keeper.Known(t.Context(), home.ID, []detection.Identity{{Source: "ocsf", UID: uid}})
			if err != nil || len(known) != 0 {
				t.Errorf("%s is stored, though the body was sent away: %v", uid, err)
			}
		}
	})
}

func batches(n int) iter.Seq[engine.Record] {
	return func(yield func(engine.Record) bool) {
		for i := range n * 500 {
			uid := fmt.Sprint("b", i)
			d := seen(uid, 50, uid, 0)
			d.Raw = make([]byte, 4000)
			if !yield(engine.Record{Line: i + 1, Detection: d}) {
				return
			}
		}
	}
}

// flaky holds the commit of one detection, and fails the so-manieth look for repeats.
type flaky struct {
	engine.Ledger
	gate        chan struct{}
	armed       bool
	failAt, n   int
	commitFails bool
}

func (f *flaky) Commit(ctx context.Context, set *change.Set) error {
	if f.armed && len(set.Arrived) == 1 && set.Arrived[0].UID == "a" {
		<-f.gate
	}
	if f.commitFails {
		f.commitFails = false
		return fault.New(fault.Unavailable, "the disk is full")
	}
	return f.Ledger.Commit(ctx, set)
}

func (f *flaky) Candidates(ctx context.Context, tenant string, traces []change.Trace) (map[uint64][]change.Candidate, error) {
	if f.armed {
		if f.n++; f.n == f.failAt {
			return nil, fault.New(fault.Unavailable, "a read failed")
		}
	}
	return f.Ledger.Candidates(ctx, tenant, traces)
}

func TestSettingsThatWereCommittedAreNotToldAsFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &flaky{gate: make(chan struct{}), failAt: 3} // a, b, and what the longer window may find
		h := newHouse(t, func(s *memory.Store) engine.Ledger { l.Ledger = s; return l })
		defer h.Close() // before the bubble ends
		l.armed = true
		var all sync.WaitGroup
		var told error
		for _, job := range []func(){
			func() { _, _ = h.Receive(t.Context(), home, records([]*detection.Detection{seen("a", 700, "a", 0)})) },
			func() { _, _ = h.Receive(t.Context(), home, records([]*detection.Detection{seen("b", 700, "b", 0)})) },
			func() {
				_, told = h.EditSettings(t.Context(), home, author, func(s settings.Settings) (settings.Settings, error) {
					s.RepeatWindow *= 2
					return s, nil
				})
			},
		} {
			all.Go(job)
			synctest.Wait() // it is in line
		}
		close(l.gate)
		all.Wait()
		stored, _, err := h.keeper.Settings(t.Context(), home.ID)
		if err != nil || told != nil || stored.RepeatWindow != 2*settings.Default("UTC").RepeatWindow || l.n != 3 {
			t.Errorf("told %v after %d looks; stored is %v, %v", told, l.n, stored.RepeatWindow, err)
		}
	})
}

func TestWhatWasImaginedCountsFromWhenItWasForgotten(t *testing.T) {
	keeper := memory.New()
	if err := keeper.Administer(t.Context(), admin.Deed{}.CreateTenant(home)); err != nil {
		t.Fatal(err)
	}
	l, now := &flaky{Ledger: keeper}, noon
	e := engine.New(engine.Config{Ledger: l, Now: func() time.Time { return now }})
	defer e.Close()
	if _, _, err := e.EditBook(t.Context(), home, author, nil, wholly(rule.Book{Rules: byHost})); err != nil {
		t.Fatal(err)
	}
	now, l.commitFails = noon.Add(time.Hour), true
	if _, err := e.Receive(t.Context(), home, records([]*detection.Detection{seen("a", 700, "a", 0)})); err == nil {
		t.Fatal("no failure")
	}
	if _, err := e.Receive(t.Context(), home, records([]*detection.Detection{seen("a", 700, "a", 0)})); err != nil {
		t.Fatal(err)
	}
	if since, err := e.ImaginedSince(t.Context(), home); err != nil || !since.Equal(now) {
		t.Errorf("it counts since %v, %v", since, err)
	}
}

// doomed fails the first commit of a late, while the next draft is still being decided.
type doomed struct {
	engine.Ledger
	armed bool
}

func (f *doomed) Commit(ctx context.Context, set *change.Set) error {
	if f.armed && len(set.Arrived) == 1 && set.Arrived[0].UID == "a" {
		f.armed = false
		time.Sleep(time.Second)
		return fault.New(fault.Unavailable, "the disk is full")
	}
	return f.Ledger.Commit(ctx, set)
}

func (f *doomed) Known(ctx context.Context, tenant string, ids []detection.Identity) (map[detection.Identity]change.Known, error) {
	if ids[0].UID == "b" {
		time.Sleep(2 * time.Second)
	}
	return f.Ledger.Known(ctx, tenant, ids)
}

// Who hears of a failed commit and comes again is not failed by it once more.
func TestWhoComesAgainAfterAFailureIsNotFailedByIt(t *testing.T) {
	for range 20 { // which of two things is looked at first is left to chance
		synctest.Test(t, func(t *testing.T) {
			l := &doomed{}
			h := newHouse(t, func(s *memory.Store) engine.Ledger { l.Ledger = s; return l })
			defer h.Close() // before the bubble ends
			l.armed = true
			a := func() error {
				_, err := h.Receive(t.Context(), home, records([]*detection.Detection{seen("a", 700, "a", 0)}))
				return err
			}
			var all sync.WaitGroup
			all.Go(func() {
				if a() == nil {
					t.Error("no failure")
				}
				if err := a(); err != nil {
					t.Errorf("the second time it is told %v", err)
				}
			})
			synctest.Wait() // it is being committed
			all.Go(func() {
				_, _ = h.Receive(t.Context(), home, records([]*detection.Detection{seen("b", 700, "b", 0)}))
			})
			all.Wait()
		})
	}
}
