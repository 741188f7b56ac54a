package intake

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// lead is how far the clock of a source may run ahead of ours (automatic-cases §1).
const lead = 10 * time.Minute

// moment is a time that an event tells; zero where it tells none.
type moment struct{ time.Time }

// within is m, but no later than received where it runs ahead too far.
func (m moment) within(received time.Time) time.Time {
	if m.tooLate(received) {
		return received
	}
	return m.Time
}

func (m moment) tooLate(received time.Time) bool { return m.After(received.Add(lead)) }

// readMoment is the first of several tellings that can be read.
func readMoment(tellings ...string) moment {
	for _, s := range tellings {
		if t, ok := parseTime(strings.TrimSpace(s)); ok {
			return moment{t}
		}
	}
	return moment{}
}

// layouts of times in words; fractions of a second are taken by all of them.
// Without a zone they are UTC.
var layouts = []string{
	"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07", "2006-01-02T15:04:05",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05Z0700", "2006-01-02 15:04:05 Z0700", "2006-01-02 15:04:05 MST", "2006-01-02 15:04:05",
	"2006-01-02",
}

// parseTime reads a time in words or as a number, to the microsecond, in UTC.
// Zero, which many products send for "unknown", is none; nor is what lies
// outside of the years 1 to 9999.
func parseTime(s string) (time.Time, bool) {
	if s == "" {
		return time.Time{}, false
	}
	if t, ok := numericTime(s); ok {
		return plausible(t)
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return plausible(t)
		}
	}
	return time.Time{}, false
}

func plausible(t time.Time) (time.Time, bool) {
	t = t.UTC().Truncate(time.Microsecond)
	return t, !t.IsZero() && t.Year() >= 1 && t.Year() <= 9999
}

// numericTime reads a count since 1970, whose unit its size tells: below 1e11
// seconds, below 1e15 milliseconds, below 1e17 microseconds, else nanoseconds.
// Milliseconds so reach from 1601 to beyond 9999, the others over our lifetimes.
func numericTime(s string) (time.Time, bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return wholeTime(n), n != 0
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || !(math.Abs(f) < 1e18) || f == 0 {
		return time.Time{}, false
	}
	whole := math.Floor(f)
	part := time.Duration((f - whole) * float64(unit(int64(whole))))
	return wholeTime(int64(whole)).Add(part.Round(time.Microsecond)), true
}

func wholeTime(n int64) time.Time {
	u := int64(unit(n))
	perSecond := int64(time.Second) / u
	return time.Unix(n/perSecond, n%perSecond*u)
}

func unit(n int64) time.Duration {
	switch a := math.Abs(float64(n)); {
	case a < 1e11:
		return time.Second
	case a < 1e15:
		return time.Millisecond
	case a < 1e17:
		return time.Microsecond
	}
	return time.Nanosecond
}
