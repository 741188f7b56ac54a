package rule

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Duration is a span of whole seconds, written as people do: 90s, 90m, 4h, 1d, 1d12h.
type Duration time.Duration

// MaxDuration is ten years of 365 days: the longest Duration.
const MaxDuration = Duration(10 * 365 * 24 * time.Hour)

var durationText = regexp.MustCompile(`^(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$`)

var units = []struct {
	name string
	size time.Duration
}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}}

// ParseDuration reads days, hours, minutes and seconds, in this order, each at
// most once and with its unit.
func ParseDuration(text string) (Duration, error) {
	parts := durationText.FindStringSubmatch(text)
	if parts == nil || text == "" {
		return 0, fmt.Errorf("%q is no duration: write it like 90m, 4h or 1d12h", text)
	}
	var sum time.Duration
	for i, u := range units {
		n, _ := strconv.ParseInt("0"+parts[i+1], 10, 64)
		if time.Duration(n) > time.Duration(MaxDuration)/u.size {
			return 0, fmt.Errorf("%q is longer than ten years", text)
		}
		sum += time.Duration(n) * u.size
	}
	if Duration(sum) > MaxDuration {
		return 0, fmt.Errorf("%q is longer than ten years", text)
	}
	return Duration(sum), nil
}

// String is the duration in the largest unit that gives a whole number: 90m, 36h, 2d.
func (d Duration) String() string {
	for _, u := range units {
		if d != 0 && time.Duration(d)%u.size == 0 {
			return strconv.FormatInt(int64(time.Duration(d)/u.size), 10) + u.name
		}
	}
	return strconv.FormatFloat(time.Duration(d).Seconds(), 'f', -1, 64) + "s"
}

// MarshalText writes String, and nothing for no duration.
func (d Duration) MarshalText() ([]byte, error) {
	if d == 0 {
		return nil, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what ParseDuration does; empty text is no duration.
func (d *Duration) UnmarshalText(text []byte) (err error) {
	*d = 0
	if len(text) > 0 {
		*d, err = ParseDuration(string(text))
	}
	return err
}
