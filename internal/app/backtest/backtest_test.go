package backtest_test

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"caseweave/internal/app/backtest"
	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	asked "caseweave/internal/core/backtest"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/engine"
)

var (
	home   = access.Organisation{ID: "home", Name: "Home", TimeZone: "UTC"}
	person = activity.Actor{Kind: activity.User, ID: "u", Name: "Somebody"}
	noon   = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
)

// byHost and byUser are books of one rule each.
var (
	byHost = rule.Book{Rules: []rule.Rule{{ID: "h", Title: "Same host", Filter: "severity >= 0.1", GroupBy: []string{"hostnames()"}}}}
	byUser = rule.Book{Rules: []rule.Rule{{ID: "v", Title: "Same user", Filter: "severity >= 0.1", GroupBy: []string{"usernames()"}}}}
)

// lived is a tenant that detections were sent to.
type lived struct {
	t      *testing.T
	store  *memory.Store
	engine *engine.Engine
	runner *backtest.Runner
	sent   int
}

func live(t *testing.T, book rule.Book) *lived {
	t.Helper()
	l := &lived{t: t, store: memory.New()}
	if err := l.store.Administer(t.Context(), admin.Deed{}.CreateTenant(home)); err != nil {
		t.Fatal(err)
	}
	l.engine = engine.New(engine.Config{Ledger: l.store})
	t.Cleanup(l.engine.Close)
	l.write(book)
	l.runner = backtest.New(l.store, l.engine, slog.New(slog.DiscardHandler))
	t.Cleanup(l.runner.Close)
	return l
}

func (l *lived) write(book rule.Book) {
	l.t.Helper()
	if _, _, err := l.engine.EditBook(l.t.Context(), home, person, nil, func(rule.Book) (rule.Book, error) { return book, nil }); err != nil {
		l.t.Fatal(err)
	}
}

// send sends a detection of entities, an hour after the one before.
func (l *lived) send(entities ...detection.Entity) {
	l.t.Helper()
	l.sendAt(noon.Add(time.Duration(l.sent+1)*time.Hour), fmt.Sprint("No ", l.sent+1), entities...)
}

func (l *lived) sendAt(at time.Time, title string, entities ...detection.Entity) {
	l.t.Helper()
	l.sent++
	d := detection.Detection{
		Source: "ocsf", Type: "t", Count: 1, UID: fmt.Sprint(l.sent), Fingerprint: fmt.Sprint(l.sent), Title: title,
		Severity: 500, Entities: entities, CreatedAt: at, FirstSeenAt: at, LastSeenAt: at, ReceivedAt: noon,
	}
	if _, err := l.engine.Receive(l.t.Context(), home, one(&d)); err != nil {
		l.t.Fatal(err)
	}
}

func one(d *detection.Detection) iter.Seq[engine.Record] {
	return func(yield func(engine.Record) bool) { yield(engine.Record{Line: 1, Detection: d}) }
}

func (l *lived) resolve(number uint64) {
	l.t.Helper()
	if _, err := l.engine.Order(l.t.Context(), home, command.Command{Kind: command.SetStatus, By: person, Case: number, Status: casefile.Resolved}); err != nil {
		l.t.Fatal(err)
	}
}

func (l *lived) start(r asked.Request) asked.Backtest {
	l.t.Helper()
	b, err := l.runner.Start(l.t.Context(), home, person, r)
	if err != nil {
		l.t.Fatal(err)
	}
	return b
}

// ended waits for the end of a backtest.
func (l *lived) ended(id string) asked.Backtest {
	l.t.Helper()
	for until := time.Now().Add(20 * time.Second); ; time.Sleep(time.Millisecond) {
		b, err := l.runner.Backtest(l.t.Context(), home.ID, id)
		if err != nil {
			l.t.Fatal(err)
		}
		if b.Status != asked.Running {
			return b
		}
		if time.Now().After(until) {
			l.t.Fatal("the backtest does not end")
		}
	}
}

