package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
	"caseweave/internal/core/rule"
	"caseweave/internal/edge/store/memory"

	"pgregory.net/rapid"
)

// readsAsMemory writes random histories to the store and to the model, and
// compares everything that can be read.
func readsAsMemory(t *testing.T, place Place) {
	s := opened(t, place)
	var tenants atomic.Int64
	rapid.Check(t, func(t *rapid.T) {
		model := memory.New()
		h := begin(t, fmt.Sprint("tenant-", tenants.Add(1)), model, s)
		w := world{T: t, history: h, everFiled: map[uint64]bool{}}
		for range rapid.IntRange(1, 3).Draw(t, "sets") {
			w.evolve()
		}
		w.compareRecall(model, s)
		w.compareReads(model, s)
		w.compareAutomatic(model, s)
		for range 4 {
			w.compareLists(model, s)
		}
	})
}

// world is a random history under way.
type world struct {
	*rapid.T
	*history
	detections []detection.Detection
	cases      []casefile.Case
	// filed holds which detection is in which case.
	filed map[string]bool
	// everFiled are the arrivals of detections that were ever in a case.
	everFiled map[uint64]bool
	// members are in cases since an earlier set.
	members []place
	repeats []detection.Detection
	book    rule.Book
}

func (w *world) Helper()                           { w.T.Helper() }
func (w *world) Fatal(args ...any)                 { w.T.Fatal(args...) }
func (w *world) Fatalf(format string, args ...any) { w.T.Fatalf(format, args...) }

func pick[V any](w *world, label string, from ...V) V {
	return rapid.SampledFrom(from).Draw(w.T, label)
}

func some[V any](w *world, label string, from ...V) []V {
	return rapid.SliceOfN(rapid.SampledFrom(from), 0, 3).Draw(w.T, label)
}

var (
	tactics  = []string{"TA0005", "Defense Evasion", "stealth", "lateral_movement", "own"}
	texts    = []string{"alpha", "ALPHA", "beta", "Straße", "nul\x00", "", "it's", "%_*"}
	entities = []detection.Entity{"host:web-1", "host:alice", "user:alice", "user:bob", "ip:10.0.0.1", "ip:2001:db8::1", "sha1:ab", "md5:ab", "odd:x:y"}
	severity = []detection.Fraction{0, 199, 200, 399, 400, 599, 600, 799, 800, 1000}
	moments  = []time.Time{
		start, start.Add(time.Microsecond), start.Add(time.Second), start.Add(-time.Hour),
		time.Date(1601, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999999000, time.UTC),
	}
)

// evolve commits one random set.
func (w *world) evolve() {
	w.set.At = start.Add(pick(w, "at", 0, 20*time.Minute, 90*time.Minute, -time.Hour, 6*7*24*time.Hour))
	for range rapid.IntRange(0, 9).Draw(w.T, "arrivals") {
		w.detections = append(w.detections, w.arrives(w.shape))
	}
	w.update()
	w.live()
	for range rapid.IntRange(0, 3).Draw(w.T, "openings") {
		w.cases = append(w.cases, w.opens(w.dress))
	}
	for i := range w.cases {
		if rapid.Bool().Draw(w.T, "touch") {
			w.touch(i)
		}
	}
	for _, m := range w.set.Members {
		w.members = append(w.members, place{m.Case, m.Arrival})
	}
	w.commit()
}

func (w *world) shape(d *detection.Detection) {
	d.Source, d.Type, d.Title = pick(w, "source", texts...), pick(w, "type", texts...), pick(w, "title", texts...)
	d.Severity, d.Status = pick(w, "severity", severity...), pick(w, "status", detection.Statuses...)
	d.Deprioritized = rapid.Bool().Draw(w.T, "deprioritized")
	d.CreatedAt, d.ReceivedAt, d.LastSeenAt = pick(w, "created", moments...), pick(w, "received", moments...), pick(w, "seen", moments...)
	d.Tactics, d.Tags = some(w, "tactics", tactics...), some(w, "tags", texts...)
	d.Entities = nil
	for _, e := range some(w, "entities", entities...) {
		if !contains(d.Entities, e) {
			d.Entities = append(d.Entities, e)
		}
	}
	d.Raw = json.RawMessage(fmt.Sprintf(`{"n":%d,"s":{"t":"%c"}}`, rapid.IntRange(0, 3).Draw(w.T, "raw"), pick(w, "letter", 'a', 'B')))
}

