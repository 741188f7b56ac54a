package feed_test

import (
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/feed"

	"pgregory.net/rapid"
)

// now is a Friday, in the middle of an hour.
var now = time.Date(2026, 5, 29, 12, 30, 0, 0, time.UTC)

// record takes in n records at a time.
func record(f *feed.Feed, n int, at time.Time) {
	if last := len(f.Hours) - 1; last >= 0 && f.Hours[last].From.Equal(at.Truncate(time.Hour)) {
		f.Hours[last] = f.Hours[last].Then(n, at)
		return
	}
	f.Hours = append(f.Hours, feed.HourOf(n, at))
}

// every sends one record at a time from one moment to another, where goes says so.
func every(step time.Duration, from, to time.Time, goes func(time.Time) bool) feed.Feed {
	f := feed.Feed{Source: "wazuh"}
	for at := from; !at.After(to); at = at.Add(step) {
		if goes == nil || goes(at) {
			record(&f, 1, at)
		}
	}
	return f
}

func daysBack(days float64) time.Time { return now.Add(-time.Duration(days * 24 * float64(time.Hour))) }

// office says whether somebody works.
func office(at time.Time) bool {
	return at.Weekday() != time.Saturday && at.Weekday() != time.Sunday && at.Hour() >= 8 && at.Hour() < 18
}

func TestVerdicts(t *testing.T) {
	const tenMinutes = 10 * time.Minute
	friday, sunday := now, now.AddDate(0, 0, 2)
	fewSince := func(since time.Time) func(time.Time) bool {
		return func(at time.Time) bool { return at.Before(since) || at.Minute() == 0 && at.Hour()%3 == 0 }
	}
	for _, test := range []struct {
		name  string
		feed  feed.Feed
		at    time.Time
		state feed.State
		why   string
	}{
		{"as ever", every(tenMinutes, daysBack(20), now, nil), friday, feed.Sending, "wazuh last sent just now; usually it sends about 144 a day."},
		{"very much", every(5*time.Second, daysBack(3), now, nil), now.Add(time.Minute), feed.Sending, "wazuh last sent a minute ago; usually it sends about 17,280 a day."},
		{"a short silence", every(tenMinutes, daysBack(20), now.Add(-time.Hour), nil), friday, feed.Sending, "wazuh last sent 60 minutes ago; usually it sends about 144 a day."},
		{"a long silence", every(tenMinutes, daysBack(20), now.Add(-5*time.Hour), nil), friday, feed.Silent, "wazuh has been silent for 5 hours; before, never for longer than 10 minutes."},
		{"silent for weeks", every(tenMinutes, daysBack(60), daysBack(20), nil), friday, feed.Silent, "wazuh has been silent for 20 days; before, never for longer than 10 minutes."},
		{"a weekend as ever", every(tenMinutes, daysBack(30), now, office), sunday, feed.Sending, "wazuh last sent 2 days ago; usually it sends about 60 a day."},
		{"nobody works on a Friday", every(tenMinutes, daysBack(30), daysBack(0.5), office), friday, feed.Quieter, "wazuh sent 0 in the last 3 hours; at this time of the week it usually sends about 18."},
		{"a trickle", every(tenMinutes, daysBack(30), now, fewSince(now.Add(-6*time.Hour))), friday, feed.Quieter, "wazuh sent 1 in the last 3 hours; at this time of the week it usually sends about 18."},
		{"a trickle in the second week", every(tenMinutes, daysBack(13), now, fewSince(now.Add(-6*time.Hour))), friday, feed.Sending, ""},
		{"less by half", every(tenMinutes, daysBack(30), now, func(at time.Time) bool { return at.Before(now.Add(-48*time.Hour)) || at.Minute()%20 == 0 }), friday, feed.Sending, ""},
		{"a batch at night", every(24*time.Hour, daysBack(20.3), now, nil), friday, feed.Sending, "wazuh last sent 7 hours ago; usually it sends about 1 a day."},
		{"a batch that did not come", every(24*time.Hour, daysBack(20.3), daysBack(1.6), nil), friday, feed.Silent, "wazuh has been silent for 2 days; before, never for longer than 24 hours."},
		{"the first hours", every(time.Minute, daysBack(0.5), now, nil), friday, feed.New, "wazuh last sent just now; it is too new to tell what is usual."},
		{"a sample, days ago", every(time.Minute, daysBack(3), daysBack(2.99), nil), friday, feed.New, "wazuh last sent 2 days ago; it is too new to tell what is usual."},
		{"few batches", every(24*time.Hour, daysBack(5), now, nil), friday, feed.New, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := feed.Judge([]feed.Feed{test.feed}, test.at)[0]
			if h.State != test.state || test.why != "" && h.Why != test.why {
				t.Errorf("%s: %s", h.State, h.Why)
			}
		})
	}
}

