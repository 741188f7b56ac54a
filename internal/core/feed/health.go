package feed

import "time"

// State is how a source does. The list is closed.
type State string

const (
	// Sending is as usual.
	Sending State = "sending"
	// Quieter is far less than at the same time of any week known.
	Quieter State = "quieter_than_usual"
	// Silent is for longer than ever before.
	Silent State = "silent"
	// New is too little known to tell.
	New State = "new"
)

// States are all states, the worst first.
var States = []State{Silent, Quieter, New, Sending}

const (
	// knownFor and knownHours are how much must be known of a source: over which time
	// it sent, and in how many hours.
	knownFor   = day
	knownHours = 10
	// shortest is the shortest silence that is ever told of: restarts take their time.
	shortest = time.Hour
	// telling is how much must be usual for less to mean something, and fewWeeks how
	// many weeks it must be known from.
	telling  = 12
	fewWeeks = 2
)

// stretches are the spans of time, back from the last full hour, that are compared with earlier weeks.
var stretches = []time.Duration{3 * time.Hour, day}

// Health is how a source does.
type Health struct {
	Source string
	State  State
	// Why says it in a sentence for people.
	Why    string
	LastAt time.Time
	// Hour, Day and Week are how much it sent in the hour under way and the full ones
	// before: one, 23 and 167 of them.
	Hour, Day, Week int
	// Hours are those of Day, the one under way last.
	Hours [24]int
	// Usual is nil while too little is known.
	Usual *Usual
}

// Usual is what is usual for a source.
type Usual struct {
	// PerDay is how much it sends in 24 hours: in half of them it was no more.
	PerDay int
	// LongestPause is the longest time in which it sent nothing.
	LongestPause time.Duration
}

// Judge tells of each source that sent something in the time for which they are Listed, in their order.
func Judge(feeds []Feed, now time.Time) (all []Health) {
	for _, f := range feeds {
		if f = f.until(now); len(f.Hours) > 0 && now.Sub(f.last().LastAt) < Listed {
			all = append(all, f.health(now))
		}
	}
	return all
}

func (f Feed) health(now time.Time) Health {
	h := Health{Source: f.Source, LastAt: f.last().LastAt}
	end := now.Truncate(time.Hour).Add(time.Hour)
	h.Hour, h.Day, h.Week = f.sent(end.Add(-2*time.Hour), end), f.sent(end.Add(-day), end), f.sent(end.Add(-week), end)
	for i := range h.Hours {
		from := end.Add(time.Duration(i-len(h.Hours)) * time.Hour)
		h.Hours[i] = f.sent(from, from.Add(time.Hour))
	}
	if f.known() {
		h.Usual = f.usual(now)
	}
	h.State, h.Why = f.verdict(h.Usual, now)
	return h
}

// known says whether there is enough to tell what is usual.
func (f Feed) known() bool {
	return len(f.Hours) >= knownHours && f.last().LastAt.Sub(f.first().FirstAt) >= knownFor
}

// usual is measured by days that end with the last full hour, or where the source
// fell silent: days of silence say nothing of what was usual before.
func (f Feed) usual(now time.Time) *Usual {
	end := now.Truncate(time.Hour)
	if silent := f.last().From.Add(time.Hour); silent.Before(end) {
		end = silent
	}
	return &Usual{PerDay: median(f.before(end, day, day)), LongestPause: f.longestPause()}
}

// verdict asks the gravest first.
func (f Feed) verdict(usual *Usual, now time.Time) (State, string) {
	silence := max(0, now.Sub(f.last().LastAt))
	if usual == nil {
		return New, f.newWords(silence)
	}
	if silence > max(shortest, usual.LongestPause+usual.LongestPause/2) {
		return Silent, f.silentWords(silence, usual.LongestPause)
	}
	for _, span := range stretches {
		if sent, expected, quieter := f.quieter(span, now); quieter {
			return Quieter, f.quieterWords(span, sent, expected)
		}
	}
	return Sending, f.sendingWords(silence, usual.PerDay)
}

// quieter compares the span that ends with the last full hour with the same one of
// the weeks before: it is quieter where less than a third of the usual came, and
// less than in any of them.
func (f Feed) quieter(span time.Duration, now time.Time) (sent, expected int, quieter bool) {
	end := now.Truncate(time.Hour)
	weeks := f.before(end.Add(-span), span, week)
	if len(weeks) < fewWeeks {
		return 0, 0, false
	}
	sent, expected = f.sent(end.Add(-span), end), median(weeks)
	for _, other := range weeks {
		if sent >= other {
			return sent, expected, false
		}
	}
	return sent, expected, expected >= telling && 3*sent < expected
}