func contains(list []detection.Entity, e detection.Entity) bool {
	for _, have := range list {
		if have == e {
			return true
		}
	}
	return false
}

// update sends some detections again, newer or older.
func (w *world) update() {
	for i := range w.detections {
		if rapid.IntRange(0, 5).Draw(w.T, "again") != 0 {
			continue
		}
		d := w.detections[i]
		source := d.Source
		w.shape(&d)
		d.Source = source
		d.Version, d.Fingerprint = d.Version+1, detection.Fingerprint(d.Raw)
		u := change.Update{Sequence: w.sequence(), Version: d, Applied: rapid.Bool().Draw(w.T, "applied")}
		w.set.Updated = append(w.set.Updated, u)
		if u.Applied {
			w.detections[i] = d
		}
	}
}

func (w *world) dress(c *casefile.Case) {
	c.Title, c.Description = pick(w, "case title", texts...), pick(w, "description", texts...)
	c.Severity, c.Status = pick(w, "case severity", casefile.Severities...), pick(w, "case status", casefile.Statuses...)
	c.Priority = pick(w, "priority", casefile.Priorities...)
	c.AssigneeName = pick(w, "assignee", texts...)
	c.Assignee = c.AssigneeName
	knownTo(some(w, "need to know", "ada", "bob")...)(c)
	c.Score, c.DetectionCount = rapid.IntRange(0, 100).Draw(w.T, "score"), rapid.IntRange(0, 3).Draw(w.T, "count")
	c.CreatedAt, c.UpdatedAt = pick(w, "opened", moments...), pick(w, "updated", moments...)
	c.Tags, c.Tactics = some(w, "case tags", texts...), some(w, "case tactics", tactics...)
}

// touch changes a case and lets detections join it.
func (w *world) touch(i int) {
	c := &w.cases[i]
	w.dress(c)
	c.Version++
	w.set.Cases = replaced(w.set.Cases, *c)
	for _, d := range w.detections {
		place := fmt.Sprint(c.Number, d.ID)
		if w.filed[place] || rapid.IntRange(0, 2).Draw(w.T, "joins") != 0 {
			continue
		}
		if w.filed == nil {
			w.filed = map[string]bool{}
		}
		w.filed[place], w.everFiled[d.Arrival] = true, true
		w.joins(c.Number, d)
		w.tells(activity.Fact{
			Kind: activity.DetectionAdded, Case: c.Number, Actor: activity.Automatic,
			Detection: &activity.Subject{ID: d.ID, Title: d.Title}, Note: pick(w, "note", texts...),
		})
	}
}

// replaced holds every case once, the last one given.
func replaced(cases []casefile.Case, c casefile.Case) []casefile.Case {
	for i := range cases {
		if cases[i].Number == c.Number {
			cases[i] = c
			return cases
		}
	}
	return append(cases, c)
}

func (w *world) compareRecall(model, s Store) {
	ctx := context.Background()
	same(w, "the open cases", must(openCases(ctx, model, w.tenant))(w), must(openCases(ctx, s, w.tenant))(w))
	var ids []detection.Identity
	for _, d := range w.detections {
		ids = append(ids, d.Identity())
		same(w, "the cases of a detection", must(model.CasesOf(ctx, w.tenant, d.ID))(w), must(s.CasesOf(ctx, w.tenant, d.ID))(w))
	}
	same(w, "what is known", must(model.Known(ctx, w.tenant, ids))(w), must(s.Known(ctx, w.tenant, ids))(w))
}

