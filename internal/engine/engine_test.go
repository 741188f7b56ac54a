package engine_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/engine"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var byHost = []rule.Rule{{ID: "by-host", Title: "By host", State: rule.Enabled, Filter: "severity >= 0.1", GroupBy: []string{"hostnames()"}}}

// house is an engine on a memory store.
type house struct {
	*testing.T
	*engine.Engine
	keeper *memory.Store
}

func newHouse(t *testing.T, ledger func(*memory.Store) engine.Ledger) house {
	t.Helper()
	keeper := memory.New()
	if err := keeper.Administer(t.Context(), admin.Deed{}.CreateTenant(home)); err != nil {
		t.Fatal(err)
	}
	e := engine.New(engine.Config{Ledger: ledger(keeper), Now: func() time.Time { return noon }})
	t.Cleanup(e.Close)
	h := house{t, e, keeper}
	if _, _, err := e.EditBook(t.Context(), home, author, nil, wholly(rule.Book{Rules: byHost})); err != nil {
		t.Fatal(err)
	}
	return h
}

func plain(s *memory.Store) engine.Ledger { return s }

func (h house) receive(ds ...*detection.Detection) engine.Answer {
	h.Helper()
	a, err := h.Receive(h.Context(), home, records(ds))
	if err != nil {
		h.Fatal(err)
	}
	return a
}

func (h house) theCase() casefile.Case {
	h.Helper()
	c, err := h.keeper.Case(h.Context(), home.ID, casefile.AllSeeing, 1)
	if err != nil {
		h.Fatal(err)
	}
	return c
}

func (h house) history() []activity.Kind {
	h.Helper()
	page, err := h.keeper.Activities(h.Context(), home.ID, casefile.AllSeeing, 1, listing.Request{Sort: "entry", Limit: listing.MaxLimit})
	if err != nil {
		h.Fatal(err)
	}
	var kinds []activity.Kind
	for _, a := range page.Items {
		kinds = append(kinds, a.Kind)
	}
	return kinds
}

// seen is a detection of host a. text stands for what the source sent.
func seen(uid string, severity detection.Fraction, text string, modified time.Duration) *detection.Detection {
	d := &detection.Detection{
		Source: "ocsf", UID: uid, Title: uid, Type: "t", Severity: severity, Count: 1, Entities: []detection.Entity{"host:a"},
		CreatedAt: noon, FirstSeenAt: noon, LastSeenAt: noon, ReceivedAt: noon, Fingerprint: text,
	}
	if modified != 0 {
		d.ModifiedAt = noon.Add(modified)
	}
	return d
}

func TestAResendChangesNothing(t *testing.T) {
	h := newHouse(t, plain)
	h.receive(seen("x", 700, "one", 0))
	before := h.history()
	for _, inOneRequest := range [][]*detection.Detection{
		{seen("x", 700, "one", 0)},
		{seen("x", 700, "one", 0), seen("x", 700, "one", 0)},
	} {
		if a := h.receive(inOneRequest...); a.Unchanged != len(inOneRequest) || a.Updated+a.Accepted != 0 || a.CasesTotal != 0 {
			t.Errorf("%+v", a)
		}
	}
	if !slices.Equal(h.history(), before) {
		t.Errorf("a resend is in the history: %v", h.history())
	}
}

func TestACaseFollowsTheUpdatesOfItsMembers(t *testing.T) {
	h := newHouse(t, plain)
	h.receive(seen("mild", 500, "1", 0), seen("bad", 900, "2", 0))
	if c := h.theCase(); c.Score != 90 || c.Severity != casefile.Critical {
		t.Fatalf("score %d, severity %s", c.Score, c.Severity)
	}
	a := h.receive(seen("bad", 300, "3", 0))
	if a.Updated != 1 || !slices.Equal(a.Cases, []uint64{1}) {
		t.Errorf("%+v", a)
	}
	c := h.theCase()
	if c.Score != 50 || c.Severity != casefile.Medium || c.Top.Title != "mild" || c.DetectionCount != 2 {
		t.Errorf("score %d, severity %s, led by %s, %d members", c.Score, c.Severity, c.Top.Title, c.DetectionCount)
	}
	want := []activity.Kind{
		activity.CaseOpened, activity.DetectionAdded,
		activity.DetectionAdded, activity.ScoreChanged, activity.SeverityChanged, activity.TitleChanged,
		activity.DetectionUpdated, activity.ScoreChanged, activity.SeverityChanged, activity.TitleChanged,
	}
	if got := h.history(); !slices.Equal(got, want) {
		t.Errorf("history %v\nwant %v", got, want)
	}
}

