package storetest

import (
	"context"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/retention"
	"caseweave/internal/core/rulelog"

	"pgregory.net/rapid"
)

// alike asks both stores, and fails where they do not answer alike: also in refusing.
func alike[V any](w *world, what string, model, s Store, ask func(Store) (V, error)) {
	w.Helper()
	want, refused := ask(model)
	got, err := ask(s)
	if (refused == nil) != (err == nil) {
		w.Fatalf("%s: in memory %v, here %v", what, refused, err)
	}
	same(w, what, want, got)
}

// pastOf is all of the past, some at a time.
func pastOf(s Store, tenant string, limit int) (all []change.Past, err error) {
	after := uint64(0)
	for {
		page, err := s.Past(context.Background(), tenant, after, limit)
		if all = append(all, page...); err != nil || len(page) < limit {
			return all, err
		}
		after = page[len(page)-1].Sequence
	}
}

func (w *world) compareAutomatic(model, s Store) {
	ctx, limit := context.Background(), rapid.IntRange(1, 9).Draw(w.T, "some")
	alike(w, "the past", model, s, func(s Store) ([]change.Past, error) { return pastOf(s, w.tenant, limit) })
	alike(w, "the head", model, s, func(s Store) (change.Head, error) { return s.Claim(ctx, w.tenant) })
	alike(w, "the state", model, s, func(s Store) (change.State, error) { return s.State(ctx, w.tenant) })
	from, to := pick(w, "created from", moments...), pick(w, "created before", moments...)
	alike(w, "how many were created", model, s, func(s Store) (any, error) {
		n, first, err := s.Created(ctx, w.tenant, from, to)
		return []any{n, first.UTC()}, err
	})
	alike(w, "the settings", model, s, func(s Store) (any, error) { v, _, err := s.Settings(ctx, w.tenant); return v, err })
	alike(w, "the book", model, s, func(s Store) (any, error) { v, _, err := s.Book(ctx, w.tenant); return v, err })
	for version := range w.head.RuleSet + 2 {
		alike(w, "an earlier book", model, s, func(s Store) (any, error) { return s.BookAt(ctx, w.tenant, version) })
	}
	for _, id := range []string{"a", "b", "x", "nul\x00"} {
		for _, kind := range []string{change.RuleItem, change.TemplateItem} {
			alike(w, "the versions", model, s, func(s Store) ([]change.Edition, error) { return s.Versions(ctx, w.tenant, kind, id) })
		}
	}
	w.compareRepeats(model, s)
	w.compareExpired(model, s)
	w.compareOpen(model, s)
	w.compareLogs(model, s)
	w.compareFeeds(model, s)
}

func (w *world) compareRepeats(model, s Store) {
	ctx := context.Background()
	var ids []detection.Identity
	var traces []change.Trace
	var named []string
	for _, d := range w.repeats {
		ids = append(ids, d.Identity())
	}
	for _, d := range w.detections {
		named = append(named, d.ID)
		reach := pick(w, "reach", 0, time.Second, time.Hour)
		traces = append(traces, change.Trace{Key: detection.RepeatKey(&d), Between: change.Between{From: d.LastSeenAt.Add(-reach), To: d.LastSeenAt.Add(reach)}})
		alike(w, "memberships", model, s, func(s Store) ([]change.Member, error) { return s.Memberships(ctx, w.tenant, casefile.AllSeeing, d.ID) })
	}
	alike(w, "known repeats", model, s, func(s Store) (any, error) { return s.Known(ctx, w.tenant, ids) })
	alike(w, "candidates", model, s, func(s Store) (any, error) { return s.Candidates(ctx, w.tenant, traces) })
	alike(w, "those named", model, s, func(s Store) (any, error) { return s.WithRaw(ctx, w.tenant, casefile.AllSeeing, named) })
	for number := range uint64(len(w.cases) + 2) {
		alike(w, "a held case", model, s, func(s Store) (change.Held, error) { return s.HeldCase(ctx, w.tenant, number) })
		alike(w, "members", model, s, func(s Store) ([]detection.Detection, error) { return s.Members(ctx, w.tenant, number) })
	}
}