func TestCountsAreByWholeHours(t *testing.T) {
	f := every(10*time.Minute, daysBack(20), now, nil)
	h := feed.Judge([]feed.Feed{f}, now)[0]
	if h.Hour != 6+4 || h.Day != 23*6+4 || h.Week != 167*6+4 || h.Hours[23] != 4 || h.Hours[0] != 6 || !h.LastAt.Equal(now) {
		t.Errorf("%+v", h)
	}
	if h.Usual.PerDay != 144 || h.Usual.LongestPause != 10*time.Minute {
		t.Errorf("usual is %+v", h.Usual)
	}
}

func TestWhatIsLongGoneIsNotListed(t *testing.T) {
	f := every(time.Hour, daysBack(120), daysBack(90), nil)
	if all := feed.Judge([]feed.Feed{f, {Source: "none"}}, now); len(all) != 0 {
		t.Errorf("%+v", all)
	}
	if all := feed.Judge([]feed.Feed{f}, now.Add(-time.Second)); len(all) != 1 || all[0].State != feed.Silent {
		t.Errorf("%+v", all)
	}
}

func TestAClockThatRanAheadHidesNothing(t *testing.T) {
	f := every(10*time.Minute, daysBack(20), now.Add(-5*time.Hour), nil)
	record(&f, 1, now.AddDate(1, 0, 0))
	h := feed.Judge([]feed.Feed{f}, now)[0]
	if h.State != feed.Silent || h.Usual.LongestPause != 10*time.Minute {
		t.Errorf("%+v", h)
	}
}

// Whatever the rhythm: who keeps to it is sending, and who stops is silent in the end.
func TestWhoKeepsItsRhythmIsSending(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		step := time.Duration(rapid.IntRange(60, 3*24*3600).Draw(t, "seconds")) * time.Second
		f := every(step, daysBack(34), now, nil)
		last := f.Hours[len(f.Hours)-1].LastAt
		at := last.Add(time.Duration(rapid.Int64Range(0, int64(step)).Draw(t, "after")))
		if h := feed.Judge([]feed.Feed{f}, at)[0]; h.State != feed.Sending {
			t.Fatalf("every %v: %s", step, h.Why)
		}
		if h := feed.Judge([]feed.Feed{f}, last.Add(max(time.Hour, 3*step/2)+1))[0]; h.State != feed.Silent {
			t.Fatalf("every %v, stopped: %s", step, h.Why)
		}
	})
}

// One record more never makes it worse, and every verdict has its sentence.
func TestMoreIsNeverWorse(t *testing.T) {
	rank := map[feed.State]int{feed.Silent: 0, feed.Quieter: 1, feed.New: 1, feed.Sending: 2}
	rapid.Check(t, func(t *rapid.T) {
		f := feed.Feed{Source: "wazuh"}
		for at := daysBack(float64(rapid.IntRange(1, 34).Draw(t, "days"))); at.Before(now); {
			record(&f, rapid.IntRange(1, 100).Draw(t, "records"), at)
			at = at.Add(time.Duration(rapid.IntRange(1, 48*60).Draw(t, "minutes")) * time.Minute)
		}
		before := feed.Judge([]feed.Feed{f}, now)[0]
		record(&f, 1, now)
		after := feed.Judge([]feed.Feed{f}, now)[0]
		if rank[after.State] < rank[before.State] || after.State == feed.Silent {
			t.Fatalf("from %q to %q", before.Why, after.Why)
		}
		for _, h := range []feed.Health{before, after} {
			if !strings.HasPrefix(h.Why, "wazuh ") || !strings.HasSuffix(h.Why, ".") || (h.Usual == nil) != (h.State == feed.New) {
				t.Fatalf("%+v", h)
			}
		}
	})
}

func TestWhatWasUsualOutlivesTheSilence(t *testing.T) {
	f := every(10*time.Minute, daysBack(30), daysBack(20), nil)
	if h := feed.Judge([]feed.Feed{f}, now)[0]; h.State != feed.Silent || h.Usual.PerDay != 144 {
		t.Errorf("%s: %+v", h.Why, h.Usual)
	}
}
