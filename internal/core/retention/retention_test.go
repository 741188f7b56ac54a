package retention

import (
	"testing"
	"time"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/settings"
	"caseweave/internal/core/span"
)

func TestEachStatusHasItsBound(t *testing.T) {
	const day = span.Span(24 * time.Hour)
	s := settings.Default("UTC")
	if Any(s) {
		t.Error("a tenant that set nothing loses something")
	}
	s.KeepOpen, s.KeepSettled = day, 2*day
	for status, want := range map[detection.Status]span.Span{
		detection.Open: day, detection.Closed: 2 * day, detection.Ignored: 2 * day, detection.InCase: 0, "": 0,
	} {
		if kept := Keep(s, status); kept != want {
			t.Errorf("%q is kept for %v, want %v", status, kept, want)
		}
	}
	for _, s := range []settings.Settings{{KeepOpen: day}, {KeepSettled: day}} {
		if !Any(s) {
			t.Errorf("%+v removes nothing", s)
		}
	}
}

func TestAClockThatJumpsIsDoubtedForADay(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	years := now.AddDate(10, 0, 0)
	for _, c := range []struct {
		name           string
		newest, before time.Time
		want           time.Time
		doubted        bool
	}{
		{"a first day", now, time.Time{}, now, false},
		{"every day", now, now.Add(-Trial), now, false},
		{"a quiet week", now, now.Add(-Trial - silence), now, false},
		{"a longer silence", now, now.Add(-Trial - silence - 1), now.Add(-Trial - silence - 1), true},
		{"a jump of ten years", years, now, now, true},
		{"a day after the jump", years.Add(Trial), years, years.Add(Trial), false},
	} {
		if at, doubted := Moment(c.newest, c.before); !at.Equal(c.want) || doubted != c.doubted {
			t.Errorf("%s: measured at %s, doubted %v", c.name, at, doubted)
		}
	}
}
