package engine_test

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/span"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/engine"
)

// The transcription is the decision of automatic-cases §3, sentence by
// sentence, slow and without any index. The engine must agree with it on
// random rules and random streams.

type filter struct {
	text  string
	holds func(*detection.Detection) bool
}

var filters = []filter{
	{"severity >= 0.1", func(d *detection.Detection) bool { return d.Severity >= 100 }},
	{"severity >= 0.6", func(d *detection.Detection) bool { return d.Severity >= 600 }},
	{"title CONTAINS 'ALPHA'", func(d *detection.Detection) bool { return strings.Contains(d.Title, "alpha") }},
	{"title !CONTAINS 'alpha' AND @host IS NOT NULL", func(d *detection.Detection) bool {
		return !strings.Contains(d.Title, "alpha") && len(d.ValuesOf("host")) > 0
	}},
}

type grouping struct {
	text string
	rows func(*detection.Detection) []string
}

var groupings = []grouping{
	{"hostnames()", func(d *detection.Detection) []string { return d.ValuesOf("host") }},
	{"usernames()", func(d *detection.Detection) []string { return d.ValuesOf("user") }},
	{"usernames().sort().join(',')", func(d *detection.Detection) []string {
		users := slices.Clone(d.ValuesOf("user"))
		slices.Sort(users)
		return []string{strings.Join(users, ",")}
	}},
	{"title", func(d *detection.Detection) []string { return []string{d.Title} }},
}

type transcribedRule struct {
	state   rule.State
	order   int
	filter  filter
	appends *filter
	groups  []grouping
	window  time.Duration
}

type transcribedCase struct {
	number   int
	opened   time.Time
	members  []*detection.Detection
	rows     map[string]bool
	arrivals []int
}

func (r transcribedRule) rows(d *detection.Detection) []string {
	var rows []string
	for _, g := range r.groups {
		for _, row := range g.rows(d) {
			if row != "" && !slices.Contains(rows, row) {
				rows = append(rows, row)
			}
		}
	}
	return rows
}

func (r transcribedRule) appendHolds(d *detection.Detection) bool {
	return r.appends != nil && r.appends.holds(d)
}

// transcribe tells the partition: for each detection the number of its case, or 0.
func transcribe(rules []transcribedRule, stream []*detection.Detection) []int {
	ordered := slices.Clone(rules)
	slices.SortStableFunc(ordered, func(a, b transcribedRule) int { return a.order - b.order })
	var cases []*transcribedCase
	result := make([]int, len(stream))
	for arrival, d := range stream {
		c := decide(ordered, &cases, d)
		if c == nil {
			continue
		}
		c.members, c.arrivals = append(c.members, d), append(c.arrivals, arrival)
		for _, r := range ordered {
			if r.state == rule.Enabled && (r.filter.holds(d) || r.appendHolds(d)) {
				for _, row := range r.rows(d) {
					c.rows[row] = true
				}
			}
		}
		result[arrival] = c.number
	}
	return result
}

func decide(rules []transcribedRule, cases *[]*transcribedCase, d *detection.Detection) *transcribedCase {
	if d.Severity < 400 {
		return nil
	}
	for _, r := range rules {
		if r.state == rule.Disabled || d.Deprioritized {
			continue
		}
		f, a := r.filter.holds(d), r.appendHolds(d)
		if !f && !a {
			continue
		}
		rows := r.rows(d)
		if len(rows) == 0 {
			continue
		}
		if c := bestOf(*cases, rows, r.window, d); c != nil {
			return c
		}
		if f {
			c := &transcribedCase{number: len(*cases) + 1, opened: d.CreatedAt, rows: map[string]bool{}}
			*cases = append(*cases, c)
			return c
		}
	}
	return nil
}

func bestOf(cases []*transcribedCase, rows []string, window time.Duration, d *detection.Detection) *transcribedCase {
	var best *transcribedCase
	bestShared := 0
	for _, c := range cases {
		shared := 0
		for _, row := range rows {
			if c.rows[row] {
				shared++
			}
		}
		away := d.CreatedAt.Sub(c.opened)
		if shared == 0 || window > 0 && (away > window || away < -window) || d.CreatedAt.Sub(lastSeen(c)) > 30*24*time.Hour {
			continue
		}
		if best == nil || shared > bestShared || shared == bestShared && slices.Max(c.arrivals) > slices.Max(best.arrivals) {
			best, bestShared = c, shared
		}
	}
	return best
}

func lastSeen(c *transcribedCase) time.Time {
	last := c.members[0].LastSeenAt
	for _, m := range c.members {
		if m.LastSeenAt.After(last) {
			last = m.LastSeenAt
		}
	}
	return last
}

var (
	home   = access.Organisation{ID: "home", Name: "Home", TimeZone: "UTC"}
	author = activity.Actor{Kind: activity.System, Name: "test"}
	noon   = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
)

