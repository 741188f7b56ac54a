package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
)

// all follows a list to its end.
func all[T any](t tester, r listing.Request, list func(listing.Request) (listing.Page[T], error)) []T {
	t.Helper()
	var items []T
	for pages := 0; ; pages++ {
		p := must(list(r))(t)
		items = append(items, p.Items...)
		switch {
		case len(p.Items) > r.Limit:
			t.Fatalf("a page of %d items, want at most %d", len(p.Items), r.Limit)
		case p.Next == nil:
			return items
		case pages > 10_000:
			t.Fatal("the list does not end")
		}
		next, err := listing.ParseCursor(p.Next.String(), r.Order())
		if err != nil {
			t.Fatal(err)
		}
		r.After = next
	}
}

func parsed(t tester, filter string) query.Expr {
	t.Helper()
	return must(query.ParseFilter(filter))(t)
}

// found are the ids that a filter finds.
func found(t tester, s Store, tenant, filter string) []string {
	t.Helper()
	r := newest
	r.Filter = parsed(t, filter)
	var ids []string
	for _, d := range all(t, r, func(r listing.Request) (listing.Page[casefile.Filed], error) {
		return s.Detections(context.Background(), tenant, casefile.AllSeeing, r)
	}) {
		ids = append(ids, d.ID)
	}
	return ids
}

func textsAndTimesComeBack(t *testing.T, place Place) {
	s := opened(t, place)
	h := begin(t, "acme", s)
	odd := []string{"nul\x00nul", "\x00", "Straße ſ K İ", "\u202egnp.exe", "emoji 🦊", "\ufffd", "\U0010ffff", "quote ' \" $1 ? %", "line\r\n\t"}
	for i, text := range odd {
		h.arrives(func(d *detection.Detection) {
			confidence, score := detection.Fraction(333), 7.25
			d.Source, d.UID, d.Title, d.Type, d.Description, d.CommandLine = text, text, text, text, text, text
			d.Entities = []detection.Entity{detection.Entity("file:" + text)}
			d.Tags, d.Attributes = []string{text}, []detection.Attribute{{Name: text, Value: text}}
			d.Locations = []detection.Place{{City: text, Latitude: 48.137, Longitude: -0.5}}
			d.Confidence, d.ThreatScore = &confidence, &score
			d.CreatedAt = time.Date(1601, 1, 1, 0, 0, 0, 1000*i, time.UTC)
			d.LastSeenAt = time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC)
		})
	}
	h.opens(func(c *casefile.Case) { c.Title, c.Tags = odd[0], odd }, h.set.Arrived...)
	h.set.Keys[0].Row, h.set.Keys[0].RuleID = odd[0], odd[1]
	set := h.set
	h.commit()

	for _, d := range set.Arrived {
		got := must(s.Detection(t.Context(), "acme", casefile.AllSeeing, d.ID))(t)
		same(t, "a detection", d, got.Detection)
		known := must(s.Known(t.Context(), "acme", []detection.Identity{d.Identity()}))(t)
		if len(known) != 1 || known[d.Identity()].Current.ID != d.ID {
			t.Errorf("the identity %q is not known", d.UID)
		}
	}
	for _, sort := range detection.Sorts {
		list := all(t, listing.Request{Sort: sort, Limit: 1}, func(r listing.Request) (listing.Page[casefile.Filed], error) {
			return s.Detections(t.Context(), "acme", casefile.AllSeeing, r)
		})
		if len(list) != len(odd) {
			t.Errorf("sorted by %s there are %d, want %d", sort, len(list), len(odd))
		}
	}
	held := must(s.HeldCase(t.Context(), "acme", 1))(t)
	same(t, "the case", set.Cases[0], held.Case)
	same(t, "the first key", set.Keys[0], held.Keys[0])
}

