package engine_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/retention"
	"caseweave/internal/core/settings"
	"caseweave/internal/core/span"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/engine"
)

const day = 24 * time.Hour

// old is a detection too weak for a case that was received so many days before noon.
func old(uid string, days int) *detection.Detection {
	d := seen(uid, 300, uid, 0)
	d.ReceivedAt = noon.AddDate(0, 0, -days)
	d.CreatedAt, d.FirstSeenAt, d.LastSeenAt = d.ReceivedAt, d.ReceivedAt, d.ReceivedAt
	return d
}

// keep lets open detections go after some days.
func (h house) keep(days int) {
	h.Helper()
	_, err := h.EditSettings(h.Context(), home, author, func(s settings.Settings) (settings.Settings, error) {
		s.KeepOpen = span.Span(days) * span.Span(day)
		return s, nil
	})
	if err != nil {
		h.Fatal(err)
	}
}

func (h house) retire() (retired int) {
	h.Helper()
	for place, end := (retention.Place{}), false; !end; {
		step, err := h.Retire(h.Context(), home, detection.Open, place, retention.MaxStep)
		if err != nil {
			h.Fatal(err)
		}
		retired, place, end = retired+step.Retired, step.Next, step.End
	}
	return retired
}

func TestWhatIsOldAndInNoCaseIsRemovedAndTold(t *testing.T) {
	h := newHouse(t, plain)
	inCase := old("in a case", 9)
	inCase.Severity = 700
	h.receive(inCase, old("a week", 7), old("two days", 2), old("today", 0))
	if n := h.retire(); n != 0 {
		t.Fatalf("%d were removed, though nothing says so", n)
	}
	h.keep(2)
	bounds, err := h.Settings(t.Context(), home)
	if err != nil {
		t.Fatal(err)
	}
	forecast, err := h.Forecast(t.Context(), home, bounds)
	if want := (retention.Part{
		Status: detection.Open, Before: noon.Add(-2 * day),
		Count: retention.Count{N: 1, Oldest: noon.Add(-7 * day), Newest: noon.Add(-7 * day)},
	}); err != nil || !forecast.At.Equal(noon) || forecast.Parts[0] != want {
		t.Errorf("forecast is %+v, want %+v (%v)", forecast, want, err)
	}
	if n := h.retire(); n != 1 {
		t.Errorf("%d were removed, want the one of a week", n)
	}
	page, err := h.keeper.Activities(t.Context(), home.ID, casefile.AllSeeing, 0, listing.Request{Sort: "entry", Descending: true, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	told := page.Items[0]
	if told.Kind != activity.DetectionsRetired || told.New != "1" || told.Case != 0 || !strings.Contains(told.Note, "seen for 2d") || told.Actor.Name != "Retention" {
		t.Errorf("told is %+v", told)
	}
	if n := h.retire(); n != 0 {
		t.Errorf("%d were removed again", n)
	}
}

func TestAJumpOfTheClockRemovesNothing(t *testing.T) {
	h := newHouse(t, plain)
	h.keep(2)
	later := old("years later", 0)
	later.ReceivedAt = noon.Add(-time.Minute)
	h.receive(old("then", 3650), old("then, too", 3650), later)
	if n := h.retire(); n != 0 {
		t.Errorf("%d were removed", n)
	}
	step, err := h.Retire(t.Context(), home, detection.Open, retention.Place{}, retention.MaxStep)
	if err != nil || !step.Doubted {
		t.Errorf("the clock is believed: %+v %v", step, err)
	}
	future := old("from the future", -400) // received by a clock that was set right since
	future.LastSeenAt = noon
	h.receive(future)
	if n := h.retire(); n != 0 {
		t.Errorf("%d were removed by a time that has not come", n)
	}
}

func TestWhatIsSeenAgainStays(t *testing.T) {
	h := newHouse(t, plain)
	h.keep(2)
	d := old("x", 3)
	d.LastSeenAt = noon.Add(-2 * day)
	h.receive(d, old("today", 0))
	if n := h.retire(); n != 0 {
		t.Error("what was seen two days ago is gone")
	}
}

func TestACommandThatNamesWhatIsGoneIsRefused(t *testing.T) {
	h := newHouse(t, plain)
	h.keep(2)
	h.receive(old("x", 3), old("today", 0))
	id := detection.ID(3)
	h.retire()
	_, err := h.Order(t.Context(), home, command.Command{Kind: command.OpenCase, By: author, Detections: []string{detection.ID(4), id}})
	if fault.KindOf(err) != fault.NotFound || !strings.Contains(err.Error(), id) {
		t.Errorf("%v, want that %s is not there", err, id)
	}
	if _, err := h.Explain(t.Context(), home, casefile.AllSeeing, id); fault.KindOf(err) != fault.NotFound {
		t.Errorf("%v is explained", err)
	}
}

// The first version of a detection leaves a row in the index that nobody takes out.
func TestASearchLooksPastRowsOfWhatIsGone(t *testing.T) {
	h := newHouse(t, plain)
	_, err := h.EditSettings(t.Context(), home, author, func(s settings.Settings) (settings.Settings, error) {
		s.AppendSeverity, s.TriggerSeverity, s.KeepOpen = 200, 600, span.Span(day)
		return s, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	first, anew := old("x", 3), old("x", 3)
	anew.Fingerprint, anew.Entities = "anew", []detection.Entity{"host:b"}
	h.receive(first)
	h.receive(anew, old("today", 0))
	if n := h.retire(); n != 1 {
		t.Fatalf("%d were removed", n)
	}
	opens := old("opens", 3)
	opens.Severity, opens.ReceivedAt = 700, noon
	if a := h.receive(opens); a.CasesTotal != 1 {
		t.Errorf("%+v", a)
	}
	if c := h.theCase(); c.DetectionCount != 1 {
		t.Errorf("the case has %d detections", c.DetectionCount)
	}
}

// indexed is a ledger that keeps the index of open detections by itself.
type indexed struct {
	engine.Ledger
	rows map[change.OpenRow]bool
}

func (l *indexed) Commit(ctx context.Context, set *change.Set) error {
	for _, r := range set.Unlisted {
		delete(l.rows, r)
	}
	for _, r := range set.Listed {
		l.rows[r] = true
	}
	return l.Ledger.Commit(ctx, set)
}

func TestWhatIsRemovedLeavesTheIndex(t *testing.T) {
	l := &indexed{rows: map[change.OpenRow]bool{}}
	h := newHouse(t, func(s *memory.Store) engine.Ledger { l.Ledger = s; return l })
	h.keep(2)
	_, err := h.EditSettings(t.Context(), home, author, func(s settings.Settings) (settings.Settings, error) {
		s.AppendSeverity = 200
		return s, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	h.receive(old("gone", 3), old("today", 0))
	if len(l.rows) != 2 {
		t.Fatalf("the index has %v", l.rows)
	}
	h.retire()
	for row := range l.rows {
		if len(l.rows) != 1 || !row.CreatedAt.Equal(noon) {
			t.Errorf("the index has %v", l.rows)
		}
	}
}

// held is a ledger whose next commit waits.
type held struct {
	engine.Ledger
	wait chan struct{}
	once sync.Once
}

func (l *held) Commit(ctx context.Context, set *change.Set) error {
	if set.Retired == nil && len(set.Arrived) == 1 && set.Arrived[0].UID == "first" {
		l.once.Do(func() { <-l.wait })
	}
	return l.Ledger.Commit(ctx, set)
}

// What queues up behind a commit becomes one batch, which asks the ledger once
// what it knows: before the removal that is a part of it.
func TestABatchForgetsWhatItRemoves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		wait := make(chan struct{})
		h := newHouse(t, func(s *memory.Store) engine.Ledger { return &held{Ledger: s, wait: wait} })
		defer h.Close()
		h.keep(2)
		repeat := func() *detection.Detection { return of(old("repeat", 3), "gone", -3*day+time.Second) }
		both := func(title string) *detection.Detection {
			d := of(old("both", 3), title, -3*day)
			d.Fingerprint = title
			return d
		}
		h.receive(of(old("today", 0), "kept", -3*day), of(old("gone", 3), "gone", -3*day), repeat(), both("kept"), both("gone"))
		var answers [5]engine.Answer
		for i, ask := range []func(){
			func() { answers[0] = h.receive(old("first", 0)) },
			func() { h.retire() },
			func() { answers[1] = h.receive(of(old("another", 3), "gone", -3*day+2*time.Second)) },
			func() { answers[2] = h.receive(repeat()) },
			func() { answers[3] = h.receive(of(old("gone", 3), "gone anew", -3*day)) },
			func() { answers[4] = h.receive(both("kept")) },
		} {
			go ask()
			if synctest.Wait(); i > 0 && answers[0].Accepted > 0 {
				t.Fatal("the first commit did not wait")
			}
		}
		close(wait)
		synctest.Wait()
		if answers[1].Accepted != 1 || answers[2].Folded != 1 || answers[3].Accepted != 1 || answers[4].Unchanged != 1 {
			t.Errorf("after the removal: %+v", answers[1:])
		}
	})
}
