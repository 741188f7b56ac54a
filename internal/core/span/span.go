// Package span holds spans of time as people write them: 90s, 90m, 4h, 1d12h.
//
// A Span is a number of whole seconds, from nothing to ten years. It reads and
// writes the same text in YAML, JSON and on the page.
package span

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Span is whole seconds, written as people do: 90s, 90m, 4h, 1d, 1d12h.
type Span time.Duration

// Max is ten years of 365 days: the longest Span.
const Max = Span(10 * 365 * 24 * time.Hour)

var written = regexp.MustCompile(`^(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$`)

var units = []struct {
	name string
	size time.Duration
}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}}

// Parse reads days, hours, minutes and seconds, in this order, each at
// most once and with its unit.
func Parse(text string) (Span, error) {
	parts := written.FindStringSubmatch(text)
	if parts == nil || text == "" {
		return 0, fmt.Errorf("%q is no duration: write it like 90m, 4h or 1d12h", text)
	}
	var sum time.Duration
	for i, u := range units {
		n, _ := strconv.ParseInt("0"+parts[i+1], 10, 64)
		if time.Duration(n) > time.Duration(Max)/u.size {
			return 0, fmt.Errorf("%q is longer than ten years", text)
		}
		sum += time.Duration(n) * u.size
	}
	if Span(sum) > Max {
		return 0, fmt.Errorf("%q is longer than ten years", text)
	}
	return Span(sum), nil
}

// String is the span in the largest unit that gives a whole number: 90m, 36h, 2d.
func (s Span) String() string {
	for _, u := range units {
		if s != 0 && time.Duration(s)%u.size == 0 {
			return strconv.FormatInt(int64(time.Duration(s)/u.size), 10) + u.name
		}
	}
	return strconv.FormatFloat(time.Duration(s).Seconds(), 'f', -1, 64) + "s"
}

// MarshalText writes String, and nothing for no span.
func (s Span) MarshalText() ([]byte, error) {
	if s == 0 {
		return nil, nil
	}
	return []byte(s.String()), nil
}

// UnmarshalText reads what Parse does; empty text is no span.
func (s *Span) UnmarshalText(text []byte) (err error) {
	*s = 0
	if len(text) > 0 {
		*s, err = Parse(string(text))
	}
	return err
}
