// Package feed tells whether the sources of a tenant send as they usually do
// (S9, S30): cases depend on detections that keep coming.
//
// What a source sends is counted by hours of the clock; a Feed is these counts.
// Judge compares the last of them with those before, and nothing else: it knows
// no source by name, and asks for no setting. It promises to say silent only of a
// source whose rhythm is known and that was never silent for nearly as long, and
// quieter_than_usual only where the same hours of every week known brought more.
// Of what it knows too little about, it says that it is new.
package feed

import (
	"slices"
	"time"
)

const (
	// Kept is for how long hours are kept, back from the last in which a source sent.
	Kept = 5 * week
	// Listed is for how long a source is listed that has fallen silent.
	Listed = 90 * day

	day  = 24 * time.Hour
	week = 7 * day
)

// Hour is what a source sent in an hour of the clock.
type Hour struct {
	// From is when the hour begins.
	From time.Time
	// Count is how many records that said something new: see change.Set.Sent.
	Count int
	// FirstAt and LastAt are when the first and the last of them came, and Pause is the
	// longest time between two.
	FirstAt, LastAt time.Time
	Pause           time.Duration
}

// HourOf is the hour in which n records came at a time, and none before.
func HourOf(n int, at time.Time) Hour {
	return Hour{From: at.UTC().Truncate(time.Hour), Count: n, FirstAt: at, LastAt: at}
}

// Then is the hour after n more came at a time. A clock that goes back changes no
// time.
func (h Hour) Then(n int, at time.Time) Hour {
	h.Count += n
	if at.After(h.LastAt) {
		h.Pause, h.LastAt = max(h.Pause, at.Sub(h.LastAt)), at
	}
	return h
}

// Feed is what a source sent a tenant.
type Feed struct {
	Source string
	// Hours are those in which it sent something, the earliest first.
	Hours []Hour
}

// until is the feed as far as it counts at a time: without what a clock that ran
// ahead put into the future, and without what is kept no longer.
func (f Feed) until(now time.Time) Feed {
	end := len(f.Hours)
	for end > 0 && f.Hours[end-1].From.After(now) {
		end--
	}
	begin := 0
	for begin < end && f.Hours[begin].From.Before(f.Hours[end-1].From.Add(-Kept)) {
		begin++
	}
	f.Hours = f.Hours[begin:end]
	return f
}

func (f Feed) first() Hour { return f.Hours[0] }
func (f Feed) last() Hour  { return f.Hours[len(f.Hours)-1] }

// sent is how much came in the hours that begin in a span of time; to is not in it.
func (f Feed) sent(from, to time.Time) (n int) {
	for _, h := range f.Hours {
		if !h.From.Before(from) && h.From.Before(to) {
			n += h.Count
		}
	}
	return n
}

// longestPause is the longest time between two records.
func (f Feed) longestPause() (longest time.Duration) {
	for i, h := range f.Hours {
		if longest = max(longest, h.Pause); i > 0 {
			longest = max(longest, h.FirstAt.Sub(f.Hours[i-1].LastAt))
		}
	}
	return longest
}

// before are the sums of spans like the one from a time on, each a step earlier
// than the last, as far back as the feed is known.
func (f Feed) before(from time.Time, span, step time.Duration) (sums []int) {
	for from = from.Add(-step); !from.Before(f.first().From); from = from.Add(-step) {
		sums = append(sums, f.sent(from, from.Add(span)))
	}
	return sums
}

// median is the middle of some numbers; the lower one of two.
func median(numbers []int) int {
	ordered := slices.Sorted(slices.Values(numbers))
	return ordered[(len(ordered)-1)/2]
}