func (w *world) compareReads(model, s Store) {
	ctx := context.Background()
	for _, d := range w.detections {
		same(w, "a detection", must(model.Detection(ctx, w.tenant, casefile.AllSeeing, d.ID))(w), must(s.Detection(ctx, w.tenant, casefile.AllSeeing, d.ID))(w))
	}
	for _, c := range w.cases {
		same(w, "a case", must(model.Case(ctx, w.tenant, casefile.AllSeeing, c.Number))(w), must(s.Case(ctx, w.tenant, casefile.AllSeeing, c.Number))(w))
		want, got := gistOf(w, model, w.tenant, c.Number), gistOf(w, s, w.tenant, c.Number)
		same(w, "the hosts and users", want.Assets(), got.Assets())
		same(w, "the kill chain", want.Chain, got.Chain)
		same(w, "the scene", sceneOf(w, model, w.tenant, c.Number, 100), sceneOf(w, s, w.tenant, c.Number, 100))
	}
}

// compareLists asks both for the same random lists.
func (w *world) compareLists(model, s Store) {
	ctx, v := context.Background(), pick(w, "viewer", casefile.AllSeeing, eyes("ada"), eyes("bob"), eyes(""))
	ask := func(sorts []string, filters []string) listing.Request {
		r := listing.Request{
			Sort: pick(w, "sort", sorts...), Descending: rapid.Bool().Draw(w.T, "descending"), Limit: rapid.IntRange(1, 9).Draw(w.T, "limit"),
		}
		if len(filters) > 0 && rapid.IntRange(0, 4).Draw(w.T, "filtered") > 0 {
			r.Filter = w.filter(filters, 3)
			w.Logf("filter: %s", r.Filter)
		}
		return r
	}
	r := ask(detection.Sorts, detectionFilters)
	sameList(w, "detections", r, model, s, func(s Store, r listing.Request) (listing.Page[casefile.Filed], error) {
		return s.Detections(ctx, w.tenant, v, r)
	})
	if len(w.cases) > 0 {
		c := pick(w, "members of", w.cases...)
		if !v.Sees(&c) {
			return
		}
		sameList(w, "members", r, model, s, func(s Store, r listing.Request) (listing.Page[casefile.Filed], error) {
			return s.CaseDetections(ctx, w.tenant, v, c.Number, r)
		})
	}
	sameList(w, "cases", ask(casefile.Sorts, caseFilters), model, s, func(s Store, r listing.Request) (listing.Page[casefile.Case], error) {
		return s.Cases(ctx, w.tenant, v, r)
	})
	number := uint64(rapid.IntRange(0, len(w.cases)).Draw(w.T, "case"))
	if number > 0 && !v.Sees(&w.cases[number-1]) {
		number = 0
	}
	sameList(w, "the history", ask(activity.Sorts, nil), model, s, func(s Store, r listing.Request) (listing.Page[activity.Activity], error) {
		return s.Activities(ctx, w.tenant, v, number, r)
	})
}

func sameList[T any](w *world, what string, r listing.Request, model, s Store, list func(Store, listing.Request) (listing.Page[T], error)) {
	want := all(w, r, func(r listing.Request) (listing.Page[T], error) { return list(model, r) })
	got := all(w, r, func(r listing.Request) (listing.Page[T], error) { return list(s, r) })
	same(w, fmt.Sprintf("%s by %s where %v", what, r.Order(), r.Filter), want, got)
}

// filter is a random tree over the given tests.
func (w *world) filter(from []string, depth int) query.Expr {
	switch kind := rapid.IntRange(0, 3).Draw(w.T, "node"); {
	case depth == 0 || kind == 0:
		return must(query.ParseFilter(pick(w, "test", from...)))(w)
	case kind == 1:
		return query.Not{Expr: w.filter(from, depth-1)}
	case kind == 2:
		return query.And{All: []query.Expr{w.filter(from, depth-1), w.filter(from, depth-1)}}
	}
	return query.Or{Any: []query.Expr{w.filter(from, depth-1), w.filter(from, depth-1)}}
}

