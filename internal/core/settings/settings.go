// Package settings holds the bounds that a tenant sets for itself, with what
// holds where it sets none. They are a value: decisions read it, and a change of
// it takes its place in the tenant's order.
package settings

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/span"
)

// Settings are a tenant's bounds.
type Settings struct {
	// TriggerSeverity is the severity from which rules are tried, inclusive (T25).
	TriggerSeverity detection.Fraction `json:"trigger_severity"`
	// AppendSeverity is the severity from which the search for related detections takes one, inclusive (T45).
	AppendSeverity detection.Fraction `json:"append_severity"`
	// RepeatWindow is how far apart repeats of a detection may lie to become one; 0 lets none (B8).
	RepeatWindow span.Span `json:"repeat_window"`
	// CaseQuietLimit is how long a case takes detections after its last member.
	CaseQuietLimit span.Span `json:"case_quiet_limit"`
	// KeepOpen is how long open detections are kept that never were in a case, and
	// KeepSettled closed and ignored ones; 0 keeps them for ever. See package retention.
	KeepOpen    span.Span `json:"keep_open"`
	KeepSettled span.Span `json:"keep_settled"`
	// TimeZone is an IANA name; days and hours of grouping follow it.
	TimeZone string `json:"time_zone"`
	// CasePrefix begins the numbers of cases (N6).
	CasePrefix string `json:"case_prefix"`
	// DetectionsStay says that closing a case may not settle its detections (X25).
	DetectionsStay bool `json:"detections_stay,omitempty"`
	// ProviderSources are those whose detections open cases that the provider manages (S5).
	ProviderSources []string `json:"provider_sources,omitempty"`
	// Apart are the entities by which nothing is grouped, in the order in which people said so.
	Apart []Apart `json:"apart,omitempty"`
}

// MaxRepeatWindow bounds what one detection is compared with.
const MaxRepeatWindow = span.Span(time.Hour)

// MaxProviderSources bounds how many sources are the provider's.
const MaxProviderSources = 100

func noSource(name string) bool {
	return name == "" || len(name) > 200 || strings.TrimSpace(name) != name || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl)
}

// MinKept is the shortest that detections are kept: longer than any window for
// repeats, and than senders go on trying; what is sent again after it was removed is new.
const MinKept = span.Span(24 * time.Hour)

// Default are the settings of a tenant that set none, in its time zone.
func Default(zone string) Settings {
	return Settings{
		TriggerSeverity: 400, AppendSeverity: 600,
		RepeatWindow: span.Span(time.Minute), CaseQuietLimit: span.Span(30 * 24 * time.Hour),
		TimeZone: zone, CasePrefix: "SECC",
	}
}

const noZone = "This is no time zone: write it like UTC or Europe/Berlin."

// CheckZone refuses what is no IANA name of a time zone.
func CheckZone(name string) error {
	if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
		return fault.New(fault.Invalid, noZone)
	}
	return nil
}

var prefix = regexp.MustCompile(`^[A-Za-z][A-Za-z-]{0,9}$`)

// Check refuses settings out of range, all mistakes at once.
func (s Settings) Check() error {
	var wrong []fault.Detail
	mistake := func(bad bool, location, message string) {
		if bad {
			wrong = append(wrong, fault.Detail{Location: location, Message: message})
		}
	}
	mistake(s.TriggerSeverity < 0 || s.TriggerSeverity > 1000, "trigger_severity", "A severity is from 0 to 1.")
	mistake(s.AppendSeverity < 0 || s.AppendSeverity > 1000, "append_severity", "A severity is from 0 to 1.")
	mistake(s.RepeatWindow < 0 || s.RepeatWindow > MaxRepeatWindow, "repeat_window", "The window for repeats is from 0s, which lets none, to 1h.")
	mistake(s.CaseQuietLimit < span.Span(time.Hour) || s.CaseQuietLimit > span.Max, "case_quiet_limit", "The limit is from one hour to ten years.")
	keeps := func(kept span.Span, location string) {
		mistake(kept != 0 && (kept < MinKept || kept > span.Max), location, "Detections are kept from one day to ten years; 0s keeps them for ever.")
	}
	keeps(s.KeepOpen, "keep_open")
	keeps(s.KeepSettled, "keep_settled")
	mistake(!prefix.MatchString(s.CasePrefix), "case_prefix", "A prefix is 1 to 10 letters and hyphens, and begins with a letter.")
	mistake(CheckZone(s.TimeZone) != nil, "time_zone", noZone)
	mistake(len(s.ProviderSources) > MaxProviderSources || slices.ContainsFunc(s.ProviderSources, noSource), "provider_sources", "Sources are named as detections name them; there are 100 at most.")
	mistake(len(s.Apart) > MaxApart, "apart", "1000 entities are kept apart at most.")
	if len(wrong) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "The settings can't be taken as they are.").With(wrong...)
}

// Equal says whether all of the settings are the same, whatever clock their times are told by.
func (s Settings) Equal(other Settings) bool {
	if !slices.EqualFunc(s.Apart, other.Apart, Apart.equal) || !slices.Equal(s.ProviderSources, other.ProviderSources) {
		return false
	}
	s.Apart, s.ProviderSources, other.Apart, other.ProviderSources = nil, nil, nil, nil
	return reflect.DeepEqual(s, other)
}

// Zone is the time zone, and UTC where this machine does not know it.
func (s Settings) Zone() *time.Location {
	if zone, err := time.LoadLocation(s.TimeZone); err == nil {
		return zone
	}
	return time.UTC
}