func TestAnUpdateInTheSameRequestFollowsToo(t *testing.T) {
	h := newHouse(t, plain)
	a := h.receive(seen("mild", 500, "1", 0), seen("bad", 900, "2", 0), seen("bad", 300, "3", 0), seen("more", 600, "4", 0))
	if a.Accepted != 3 || a.Updated != 1 {
		t.Errorf("%+v", a)
	}
	if c := h.theCase(); c.Score != 60 || c.Top.Title != "more" || c.DetectionCount != 3 {
		t.Errorf("score %d, led by %s, %d members", c.Score, c.Top.Title, c.DetectionCount)
	}
}

func TestAnUpdateNeverRunsRules(t *testing.T) {
	h := newHouse(t, plain)
	h.receive(seen("x", 300, "1", 0))
	if a := h.receive(seen("x", 900, "2", 0)); a.Updated != 1 || a.CasesTotal != 0 {
		t.Errorf("%+v", a)
	}
}

func TestAnOlderVersionIsKeptAndNotApplied(t *testing.T) {
	h := newHouse(t, plain)
	h.receive(seen("x", 700, "1", 2*time.Hour))
	if a := h.receive(seen("x", 900, "0", time.Hour)); a.Updated != 1 {
		t.Errorf("%+v", a)
	}
	if c := h.theCase(); c.Score != 70 {
		t.Errorf("an older version was applied: score %d", c.Score)
	}
	if a := h.receive(seen("x", 900, "0", time.Hour), seen("x", 700, "1", 2*time.Hour)); a.Unchanged != 2 {
		t.Errorf("a version we have is not known again: %+v", a)
	}
}

// TestEachDetectionIsDecidedByOneRuleSet changes rules while detections arrive.
func TestEachDetectionIsDecidedByOneRuleSet(t *testing.T) {
	h := newHouse(t, plain)
	var group sync.WaitGroup
	for sender := range 4 {
		group.Go(func() {
			for n := range 50 {
				d := seen(fmt.Sprintf("s%d-%d", sender, n), 700, fmt.Sprint(sender, n), 0)
				d.Entities = []detection.Entity{detection.Entity(fmt.Sprintf("host:%d-%d", sender, n))}
				h.receive(d)
			}
		})
	}
	for version := range 20 {
		rules := slices.Clone(byHost)
		rules[0].Title = fmt.Sprint("By host, edition ", version)
		if _, _, err := h.EditBook(t.Context(), home, author, nil, wholly(rule.Book{Rules: rules})); err != nil {
			t.Error(err)
		}
	}
	group.Wait()
	_, last, err := h.Book(t.Context(), home)
	if err != nil || last != 21 {
		t.Fatalf("version %d %v", last, err)
	}
	page, err := h.keeper.Cases(t.Context(), home.ID, casefile.AllSeeing, listing.Request{Sort: "number", Limit: listing.MaxLimit})
	if err != nil || len(page.Items) != 200 {
		t.Fatalf("%d cases %v", len(page.Items), err)
	}
	for _, c := range page.Items {
		want := "By host"
		if v := c.OpenedBy.SetVersion; v > 1 {
			want = fmt.Sprint("By host, edition ", v-2)
		}
		if c.OpenedBy.Title != want {
			t.Errorf("version %d is said to have %q", c.OpenedBy.SetVersion, c.OpenedBy.Title)
		}
	}
}

