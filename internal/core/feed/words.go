package feed

import (
	"fmt"
	"strconv"
	"time"
)

func (f Feed) newWords(silence time.Duration) string {
	return fmt.Sprintf("%s last sent %s; it is too new to tell what is usual.", f.Source, ago(silence))
}

func (f Feed) sendingWords(silence time.Duration, perDay int) string {
	if perDay == 0 {
		return fmt.Sprintf("%s last sent %s; on most days it sends nothing.", f.Source, ago(silence))
	}
	return fmt.Sprintf("%s last sent %s; usually it sends about %s a day.", f.Source, ago(silence), grouped(perDay))
}

func (f Feed) silentWords(silence, longest time.Duration) string {
	return fmt.Sprintf("%s has been silent for %s; before, never for longer than %s.", f.Source, spoken(silence), spoken(longest))
}

func (f Feed) quieterWords(span time.Duration, sent, expected int) string {
	return fmt.Sprintf("%s sent %s in the last %s; at this time of the week it usually sends about %s.", f.Source, grouped(sent), spoken(span), grouped(expected))
}

func ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < 2*time.Minute:
		return "a minute ago"
	}
	return spoken(d) + " ago"
}

// spoken is a time in words, in whole units of which there are at least two where possible.
func spoken(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return counted(int(d/time.Second), "second")
	case d < 2*time.Hour:
		return counted(int(d/time.Minute), "minute")
	case d < 2*day:
		return counted(int(d/time.Hour), "hour")
	}
	return counted(int(d/day), "day")
}

// grouped is a number as people write it: 12,345.
func grouped(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%s,%03d", grouped(n/1000), n%1000)
}

func counted(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