func TestTheEngineAgreesWithTheTranscription(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := rapid.SliceOfN(rapid.Custom(drawRule), 1, 4).Draw(t, "rules")
		stream := rapid.SliceOfN(rapid.Custom(drawDetection), 0, 25).Draw(t, "stream")
		for i, d := range stream {
			d.UID = fmt.Sprint("u", i)
			d.Fingerprint = d.UID
		}
		want := fmt.Sprint(transcribe(rules, stream))
		got := fmt.Sprint(decided(t, rules, stream, rapid.IntRange(1, 5).Draw(t, "requests")))
		if got != want {
			t.Fatalf("the engine says   %s\nthe transcription %s", got, want)
		}
	})
}

func drawRule(t *rapid.T) transcribedRule {
	r := transcribedRule{
		state:  rapid.SampledFrom([]rule.State{rule.Enabled, rule.Enabled, rule.Enabled, rule.Disabled}).Draw(t, "state"),
		order:  rapid.IntRange(1, 3).Draw(t, "order"),
		filter: rapid.SampledFrom(filters).Draw(t, "filter"),
		groups: rapid.SliceOfN(rapid.SampledFrom(groupings), 1, 2).Draw(t, "group_by"),
		window: rapid.SampledFrom([]time.Duration{0, time.Hour}).Draw(t, "window"),
	}
	if rapid.Bool().Draw(t, "appends") {
		f := rapid.SampledFrom(filters).Draw(t, "append filter")
		r.appends = &f
	}
	return r
}

func drawDetection(t *rapid.T) *detection.Detection {
	d := &detection.Detection{
		Source: "ocsf", Type: "t", Count: 1,
		Title:         rapid.SampledFrom([]string{"alpha one", "beta"}).Draw(t, "title"),
		Severity:      rapid.SampledFrom([]detection.Fraction{399, 400, 599, 600}).Draw(t, "severity"),
		Deprioritized: rapid.IntRange(0, 9).Draw(t, "deprioritized") == 0,
	}
	minutes := rapid.SampledFrom([]int{-61, -60, 0, 1, 60, 61, 30*24*60 + 1}).Draw(t, "minutes")
	d.CreatedAt = noon.Add(time.Duration(minutes) * time.Minute)
	d.FirstSeenAt, d.LastSeenAt, d.ReceivedAt = d.CreatedAt, d.CreatedAt, noon
	d.Entities = rapid.SliceOfNDistinct(rapid.SampledFrom([]detection.Entity{"host:a", "host:b", "user:u", "user:v"}), 0, 3, rapid.ID).Draw(t, "entities")
	return d
}

// decided lets the engine decide on the stream, in some requests, and tells the partition.
func decided(t *rapid.T, rules []transcribedRule, stream []*detection.Detection, requests int) []int {
	ctx, keeper := t.Context(), memory.New()
	if err := keeper.CreateTenant(ctx, home); err != nil {
		t.Fatal(err)
	}
	e := engine.New(engine.Config{Ledger: keeper, Now: func() time.Time { return noon }})
	defer func() { e.Close() }()
	if _, _, err := e.EditBook(ctx, home, author, nil, wholly(book(rules))); err != nil {
		t.Fatal(err)
	}
	for part := range slices.Chunk(stream, len(stream)/requests+1) {
		if rapid.IntRange(0, 3).Draw(t, "restart") == 0 {
			e.Close()
			e = engine.New(engine.Config{Ledger: keeper, Now: func() time.Time { return noon }})
		}
		if _, err := e.Receive(ctx, home, records(part)); err != nil {
			t.Fatal(err)
		}
	}
	page, err := keeper.Detections(ctx, home.ID, listing.Request{Sort: "arrival", Limit: listing.MaxLimit})
	if err != nil {
		t.Fatal(err)
	}
	return partition(t, stream, page.Items)
}

func partition(t *rapid.T, stream []*detection.Detection, stored []casefile.Filed) []int {
	if len(stored) != len(stream) {
		t.Fatalf("%d of %d detections are stored", len(stored), len(stream))
	}
	result := make([]int, len(stream))
	for i, d := range stored {
		if d.UID != stream[i].UID {
			t.Fatalf("%s arrived in the place of %s", d.UID, stream[i].UID)
		}
		for _, number := range d.Cases {
			result[i] = int(number)
		}
	}
	return result
}

func records(stream []*detection.Detection) iter.Seq[engine.Record] {
	return func(yield func(engine.Record) bool) {
		for i, d := range stream {
			sent := *d
			if !yield(engine.Record{Line: i + 1, Detection: &sent}) {
				return
			}
		}
	}
}

func book(rules []transcribedRule) rule.Book {
	var b rule.Book
	for i, r := range rules {
		written := rule.Rule{
			ID: fmt.Sprint("r", i), Title: fmt.Sprint("Rule ", i), State: r.state, Order: r.order,
			Filter: r.filter.text, GroupDuration: span.Span(r.window),
		}
		if r.appends != nil {
			written.AppendFilter = r.appends.text
		}
		for _, g := range r.groups {
			written.GroupBy = append(written.GroupBy, g.text)
		}
		b.Rules = append(b.Rules, written)
	}
	return b
}