func (l *lived) result(r asked.Request) asked.Result {
	l.t.Helper()
	b := l.ended(l.start(r).ID)
	if b.Status != asked.Done || b.Result == nil {
		l.t.Fatalf("the backtest is %s: %s", b.Status, b.Error)
	}
	return *b.Result
}

func TestTheRulesOfTodayChangeNothing(t *testing.T) {
	l := live(t, byUser) // the rules of the past play no part
	l.send("host:a", "user:u")
	l.send("host:a", "user:v")
	l.write(byHost)
	l.send("host:b", "user:u")
	r := l.result(asked.Request{Book: byHost})
	if r.Changed || r.Detections != 3 || r.Before.Cases != 2 || r.Before != r.After || len(r.Examples) > 0 {
		t.Errorf("%+v", r)
	}
}

func TestOtherRulesTellWhatTheyWouldHaveDone(t *testing.T) {
	l := live(t, byHost)
	l.send("host:a", "user:u")
	l.send("host:b", "user:u")
	l.send("host:c")
	r := l.result(asked.Request{Book: byUser})
	if !r.Changed || r.Before.Cases != 3 || r.After.Cases != 1 || r.Cases.Gone != 2 || r.Moves != (asked.Moves{Left: 1, Moved: 1, Unaffected: 1}) {
		t.Errorf("%+v", r)
	}
	want := []asked.Yield{
		{ID: "v", Title: "Same user", CreatedAfter: 1, AppendedAfter: 1},
		{ID: "h", Title: "Same host", CreatedBefore: 3},
	}
	if fmt.Sprint(r.Rules) != fmt.Sprint(want) {
		t.Errorf("yields %+v", r.Rules)
	}
	if len(r.Shadowed) != 1 || r.Shadowed[0].Count != 2 || r.Shadowed[0].ByTitle != "Same user" {
		t.Errorf("shadowed %+v", r.Shadowed)
	}
	if len(r.Examples) != 2 || r.Examples[0].Detection.Title != "No 2" || r.Examples[0].Change != asked.CaseGone {
		t.Errorf("examples %+v", r.Examples)
	}
}

func TestARuleIsKnownByItsTitle(t *testing.T) {
	l := live(t, byHost)
	l.send("host:a")
	again := byHost
	again.Rules = []rule.Rule{{Title: "SAME host", Filter: "severity >= 0.1", GroupBy: []string{"hostnames()"}}}
	r := l.result(asked.Request{Book: again})
	if len(r.Shadowed) > 0 || len(r.Rules) != 1 || r.Rules[0].ID != "h" {
		t.Errorf("%+v", r)
	}
}

func TestOnlyTheRangeIsLived(t *testing.T) {
	l := live(t, byHost)
	for range 4 {
		l.send("host:a")
	}
	from, to := noon.Add(2*time.Hour), noon.Add(4*time.Hour)
	b := l.ended(l.start(asked.Request{Book: byUser, From: from, To: to}).ID)
	if b.Result.Detections != 2 || b.Progress != (asked.Progress{Done: 2, Total: 2}) || !b.From.Equal(from) || !b.To.Equal(to) {
		t.Errorf("%+v", b)
	}
	if b := l.ended(l.start(asked.Request{Book: byUser}).ID); !b.From.Equal(noon.Add(time.Hour)) || b.To.IsZero() || b.Result.Detections != 4 {
		t.Errorf("%+v", b)
	}
}

func TestAResolutionFindsTheCaseThatHoldsMostMembers(t *testing.T) {
	for _, c := range []struct {
		name  string
		users []detection.Entity
		cases int
	}{
		{"most by one", []detection.Entity{"user:v", "user:u", "user:u"}, 3},
		{"the lower number of equals", []detection.Entity{"user:u", "user:v"}, 3},
		{"not the fewer", []detection.Entity{"user:u", "user:v", "user:v"}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := live(t, byHost)
			for _, u := range c.users {
				l.send("host:a", u)
			}
			l.resolve(1)
			l.send("host:z", "user:u") // a case of its own, where that of user u is resolved
			if r := l.result(asked.Request{Book: byUser}); r.Before.Cases != 2 || r.After.Cases != c.cases {
				t.Errorf("before %+v, after %+v", r.Before, r.After)
			}
		})
	}
}