var detectionFilters = append(comparisons("severity", "0.4", "0.3995", "'high'", "'info'", "1", "7", "-1e300"), append(
	comparisons("created_at", "'2026-05-01T12:00:00Z'", "'2026-05-01T12:00:00.0000005Z'", "'1601-01-01'"),
	"TRUE", "FALSE", "arrival = 3", "arrival > 4", "arrival <= 2", "arrival IN (1, 5, 7)", "id = '"+detection.ID(2)+"'", "id IN ('x', '"+detection.ID(3)+"')", "id != '"+detection.ID(2)+"'",
	"source = 'ALPHA'", "source != 'alpha'", "source IN ('beta', 'strasse', 'straße')", "source IS NULL", "source IS NOT NULL", "type = 'it''s'", "type = '%_*'", "type !IN ('alpha', 'beta')",
	"type STARTS_WITH 'a'", "title CONTAINS 'LPH'", "title MATCHES_REGEX '^b.ta$'", "status = 'open'", "status != 'in_case'", "status IN ('closed', 'ignored')", "status < 'open'",
	"@host = 'web-1'", "@host = 'WEB-1'", "@user = 'alice'", "@user != 'alice'", "@user IN ('alice', 'bob')", "@user !IN ('alice')", "@ip = '10.0.0.1'", "@ip = '2001:DB8:0::1'", "@ip IN_CIDR '10.0.0.0/8'",
	"@hash = 'AB'", "entities = 'user:bob'", "entities = 'odd:x:y'", "entities IS NULL", "entities CONTAINS 'alice'", "received_at < '2026-05-01T12:00:01Z'", "count = 2", "count > 1", "last_seen_at > '2026-05-01T12:00:00Z'", "last_seen_at <= '2026-05-01T12:00:00Z'", "received_at >= '9999-12-31T23:59:59.999999Z'",
	"deprioritized = true", "tags = 'alpha'", "tags != 'alpha'", "tactics = 'Stealth'", "tactics !IN ('defense-evasion', 'OWN')", "raw.n = 2", "raw.s.t = 'b'", "raw.none IS NULL", "version > 1", "confidence IS NULL",
)...)

var caseFilters = append(comparisons("severity", "'info'", "'high'", "'critical'"), append(
	append(comparisons("score", "0", "40", "39.5", "100"), comparisons("updated_at", "'2026-05-01T12:00:00Z'", "'9999-12-31'")...),
	"TRUE", "number = 1", "number = 'SECC0000002'", "number = '3'", "number != 1", "number > 2", "number IN (1, 'secc2')", "number CONTAINS 'SECC'",
	"status = 'new'", "status != 'resolved'", "status IN ('new', 'ON_HOLD')", "status !IN ('new', 'cancelled')", "status > 'new'", "priority = 'p1'", "priority != 'P2'", "priority >= 'P2'",
	"severity != 'low'", "severity IN ('low', 'HIGH')", "detection_count >= 2", "detection_count = 0", "created_at <= '2026-05-01T12:00:00.000001Z'",
	"title = 'STRASSE'", "title CONTAINS 'ß'", "tags = 'beta'", "description IS NULL", "rule = 'a rule'", "rule_id = 'RULE'", "tactics = 'Stealth'", "tactics !IN ('defense-evasion', 'OWN')", "managed_by = 'self'",
)...)

// comparisons are all orders and equalities of a field with literals.
func comparisons(field string, literals ...string) []string {
	var tests []string
	for _, l := range literals {
		for _, op := range strings.Fields("= != < <= > >=") {
			tests = append(tests, field+" "+op+" "+l)
		}
		tests = append(tests, field+" IN ("+l+")", field+" !IN ("+l+")")
	}
	return tests
}