func TestAnEditOfRulesThatChangedSinceIsRefused(t *testing.T) {
	h := newHouse(t, plain)
	if _, _, err := h.EditBook(t.Context(), home, author, seen64(7), wholly(rule.Book{Rules: nil})); fault.KindOf(err) != fault.Conflict {
		t.Errorf("got %v", err)
	}
	if _, version, err := h.EditBook(t.Context(), home, author, seen64(1), wholly(rule.Book{Rules: byHost})); version != 1 || err != nil {
		t.Errorf("the same rules made version %d, %v", version, err)
	}
	broken := []rule.Rule{{ID: "r", Title: "r", State: rule.Enabled, Filter: "severity >", GroupBy: []string{"title"}}}
	if _, _, err := h.EditBook(t.Context(), home, author, seen64(1), wholly(rule.Book{Rules: broken})); fault.KindOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
	if _, version, _ := h.Book(t.Context(), home); version != 1 {
		t.Errorf("refused edits made version %d", version)
	}
}

// failing is a ledger that refuses some commits, before or after it wrote them.
type failing struct {
	engine.Ledger
	before, after map[int]bool
	commits       int
}

func (f *failing) Commit(ctx context.Context, set *change.Set) error {
	f.commits++
	if f.before[f.commits] {
		return fault.New(fault.Unavailable, "The disk is full.")
	}
	if err := f.Ledger.Commit(ctx, set); err != nil {
		return err
	}
	if f.after[f.commits] {
		return fault.New(fault.Unavailable, "The answer got lost.")
	}
	return nil
}

func TestAFailedCommitIsToldAndForgotten(t *testing.T) {
	// Commit 1 is the rules'. 2 fails whole; 4 is written, but its answer is lost.
	h := newHouse(t, func(s *memory.Store) engine.Ledger {
		return &failing{Ledger: s, before: map[int]bool{2: true}, after: map[int]bool{4: true}}
	})
	send := func(uid string) error {
		_, err := h.Receive(t.Context(), home, records([]*detection.Detection{seen(uid, 700, uid, 0)}))
		return err
	}
	if err := send("x"); fault.KindOf(err) != fault.Unavailable {
		t.Fatalf("a failed commit was acknowledged: %v", err)
	}
	if err := send("x"); err != nil {
		t.Fatal(err)
	}
	if err := send("y"); err == nil {
		t.Fatal("a lost answer was acknowledged")
	}
	if a := h.receive(seen("y", 700, "y", 0), seen("z", 700, "z", 0)); a.Unchanged != 1 || a.Accepted != 1 {
		t.Errorf("%+v", a)
	}
	if c := h.theCase(); c.DetectionCount != 3 {
		t.Errorf("the case has %d members", c.DetectionCount)
	}
}

func TestAFailedRuleChangeLeavesTheRulesAsTheyWere(t *testing.T) {
	// Commit 1 is the first rules', 2 a detection's, 3 that of the change.
	h := newHouse(t, func(s *memory.Store) engine.Ledger {
		return &failing{Ledger: s, before: map[int]bool{3: true}}
	})
	h.receive(seen("x", 700, "x", 0))
	other := slices.Clone(byHost)
	other[0].Title = "By host, changed"
	if _, _, err := h.EditBook(t.Context(), home, author, nil, wholly(rule.Book{Rules: other})); fault.KindOf(err) != fault.Unavailable {
		t.Fatalf("got %v", err)
	}
	_, stored, err := h.keeper.Book(t.Context(), home.ID)
	if err != nil || stored != 1 {
		t.Errorf("the ledger is at version %d, %v", stored, err)
	}
	if _, version, err := h.EditBook(t.Context(), home, author, seen64(1), wholly(rule.Book{Rules: other})); version != 2 || err != nil {
		t.Errorf("the next change made version %d, %v", version, err)
	}
}