// What sources sent is there for every function that looks into it.
func TestABacktestReadsTheSourcesOwnKeys(t *testing.T) {
	for _, group := range []string{"values('source_ip')", "source_ips()", "string(raw.source_ip)"} {
		book := rule.Book{Rules: []rule.Rule{{ID: "v", Title: "By source", Filter: "severity >= 0.1", GroupBy: []string{group}}}}
		l := live(t, book)
		d := detection.Detection{
			Source: "ocsf", Type: "t", Count: 1, UID: "1", Fingerprint: "1", Title: "One", Severity: 500,
			CreatedAt: noon, FirstSeenAt: noon, LastSeenAt: noon, ReceivedAt: noon, Raw: []byte(`{"source_ip":"192.0.2.7"}`),
		}
		if a, err := l.engine.Receive(t.Context(), home, one(&d)); err != nil || a.CasesTotal != 1 {
			t.Errorf("%s: %+v %v", group, a, err)
		}
		if r := l.result(asked.Request{Book: book}); r.Before.Cases != 1 || r.After.Cases != 1 {
			t.Errorf("%s: the worlds have %d and %d cases; the tenant has 1", group, r.Before.Cases, r.After.Cases)
		}
	}
}

// Who left the case since was in it when it was resolved.
func TestAResolutionGoesByTheMembersOfThen(t *testing.T) {
	l := live(t, byHost)
	l.send("host:a", "user:u")
	l.send("host:a", "user:v")
	l.send("host:a", "user:v")
	l.resolve(1)
	leave := command.Command{Kind: command.RemoveDetections, By: person, Case: 1, Detections: []string{detection.ID(3), detection.ID(4)}}
	if _, err := l.engine.Order(t.Context(), home, leave); err != nil {
		t.Fatal(err)
	}
	l.send("host:z", "user:v") // the case of user v is resolved
	if r := l.result(asked.Request{Book: byUser}); r.After.Cases != 3 {
		t.Errorf("before %+v, after %+v", r.Before, r.After)
	}
}

// Of equal orders the older rule goes first, as it will once the asked ones are saved.
func TestANewRuleIsTriedAfterThoseOfItsOrder(t *testing.T) {
	l := live(t, byHost)
	l.send("host:a", "user:u")
	l.send("host:b", "user:u")
	if r := l.result(asked.Request{Book: rule.Book{Rules: append(slices.Clone(byUser.Rules), byHost.Rules...)}}); r.Changed || r.After.Cases != 2 {
		t.Errorf("%+v", r)
	}
}

func TestARepeatBelongsToItsDetection(t *testing.T) {
	l := live(t, byHost)
	at := noon.Add(time.Hour)
	l.sendAt(at, "again", "host:a")
	l.sendAt(at.Add(30*time.Second), "again", "host:a")
	for from, want := range map[time.Time]int{at: 1, at.Add(time.Second): 0} {
		if r := l.result(asked.Request{Book: byUser, From: from}); r.Detections != want {
			t.Errorf("from %s there are %d detections", from, r.Detections)
		}
	}
}

func TestMistakesInRulesAreRefused(t *testing.T) {
	l := live(t, byHost)
	wrong := rule.Book{Rules: []rule.Rule{{Title: "Wrong", Filter: "severity >>", GroupBy: []string{"title"}}}}
	if _, err := l.runner.Start(t.Context(), home, person, asked.Request{Book: wrong}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("%v", err)
	}
	if all, err := l.runner.Backtests(t.Context(), home.ID); err != nil || len(all) > 0 {
		t.Errorf("%v %v", all, err)
	}
}

// slow holds the past back until it is let go; it tells of more than there is.
type slow struct {
	*memory.Store
	let     chan struct{}
	created int
}