func cursorHolds(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	h := begin(t, "acme", s)
	add := func(n int) {
		for range n {
			h.opens(func(c *casefile.Case) { c.UpdatedAt = start }, h.arrives(func(d *detection.Detection) { d.CreatedAt = start }))
		}
		h.commit()
	}
	add(7)
	for _, sort := range []string{"arrival", "created_at", "severity", "type"} {
		r := listing.Request{Sort: sort, Descending: true, Limit: 3}
		first := must(s.Detections(ctx, "acme", casefile.AllSeeing, r))(t)
		below := first.Items[2].Arrival
		add(2)
		r.After = first.Next
		r.Limit = 100
		rest := must(s.Detections(ctx, "acme", casefile.AllSeeing, r))(t)
		if len(rest.Items) != int(below)-1 || rest.Items[0].Arrival != below-1 {
			t.Errorf("by %s, %d follow %d, the first is %d", sort, len(rest.Items), below, rest.Items[0].Arrival)
		}
	}
	r := listing.Request{Sort: "updated_at", Descending: true, Limit: 3}
	first := must(s.Cases(ctx, "acme", casefile.AllSeeing, r))(t)
	add(2)
	r.After = first.Next
	if next := must(s.Cases(ctx, "acme", casefile.AllSeeing, r))(t); next.Items[0].Number != first.Items[2].Number-1 {
		t.Errorf("case %d follows %d", next.Items[0].Number, first.Items[2].Number)
	}
}

func listRefuses(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	begin(t, "acme", s)
	for what, r := range map[string]listing.Request{
		"an unknown sort":     {Sort: "title", Limit: 10},
		"a sort that is code": {Sort: "arrival; DROP TABLE cases", Limit: 10},
		"no sort":             {Limit: 10},
		"no limit":            {Sort: "created_at"},
		"too long a page":     {Sort: "created_at", Limit: listing.MaxLimit + 1},
		"a cursor of another": {Sort: "created_at", Limit: 10, After: &listing.Cursor{Sort: "-created_at"}},
		"an unknown field":    {Sort: "created_at", Limit: 10, Filter: query.Test{Field: "nonsense", Op: query.Eq, Values: []query.Value{query.TextValue("x")}}},
	} {
		_, err := s.Detections(ctx, "acme", casefile.AllSeeing, r)
		refused(t, "detections: "+what, fault.Invalid, err)
		_, err = s.Cases(ctx, "acme", casefile.AllSeeing, r)
		refused(t, "cases: "+what, fault.Invalid, err)
		_, err = s.Activities(ctx, "acme", casefile.AllSeeing, 0, r)
		refused(t, "activities: "+what, fault.Invalid, err)
	}
	far := &listing.Cursor{Sort: "arrival", ID: 1<<64 - 1}
	if p := must(s.Detections(ctx, "acme", casefile.AllSeeing, listing.Request{Sort: "arrival", Limit: 10, After: far}))(t); len(p.Items) != 0 || p.Next != nil {
		t.Errorf("behind everything there is %v", p)
	}
}

// fruitlessFilterEnds looks for what no column can answer and no row holds.
func fruitlessFilterEnds(t *testing.T, place Place) {
	s := opened(t, place)
	h := begin(t, "acme", s)
	for range 21 {
		for range 1000 {
			h.arrives(nil)
		}
		h.commit()
	}
	if ids := found(t, s, "acme", "title CONTAINS 'needle'"); len(ids) != 0 {
		t.Errorf("found %v", ids)
	}
	if ids := found(t, s, "acme", "title = 'title 1'"); fmt.Sprint(ids) != fmt.Sprint([]string{detection.ID(1)}) {
		t.Errorf("found %v", ids)
	}
}

