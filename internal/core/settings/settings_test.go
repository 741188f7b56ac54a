package settings

import (
	"encoding/json"
	"testing"
	"time"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/span"
)

func TestWhatATenantHasByItselfIsInRange(t *testing.T) {
	if err := Default("Europe/Berlin").Check(); err != nil {
		t.Error(err, fault.DetailsOf(err))
	}
}

func TestBoundsAreInclusive(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Settings)
		wrong  string // location; empty where it is taken
	}{
		{"no severity is too low", func(s *Settings) { s.TriggerSeverity, s.AppendSeverity = 0, 0 }, ""},
		{"the highest severity", func(s *Settings) { s.TriggerSeverity, s.AppendSeverity = 1000, 1000 }, ""},
		{"a trigger above it", func(s *Settings) { s.TriggerSeverity = 1001 }, "trigger_severity"},
		{"a search above it", func(s *Settings) { s.AppendSeverity = 1001 }, "append_severity"},
		{"a negative severity", func(s *Settings) { s.AppendSeverity = -1 }, "append_severity"},
		{"no repeats", func(s *Settings) { s.RepeatWindow = 0 }, ""},
		{"repeats within an hour", func(s *Settings) { s.RepeatWindow = MaxRepeatWindow }, ""},
		{"repeats beyond it", func(s *Settings) { s.RepeatWindow = MaxRepeatWindow + span.Span(time.Second) }, "repeat_window"},
		{"a negative window", func(s *Settings) { s.RepeatWindow = -1 }, "repeat_window"},
		{"quiet for an hour", func(s *Settings) { s.CaseQuietLimit = span.Span(time.Hour) }, ""},
		{"quiet for less", func(s *Settings) { s.CaseQuietLimit = span.Span(time.Hour) - 1 }, "case_quiet_limit"},
		{"quiet for ten years", func(s *Settings) { s.CaseQuietLimit = span.Max }, ""},
		{"quiet for longer", func(s *Settings) { s.CaseQuietLimit = span.Max + 1 }, "case_quiet_limit"},
		{"kept for ever", func(s *Settings) { s.KeepOpen, s.KeepSettled = 0, 0 }, ""},
		{"kept for a day", func(s *Settings) { s.KeepOpen, s.KeepSettled = MinKept, MinKept }, ""},
		{"open ones kept for less", func(s *Settings) { s.KeepOpen = MinKept - 1 }, "keep_open"},
		{"settled ones kept for less", func(s *Settings) { s.KeepSettled = MinKept - 1 }, "keep_settled"},
		{"kept for ten years", func(s *Settings) { s.KeepOpen, s.KeepSettled = span.Max, span.Max }, ""},
		{"kept for longer", func(s *Settings) { s.KeepSettled = span.Max + 1 }, "keep_settled"},
		{"kept for less than nothing", func(s *Settings) { s.KeepOpen = -1 }, "keep_open"},
		{"a zone of no map", func(s *Settings) { s.TimeZone = "Mars/Base" }, "time_zone"},
		{"no zone", func(s *Settings) { s.TimeZone = "" }, "time_zone"},
		{"the machine's own zone", func(s *Settings) { s.TimeZone = "Local" }, "time_zone"},
		{"a long prefix", func(s *Settings) { s.CasePrefix = "ABCDEFGHIJ" }, ""},
		{"a longer one", func(s *Settings) { s.CasePrefix = "ABCDEFGHIJK" }, "case_prefix"},
		{"a prefix with digits", func(s *Settings) { s.CasePrefix = "A1" }, "case_prefix"},
		{"no prefix", func(s *Settings) { s.CasePrefix = "" }, "case_prefix"},
	} {
		s := Default("UTC")
		c.change(&s)
		err := s.Check()
		switch details := fault.DetailsOf(err); {
		case c.wrong == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.wrong != "" && (len(details) != 1 || details[0].Location != c.wrong || fault.KindOf(err) != fault.Invalid):
			t.Errorf("%s: %v", c.name, details)
		}
	}
}

func TestSettingsThatWereStoredAreTheSame(t *testing.T) {
	s := Default("UTC")
	s.ProviderSources = []string{}
	s.Apart = []Apart{{Entity: "host:a", Why: "w", At: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)}}
	var stored Settings
	if err := json.Unmarshal([]byte(s.text()), &stored); err != nil || !s.Equal(stored) {
		t.Errorf("%+v is not %+v, %v", stored, s, err)
	}
	elsewhere := stored
	elsewhere.Apart = []Apart{s.Apart[0]}
	elsewhere.Apart[0].At = s.Apart[0].At.In(time.FixedZone("", 3600))
	if !s.Equal(elsewhere) {
		t.Error("the same moment elsewhere is another")
	}
	elsewhere.Apart[0].Why = "x"
	if s.Equal(elsewhere) {
		t.Error("another reason is the same")
	}
}