func TestAfterAFailureNothingOfTheBodyIsDecided(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, func(s *memory.Store) engine.Ledger {
			return &failing{Ledger: s, before: map[int]bool{2: true}}
		})
		defer h.Close()
		body := make([]*detection.Detection, 5000)
		for i := range body {
			body[i] = seen(fmt.Sprint(i), 300, fmt.Sprint(i), 0)
		}
		a, err := h.Receive(t.Context(), home, func(yield func(engine.Record) bool) {
			for r := range records(body) {
				if r.Line == 501 {
					synctest.Wait() // the first 500 failed, and their sender did not hear of it yet
				}
				if !yield(r) {
					return
				}
			}
		})
		if fault.KindOf(err) != fault.Unavailable || a.Accepted != 0 {
			t.Fatalf("%+v %v", a, err)
		}
		if a := h.receive(body...); a.Accepted != len(body) {
			t.Fatalf("%+v", a)
		}
		page, err := h.keeper.Detections(t.Context(), home.ID, casefile.AllSeeing, listing.Request{Sort: "arrival", Limit: 3})
		if err != nil || page.Items[0].UID != "0" || page.Items[2].UID != "2" {
			t.Errorf("they arrived in another order: %v", err)
		}
	})
}

func TestATenantThatAnotherServerTookIsTakenBack(t *testing.T) {
	h := newHouse(t, plain)
	h.receive(seen("x", 700, "x", 0))
	if _, err := h.keeper.Claim(t.Context(), home.ID); err != nil {
		t.Fatal(err)
	}
	y := records([]*detection.Detection{seen("y", 700, "y", 0)})
	if _, err := h.Receive(t.Context(), home, y); fault.KindOf(err) != fault.Unavailable {
		t.Fatalf("got %v", err)
	}
	if a := h.receive(seen("y", 700, "y", 0)); a.Accepted != 1 || h.theCase().DetectionCount != 2 {
		t.Errorf("%+v", a)
	}
}

func TestAVersionWithoutATimeIsNews(t *testing.T) {
	h := newHouse(t, plain)
	h.receive(seen("x", 700, "1", time.Hour))
	if a := h.receive(seen("x", 900, "2", 0)); a.Updated != 1 || h.theCase().Score != 90 {
		t.Errorf("%+v, score %d", a, h.theCase().Score)
	}
}

func TestAnUpdateKeepsWhatTheFirstVersionSettled(t *testing.T) {
	h := newHouse(t, plain)
	first := seen("x", 700, "1", 0)
	first.CreatedAt = noon.Add(-time.Hour)
	h.receive(first)
	later := seen("x", 800, "2", 0)
	later.ReceivedAt, later.CreatedAt, later.Tags = noon.Add(time.Hour), noon.Add(time.Hour), []string{detection.TimeAssumed}
	h.receive(later)
	page, err := h.keeper.Detections(t.Context(), home.ID, casefile.AllSeeing, listing.Request{Sort: "arrival", Limit: 10})
	if err != nil || len(page.Items) != 1 {
		t.Fatal(err)
	}
	d := page.Items[0]
	if !d.CreatedAt.Equal(first.CreatedAt) || !d.ReceivedAt.Equal(noon) || d.Severity != 800 || d.Version != 2 || d.Arrival != 2 || len(d.Tags) > 0 {
		t.Errorf("%+v", d.Detection)
	}
}

func TestAnUpdateMovesNoTimeOfCreation(t *testing.T) {
	h := newHouse(t, plain)
	first := seen("x", 700, "1", 0)
	first.Tags = []string{detection.TimeAssumed}
	h.receive(first)
	h.receive(of(seen("x", 700, "2", 0), "x", 3*time.Hour), of(seen("x", 700, "3", 0), "x", -time.Hour))
	page, err := h.keeper.Detections(t.Context(), home.ID, casefile.AllSeeing, listing.Request{Sort: "arrival", Limit: 10})
	if err != nil || len(page.Items) != 1 {
		t.Fatal(err)
	}
	d := page.Items[0]
	if !d.CreatedAt.Equal(noon) || !d.FirstSeenAt.Equal(noon.Add(-time.Hour)) || !d.LastSeenAt.Equal(noon.Add(3*time.Hour)) || !slices.Equal(d.Tags, first.Tags) {
		t.Errorf("%+v", d.Detection)
	}
	if c := h.theCase(); !c.EarliestAt.Equal(noon) || !c.AnchorAt.Equal(noon) || !c.LatestAt.Equal(noon.Add(3*time.Hour)) {
		t.Errorf("the case goes from %v to %v", c.EarliestAt, c.LatestAt)
	}
}