// commentsAreAsTheirAuthorsLeftThem is that edits and deletions are taken into account, and others' are not.
func commentsAreAsTheirAuthorsLeftThem(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	h := begin(t, "acme", s)
	ada := activity.Actor{Kind: activity.User, ID: "u1", Name: "ada"}
	one, other := h.opens(nil), h.opens(nil)
	say := func(f activity.Fact) uint64 {
		f.Actor = ada
		h.set.After.Sequence++
		h.tells(f)
		return h.set.After.Sequence
	}
	first := say(activity.Fact{Kind: activity.Commented, Case: one.Number, Note: "first"})
	elsewhere := say(activity.Fact{Kind: activity.Commented, Case: other.Number, Note: "elsewhere"})
	second := say(activity.Fact{Kind: activity.Commented, Case: one.Number, Note: "second"})
	say(activity.Fact{Kind: activity.CommentEdited, Case: one.Number, Comment: first, Old: "first", New: "first, mended"})
	say(activity.Fact{Kind: activity.CommentDeleted, Case: one.Number, Comment: second, Old: "second"})
	h.commit()
	var told []string
	r := listing.Request{Sort: "entry", Descending: true, Limit: 1}
	for {
		page := must(s.Comments(ctx, "acme", casefile.AllSeeing, one.Number, r))(t)
		for _, c := range page.Items {
			told = append(told, fmt.Sprintf("%q v%d by %s deleted %v", c.Text, c.Version, c.Author.Name, c.Deleted))
		}
		if r.After = page.Next; r.After == nil {
			break
		}
	}
	same(t, "the comments", []string{`"" v2 by ada deleted true`, `"first, mended" v2 by ada deleted false`}, told)
	if c := must(s.Comment(ctx, "acme", other.Number, elsewhere))(t); c.Case != other.Number || c.Text != "elsewhere" || c.Version != 1 {
		t.Errorf("the other case's comment is %+v", c)
	}
	for _, order := range []uint64{0, elsewhere, second + 1, 99} { // nothing, another case's, an edit, nothing
		_, err := s.Comment(ctx, "acme", one.Number, order)
		refused(t, "no comment", fault.NotFound, err)
	}
	_, err := s.Comments(ctx, "acme", casefile.AllSeeing, 99, r)
	refused(t, "no case", fault.NotFound, err)
	filter, err := query.ParseFilter("kind = 'commented' AND note CONTAINS 'FIRST'")
	if err != nil {
		t.Fatal(err)
	}
	page := must(s.Activities(ctx, "acme", casefile.AllSeeing, one.Number, listing.Request{Sort: "entry", Limit: 10, Filter: filter}))(t)
	if len(page.Items) != 1 || page.Items[0].Sequence != first {
		t.Errorf("the filter of the history keeps %+v", page.Items)
	}
}

func mergedCasesAreListedOnDemand(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	h := begin(t, "acme", s)
	into := h.opens(nil)
	merged := h.opens(func(c *casefile.Case) { c.MergedInto = into.Number })
	h.commit()
	for text, want := range map[string][]uint64{
		"": {into.Number}, "number >= 1": {into.Number}, "merged_into IS NOT NULL": {merged.Number},
		"merged_into = 'SECC0000001'": {merged.Number}, "merged_into = 2": nil, "merged_into IS NULL OR number = 2": {into.Number, merged.Number},
	} {
		r := listing.Request{Sort: "number", Limit: 10}
		if text != "" {
			e, err := query.ParseFilter(text)
			if err != nil {
				t.Fatal(err)
			}
			r.Filter = e
		}
		var got []uint64
		for _, c := range all(t, r, func(r listing.Request) (listing.Page[casefile.Case], error) {
			return s.Cases(ctx, "acme", casefile.AllSeeing, r)
		}) {
			got = append(got, c.Number)
		}
		same(t, "cases by "+text, want, got)
	}
}

func handlingIsListed(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	h := begin(t, "acme", s)
	c := h.opens(nil)
	for _, kind := range activity.Kinds {
		h.tells(activity.Fact{Kind: kind, Case: c.Number, Actor: activity.Automatic})
	}
	h.commit()
	other := begin(t, "other", s)
	other.tells(activity.Fact{Kind: activity.StatusChanged, Actor: activity.Automatic})
	other.commit()
	r := listing.Request{Sort: "entry", Descending: true, Limit: 1}
	var kinds []activity.Kind
	for _, a := range all(t, r, func(r listing.Request) (listing.Page[activity.Activity], error) {
		return s.Handled(ctx, "acme", casefile.AllSeeing, r)
	}) {
		kinds = append(kinds, a.Kind)
	}
	same(t, "what was done", []activity.Kind{activity.AssigneeChanged, activity.StatusChanged}, kinds)
	_, err := s.Handled(ctx, "nobody", casefile.AllSeeing, r)
	refused(t, "no tenant", fault.NotFound, err)
}
