package replay_test

import (
	"context"
	"testing"
	"time"

	"caseweave/internal/app/replay"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/retention"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/settings"
	"caseweave/internal/core/span"
	"caseweave/internal/edge/store/memory"
)

// wordy keeps commands as earlier versions did: with all that they named.
type wordy struct {
	*memory.Store
	named []string
}

func (l *wordy) Commit(ctx context.Context, set *change.Set) error {
	said := *set
	said.Commands = nil
	for _, o := range set.Commands {
		o.Command.Detections = l.named
		said.Commands = append(said.Commands, o)
	}
	return l.Store.Commit(ctx, &said)
}

func sent(uid string, severity detection.Fraction, at time.Time) detection.Detection {
	return detection.Detection{
		Source: "ocsf", UID: uid, Title: uid, Type: "t", Count: 1, Severity: severity, Fingerprint: uid,
		CreatedAt: at, FirstSeenAt: at, LastSeenAt: at, ReceivedAt: at,
	}
}

// small is a world with a case of one detection, beside two that are too weak for any.
func small(t *testing.T, store keeper) *world {
	w := begin(t, nil, store)
	_, _, err := w.engine.EditBook(t.Context(), home, person, nil, func(rule.Book) (rule.Book, error) {
		return rule.Book{Rules: []rule.Rule{{ID: "r", Title: "R", State: rule.Enabled, Filter: "TRUE", GroupBy: []string{"title"}}}}, nil
	})
	w.must(err)
	_, err = w.engine.EditSettings(t.Context(), home, person, func(s settings.Settings) (settings.Settings, error) {
		s.KeepOpen = span.Span(24 * time.Hour)
		return s, nil
	})
	w.must(err)
	w.take(sent("in a case", 900, noon), sent("gone", 100, noon), sent("gone, too", 100, noon))
	return w
}

func (w *world) take(all ...detection.Detection) {
	w.Helper()
	_, err := w.engine.Receive(w.Context(), home, records(all))
	w.must(err)
}

// later removes what is two days old.
func (w *world) later() {
	w.Helper()
	w.now = noon.Add(48 * time.Hour)
	w.take(sent("later", 100, w.now))
	step, err := w.engine.Retire(w.Context(), home, detection.Open, retention.Place{}, retention.MaxStep)
	w.must(err)
	if step.Retired == 0 {
		w.Fatal("nothing is removed")
	}
}

func TestACommandOfThePastMayNameWhatIsGone(t *testing.T) {
	gone := detection.ID(4)
	for _, named := range [][]string{{gone}, {detection.ID(3), gone}} {
		w := small(t, &wordy{memory.New(), named})
		_, err := w.engine.Order(t.Context(), home, command.Command{Kind: command.RemoveDetections, By: person, Case: 1, Detections: named})
		w.must(err)
		w.later()
		w.same()
	}
}

func TestWhatIsKeptOfARemovalNamesWhoLeft(t *testing.T) {
	w := small(t, memory.New())
	named := []string{detection.ID(3), detection.ID(4)}
	_, err := w.engine.Order(t.Context(), home, command.Command{Kind: command.RemoveDetections, By: person, Case: 1, Detections: named})
	w.must(err)
	past, err := w.store.Past(t.Context(), home.ID, 5, 1)
	w.must(err)
	if c := past[0].Command; c == nil || len(c.Detections) != 1 || c.Detections[0] != named[0] {
		t.Errorf("kept is %+v", past[0])
	}
	w.later()
	w.same()
}

// What came under one identity repeats now this, now that; one of the two is gone.
func TestRepeatsOfWhatIsGoneLeaveOthersAsTheyWere(t *testing.T) {
	for _, titles := range [][]string{
		{"gone", "in a case"}, {"in a case", "gone", "in a case"}, {"gone", "in a case", "gone, too", "in a case"},
	} {
		w := small(t, memory.New())
		var sum int
		for _, title := range titles {
			d := sent("now this, now that", 100, noon)
			d.Title, d.Fingerprint = title, title
			if w.take(d); title == "in a case" {
				sum++
			}
		}
		w.later()
		found, err := w.store.WithRaw(t.Context(), home.ID, casefile.AllSeeing, []string{detection.ID(3)})
		w.must(err)
		if found[0].Count != 1+sum {
			t.Errorf("%q: seen %d times, want %d", titles, found[0].Count, 1+sum)
		}
		w.same()
	}
}

// fading is a store of which something is removed while the past is read, so many times.
type fading struct {
	keeper
	fade  func()
	times int
}

func (l *fading) Past(ctx context.Context, tenantID string, after uint64, limit int) ([]change.Past, error) {
	if l.times > 0 {
		l.times--
		l.fade()
	}
	return l.keeper.Past(ctx, tenantID, after, limit)
}

func TestAReplayBeginsAnewWhereThePastIsBeingRemoved(t *testing.T) {
	for _, c := range []struct {
		times int
		fails bool
	}{{1, false}, {100, true}} {
		w := small(t, memory.New())
		days := 0
		ledger := &fading{keeper: w.store, times: c.times, fade: func() {
			days++
			w.now = noon.AddDate(0, 0, 2*days)
			w.take(sent(w.now.String(), 100, w.now))
			_, err := w.engine.Retire(t.Context(), home, detection.Open, retention.Place{}, retention.MaxStep)
			w.must(err)
		}}
		r, err := replay.Run(t.Context(), ledger, home, nil)
		if c.fails != (fault.KindOf(err) == fault.Unavailable && err != nil) || len(r.Differences) > 0 {
			t.Errorf("removed %d times: %v, %v", c.times, r.Differences, err)
		}
		w.engine.Close()
	}
}