func (s slow) Past(ctx context.Context, tenantID string, after uint64, limit int) ([]change.Past, error) {
	select {
	case <-s.let:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return s.Store.Past(ctx, tenantID, after, limit)
}

func (s slow) Created(context.Context, string, time.Time, time.Time) (int, time.Time, error) {
	return s.created, noon, nil
}

func TestOthersWaitInLineAndCanBeCancelled(t *testing.T) {
	l := live(t, byHost)
	l.send("host:a")
	s := slow{l.store, make(chan struct{}), 1}
	l.runner = backtest.New(s, l.engine, slog.New(slog.DiscardHandler))
	defer l.runner.Close()
	var begun []asked.Backtest
	for range 6 {
		begun = append(begun, l.start(asked.Request{Book: byUser}))
	}
	if _, err := l.runner.Start(t.Context(), home, person, asked.Request{Book: byUser}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a seventh: %v", err)
	}
	if all, err := l.runner.Backtests(t.Context(), home.ID); err != nil || len(all) != 6 {
		t.Errorf("%d are listed, %v", len(all), err)
	}
	for _, i := range []int{0, 5} { // one that runs, one that waits
		if b, err := l.runner.Cancel(t.Context(), home.ID, begun[i].ID); err != nil || b.Status != asked.Cancelled {
			t.Errorf("%+v %v", b, err)
		}
	}
	close(s.let)
	for i, b := range begun {
		want := asked.Done
		if i == 0 || i == 5 {
			want = asked.Cancelled
		}
		if b = l.ended(b.ID); b.Status != want {
			t.Errorf("backtest %d is %s", i, b.Status)
		}
	}
	if b, err := l.runner.Cancel(t.Context(), home.ID, begun[1].ID); err != nil || b.Status != asked.Done {
		t.Errorf("one that is done: %+v %v", b, err)
	}
	if _, err := l.runner.Backtest(t.Context(), home.ID, "other"); fault.KindOf(err) != fault.NotFound {
		t.Errorf("another: %v", err)
	}
}

func TestARangeThatIsTooWideIsRefused(t *testing.T) {
	l := live(t, byHost)
	r := backtest.New(slow{l.store, nil, backtest.MaxDetections + 1}, l.engine, slog.New(slog.DiscardHandler))
	defer r.Close()
	if _, err := r.Start(t.Context(), home, person, asked.Request{Book: byUser}); fault.KindOf(err) != fault.TooLarge {
		t.Errorf("%v", err)
	}
}

func TestWhatAServerLeavesRunningIsCancelled(t *testing.T) {
	l := live(t, byHost)
	s := slow{l.store, make(chan struct{}), 1}
	stopped := backtest.New(s, l.engine, slog.New(slog.DiscardHandler))
	l.runner = stopped
	b := l.start(asked.Request{Book: byUser})
	stopped.Close()
	if b = l.ended(b.ID); b.Status != asked.Cancelled {
		t.Errorf("after the stop it is %s", b.Status)
	}
	b.Status, b.ID = asked.Running, "killed"
	if err := l.store.SaveBacktest(t.Context(), home.ID, b.ID, b.At, []byte(`{"id":"killed","status":"running"}`)); err != nil {
		t.Fatal(err)
	}
	next := backtest.New(l.store, l.engine, slog.New(slog.DiscardHandler))
	defer next.Close()
	if err := next.Sweep(t.Context(), []access.Organisation{home}); err != nil {
		t.Fatal(err)
	}
	if b, err := next.Backtest(t.Context(), home.ID, "killed"); err != nil || b.Status != asked.Cancelled {
		t.Errorf("%+v %v", b, err)
	}
}

func TestManyAskAtOnce(t *testing.T) {
	l := live(t, byHost)
	l.send("host:a")
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			b, err := l.runner.Start(context.Background(), home, person, asked.Request{Book: byUser})
			if err == nil {
				_, _ = l.runner.Backtests(context.Background(), home.ID)
				_, _ = l.runner.Cancel(context.Background(), home.ID, b.ID)
			}
		})
	}
	all.Wait()
	l.runner.Close()
	kept, err := l.runner.Backtests(t.Context(), home.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range kept {
		if b.Status == asked.Running {
			t.Errorf("%s never ended", b.ID)
		}
	}
}