func (w *world) compareExpired(model, s Store) {
	ctx, limit := context.Background(), rapid.IntRange(1, 9).Draw(w.T, "looked at")
	until := pick(w, "until", moments...)
	alike(w, "the newest", model, s, func(s Store) (any, error) { at, _, err := s.Newest(ctx, w.tenant, until); return at, err })
	for _, status := range retention.Statuses {
		q := retention.Inquiry{Status: status, Before: pick(w, "expired before", moments...)}
		alike(w, "how many expired", model, s, func(s Store) (retention.Count, error) { return s.CountExpired(ctx, w.tenant, q) })
		for end := false; !end; {
			found := must(model.Expired(ctx, w.tenant, q, limit))(w)
			alike(w, "what expired", model, s, func(s Store) (retention.Stretch, error) { return s.Expired(ctx, w.tenant, q, limit) })
			q.After, end = found.Next, found.End
		}
	}
}

func (w *world) compareOpen(model, s Store) {
	ctx := context.Background()
	alike(w, "the gaps", model, s, func(s Store) ([]change.Gap, error) { return s.Gaps(ctx, w.tenant) })
	alike(w, "the open span", model, s, func(s Store) (any, error) { v, _, err := s.OpenSpan(ctx, w.tenant); return v, err })
	for range 4 {
		q := change.Inquiry{
			Criterion: pick(w, "asked", criteria...), Rows: rapid.SliceOf(rapid.SampledFrom(criteria)).Draw(w.T, "rows"),
			Shared: rapid.IntRange(1, 3).Draw(w.T, "shared"), Around: start.Add(time.Duration(rapid.IntRange(-5, 5).Draw(w.T, "around")) * time.Second),
			Reach: time.Duration(rapid.IntRange(0, 5).Draw(w.T, "reach")) * time.Second,
			Skip:  rapid.IntRange(0, 4).Draw(w.T, "skip"), Limit: rapid.IntRange(1, 9).Draw(w.T, "limit"),
		}
		alike(w, "related", model, s, func(s Store) ([]uint64, error) { return s.Related(ctx, w.tenant, q) })
	}
	between := change.Between{From: pick(w, "from", moments...), To: pick(w, "to", moments...)}
	after, arrival := pick(w, "after", moments...), uint64(rapid.IntRange(0, 9).Draw(w.T, "arrival"))
	least, limit := pick(w, "least", severity...), rapid.IntRange(1, 9).Draw(w.T, "limit")
	alike(w, "open between", model, s, func(s Store) ([]detection.Detection, error) {
		return s.OpenBetween(ctx, w.tenant, between, least, after, arrival, limit)
	})
}

func (w *world) compareLogs(model, s Store) {
	ctx := context.Background()
	since := start.Add(time.Duration(rapid.IntRange(-3, 3).Draw(w.T, "since")) * 20 * time.Minute)
	alike(w, "the counts", model, s, func(s Store) (any, error) { return s.RuleCounts(ctx, w.tenant, since) })
	for range 3 {
		f := rulelog.Filter{
			Rule: pick(w, "by rule", "", "a", "nul\x00"), Template: pick(w, "by template", "", "a"),
			Detection: pick(w, "by detection", "", detection.ID(1), "x"), Case: uint64(rapid.IntRange(0, 2).Draw(w.T, "by case")),
			Kinds: some(w, "by kind", rulelog.Kinds...),
		}
		r := listing.Request{Sort: "entry", Descending: rapid.Bool().Draw(w.T, "newest"), Limit: rapid.IntRange(1, 5).Draw(w.T, "lines")}
		sameList(w, "the rule log", r, model, s, func(s Store, r listing.Request) (listing.Page[rulelog.Entry], error) {
			return s.RuleLogs(ctx, w.tenant, casefile.AllSeeing, f, r)
		})
	}
}