func TestRulesMayAskForWhatTheOrderGives(t *testing.T) {
	h := newHouse(t, plain)
	rules := []rule.Rule{
		{ID: "a", Title: "A", State: rule.Enabled, Filter: "tenant_id = 'home' AND title = 'mine'", GroupBy: []string{"tenant_id"}},
		{ID: "b", Title: "B", State: rule.Enabled, Filter: "arrival >= 1", GroupBy: []string{"string(arrival) + id"}},
	}
	if _, _, err := h.EditBook(t.Context(), home, author, nil, wholly(rule.Book{Rules: rules})); err != nil {
		t.Fatal(err)
	}
	mine, again := seen("1", 700, "1", 0), seen("2", 700, "2", 0)
	mine.Title, again.Title = "mine", "mine"
	if a := h.receive(mine, again, seen("3", 700, "3", 0), seen("4", 700, "4", 0)); a.CasesTotal != 3 {
		t.Errorf("%d cases, want one of the tenant and one of each arrival", a.CasesTotal)
	}
}

func TestALargeBodyWaitsForRoom(t *testing.T) {
	gate := make(chan struct{})
	h := newHouse(t, func(s *memory.Store) engine.Ledger { return &gated{Ledger: s, gate: gate} })
	var read atomic.Int64
	done := make(chan error, 1)
	go func() {
		_, err := h.Receive(t.Context(), home, func(yield func(engine.Record) bool) {
			for i := range 400 {
				d := seen(fmt.Sprint(i), 300, fmt.Sprint(i), 0)
				d.Raw = make([]byte, 1<<20)
				read.Add(1)
				if !yield(engine.Record{Line: i + 1, Detection: d}) {
					return
				}
			}
		})
		done <- err
	}()
	gate <- struct{}{} // the first commit has begun: everything else waits for it
	if n := read.Load(); n > 16 {
		t.Errorf("%d MB were read before the first was committed", n)
	}
	close(gate)
	if err := <-done; err != nil || read.Load() != 400 {
		t.Errorf("%d read, %v", read.Load(), err)
	}
}

// gated is a ledger whose commits of detections wait for a gate.
type gated struct {
	engine.Ledger
	gate chan struct{}
}

func (g *gated) Commit(ctx context.Context, set *change.Set) error {
	if len(set.Arrived) > 0 {
		<-g.gate
	}
	return g.Ledger.Commit(ctx, set)
}

func TestCloseFinishesWhatWasTakenIn(t *testing.T) {
	h := newHouse(t, plain)
	const senders = 8
	answers := make([]error, senders)
	var group sync.WaitGroup
	for i := range senders {
		group.Go(func() {
			_, answers[i] = h.Receive(t.Context(), home, records([]*detection.Detection{seen(fmt.Sprint(i), 700, fmt.Sprint(i), 0)}))
		})
	}
	h.Close()
	group.Wait()
	acknowledged := 0
	for _, err := range answers {
		switch {
		case err == nil:
			acknowledged++
		case fault.KindOf(err) != fault.Unavailable:
			t.Errorf("got %v", err)
		}
	}
	page, err := h.keeper.Detections(t.Context(), home.ID, casefile.AllSeeing, listing.Request{Sort: "arrival", Limit: 100})
	if err != nil || len(page.Items) != acknowledged {
		t.Errorf("%d stored, %d acknowledged, %v", len(page.Items), acknowledged, err)
	}
}

// wholly replaces the tenant's own book, whatever it is.
func wholly(b rule.Book) func(rule.Book) (rule.Book, error) {
	return func(rule.Book) (rule.Book, error) { return b, nil }
}

func seen64(version uint64) *uint64 { return &version }

type founder interface {
	Administer(ctx context.Context, c admin.Change) error
}

type lister interface {
	Detections(ctx context.Context, tenantID string, viewer casefile.Viewer, r listing.Request) (listing.Page[casefile.Filed], error)
	RuleLogs(ctx context.Context, tenantID string, viewer casefile.Viewer, f rulelog.Filter, r listing.Request) (listing.Page[rulelog.Entry], error)
}
