package query

import (
	"strconv"
	"strings"
	"time"
)

// Search is a filter within a range of time. Both bounds are inclusive and may
// be nil; which time of a record they bound, the list that is searched says.
type Search struct {
	Filter           Expr
	Earliest, Latest *Bound
}

// String is the print form; ParseSearch gives an equal search.
func (s Search) String() string {
	var parts []string
	if s.Filter != Expr(Constant(true)) || s.Earliest == nil && s.Latest == nil {
		parts = append(parts, s.Filter.String())
	}
	if s.Earliest != nil {
		parts = append(parts, "EARLIEST="+s.Earliest.String())
	}
	if s.Latest != nil {
		parts = append(parts, "LATEST="+s.Latest.String())
	}
	return strings.Join(parts, " ")
}

// Bound is one end of a range of time: so long ago, or a moment.
type Bound struct {
	ago    time.Duration
	moment time.Time
}

// Ago is the bound that lies d before the moment of asking; d is not negative.
func Ago(d time.Duration) Bound { return Bound{ago: d} }

// Moment is the bound at t, which is not zero.
func Moment(t time.Time) Bound { return Bound{moment: t.UTC()} }

// Resolve is the moment that b means when asked now.
func (b Bound) Resolve(now time.Time) time.Time {
	if b.moment.IsZero() {
		return now.Add(-b.ago)
	}
	return b.moment
}

// String is b as it is written: -4h, or a quoted time.
func (b Bound) String() string {
	if b.moment.IsZero() {
		return printedAgo(b.ago)
	}
	return quoted(b.moment.Format(time.RFC3339Nano))
}

// units are the letters of durations, longest first.
var units = []struct {
	letter byte
	length time.Duration
}{{'w', 7 * 24 * time.Hour}, {'d', 24 * time.Hour}, {'h', time.Hour}, {'m', time.Minute}, {'s', time.Second}}

// maxAgo keeps durations far from where time.Duration overflows.
const maxAgo = 100 * 366 * 24 * time.Hour

// parseAgo reads a time before now, such as -4h, and gives its length.
func parseAgo(text string) (time.Duration, bool) {
	if len(text) < 3 || text[0] != '-' || text[1] < '0' || text[1] > '9' {
		return 0, false
	}
	last := len(text) - 1
	n, err := strconv.ParseInt(text[1:last], 10, 64)
	for _, u := range units {
		if err == nil && text[last] == u.letter && n <= int64(maxAgo/u.length) {
			return time.Duration(n) * u.length, true
		}
	}
	return 0, false
}

// printedAgo writes d in the longest unit that divides it; weeks as days.
func printedAgo(d time.Duration) string {
	for _, u := range units[1:] {
		if d%u.length == 0 && d != 0 {
			return "-" + strconv.FormatInt(int64(d/u.length), 10) + string(u.letter)
		}
	}
	return "-" + strconv.FormatInt(int64(d/time.Second), 10) + "s"
}

// parseTime reads a time as RFC 3339 has it, or a day as its first moment in UTC.
func parseTime(text string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t, err = time.Parse(time.DateOnly, text)
	}
	t = t.UTC()
	return t, err == nil && !t.IsZero() && 0 < t.Year() && t.Year() < 10000
}
