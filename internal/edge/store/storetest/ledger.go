package storetest

import (
	"context"
	"fmt"
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rule"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// newest asks for a first page of all detections.
var newest = listing.Request{Sort: "arrival", Descending: true, Limit: 100}

// same fails where got is not want; an empty list is as good as none.
func same(t tester, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%s differs (-want +got):\n%s", what, diff)
	}
}

// must is v, where there is no error.
func must[V any](v V, err error) func(t tester) V {
	return func(t tester) V {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// refused fails unless err is of the kind.
func refused(t tester, what string, kind fault.Kind, err error) {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind {
		t.Fatalf("%s: %v, want %s", what, err, kind)
	}
}

func committedIsReadBack(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	h := begin(t, "acme", s)
	a := h.arrives(func(d *detection.Detection) {
		d.Status, d.Entities = detection.InCase, []detection.Entity{"host:web-1", "user:bob"}
		d.Tactics = []string{"Defense Evasion"}
	})
	b := h.arrives(nil)
	c := h.opens(nil, a)
	h.set.Book = &rule.Book{Rules: []rule.Rule{{ID: "rule", Title: "A rule", State: rule.Enabled, Filter: "TRUE", GroupBy: []string{"title"}}}}
	h.set.After.RuleSet = 1
	keys, book := h.set.Keys, *h.set.Book
	h.commit()

	bare := func(d detection.Detection) detection.Detection { d.Raw = nil; return d }
	same(t, "the list", []casefile.Filed{{Detection: bare(b)}, {Detection: bare(a), Cases: []uint64{1}}}, must(s.Detections(ctx, "acme", casefile.AllSeeing, newest))(t).Items)
	same(t, "the detection", casefile.Filed{Detection: a, Cases: []uint64{1}}, must(s.Detection(ctx, "acme", casefile.AllSeeing, a.ID))(t))
	same(t, "the case", c, must(s.Case(ctx, "acme", casefile.AllSeeing, 1))(t))
	same(t, "the members", []casefile.Filed{{Detection: bare(a), Cases: []uint64{1}}}, must(s.CaseDetections(ctx, "acme", casefile.AllSeeing, 1, newest))(t).Items)
	held := change.Held{Case: c, Keys: keys}
	same(t, "the case with its keys", held, must(s.HeldCase(ctx, "acme", 1))(t))
	same(t, "the open cases", []change.OpenCase{held.Open()}, must(openCases(ctx, s, "acme"))(t))
	same(t, "the cases of a", []casefile.Case{c}, must(s.CasesOf(ctx, "acme", a.ID))(t))
	same(t, "the cases of b", []casefile.Case(nil), must(s.CasesOf(ctx, "acme", b.ID))(t))
	same(t, "what is known", map[detection.Identity]change.Known{a.Identity(): {Current: bare(a)}},
		must(s.Known(ctx, "acme", []detection.Identity{a.Identity(), {Source: "ocsf", UID: "never"}, {Source: "ocs", UID: "f" + a.UID}}))(t))
	gist := gistOf(t, s, "acme", 1)
	same(t, "the hosts and users", casefile.Assets{Hosts: []string{"web-1"}, HostCount: 1, Users: []string{"bob"}, UserCount: 1}, gist.Assets())
	same(t, "the kill chain", [5]casefile.Reach{1: {Detections: 1, FirstAt: a.CreatedAt}}, gist.Chain)
	got, version, err := s.Book(ctx, "acme")
	if err != nil || version != 1 {
		t.Fatalf("the book is of version %d: %v", version, err)
	}
	same(t, "the book", book, got)
	head := must(s.Claim(ctx, "acme"))(t)
	same(t, "the head", change.Head{Sequence: 2, Entry: 1, Case: 1, RuleSet: 1, Epoch: 2}, head)
}

func identitiesAreApart(t *testing.T, place Place) {
	s := opened(t, place)
	h := begin(t, "acme", s)
	var ids []detection.Identity
	for _, id := range []detection.Identity{{Source: "ab", UID: "c"}, {Source: "a", UID: "bc"}, {Source: "a\x00", UID: "b"}, {Source: "a", UID: "\x00b"}, {Source: "AB", UID: "c"}} {
		h.arrives(func(d *detection.Detection) { d.Source, d.UID = id.Source, id.UID })
		ids = append(ids, id)
	}
	h.commit()
	if known := must(s.Known(t.Context(), "acme", ids))(t); len(known) != len(ids) {
		t.Errorf("%d identities are known, want %d", len(known), len(ids))
	}
}

func staleHeadIsAConflict(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	h := begin(t, "acme", s)
	h.arrives(nil)
	stale := h.set
	h.commit()
	refused(t, "a set decided before", fault.Conflict, s.Commit(ctx, &stale))

	h.arrives(nil)
	if _, err := s.Claim(ctx, "acme"); err != nil {
		t.Fatal(err)
	}
	refused(t, "a set of a holder that lost the tenant", fault.Conflict, s.Commit(ctx, &h.set))
	if n := len(must(s.Detections(ctx, "acme", casefile.AllSeeing, newest))(t).Items); n != 1 {
		t.Fatalf("%d detections, want 1", n)
	}
}

func failingSetLeavesNothing(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	h := begin(t, "acme", s)
	first := h.arrives(nil)
	h.opens(nil, first)
	h.commit()
	for what, spoil := range map[string]func(){
		"a key of nothing":    func() { h.set.Keys[0].DetectionID = "x" },
		"a key of no case":    func() { h.set.Keys[0].Case = 9 },
		"a member twice":      func() { h.set.Members = append(h.set.Members, h.set.Members[0]) },
		"an id of another":    func() { h.set.Arrived[0].ID = detection.ID(77) },
		"an entry twice":      func() { h.set.Activities[0].Entry = 1 },
		"a case that is not":  func() { h.set.Members[0].Case = 9 },
		"an epoch of its own": func() { h.set.After.Epoch++ },
		"an unknown update":   func() { h.set.Updated = []change.Update{{Sequence: 9, Applied: true, Version: unknown(h)}} },
		"an unknown version":  func() { h.set.Updated = []change.Update{{Sequence: 9, Version: unknown(h)}} },
	} {
		h.opens(nil, h.arrives(nil))
		spoil()
		if err := s.Commit(ctx, &h.set); err == nil || fault.KindOf(err) == fault.Conflict {
			t.Fatalf("%s: %v, want a refusal that is no conflict", what, err)
		}
		h.next()
	}
	if n := len(must(s.Detections(ctx, "acme", casefile.AllSeeing, newest))(t).Items); n != 1 {
		t.Fatalf("%d detections, want 1", n)
	}
	if n := len(must(openCases(ctx, s, "acme"))(t)); n != 1 {
		t.Fatalf("%d cases, want 1", n)
	}
	h.arrives(nil)
	h.commit()
}

func unknown(h *history) detection.Detection {
	d := h.set.Arrived[0]
	d.Arrival, d.ID = 999, detection.ID(999)
	return d
}

func updateKeepsTheVersionBefore(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	h := begin(t, "acme", s)
	d := h.arrives(func(d *detection.Detection) { d.Entities = []detection.Entity{"host:old", "user:bob"} })
	h.commit()
	before := d.Fingerprint
	d.Version, d.Severity, d.Title, d.Type = 2, 900, "worse", "other"
	d.Entities, d.Raw = []detection.Entity{"user:bob", "host:new"}, []byte(`{"again":true}`)
	d.Fingerprint = detection.Fingerprint(d.Raw)
	h.set.Updated = []change.Update{{Sequence: h.sequence(), Version: d, Applied: true}}
	h.commit()

	same(t, "the detection", casefile.Filed{Detection: d}, must(s.Detection(ctx, "acme", casefile.AllSeeing, d.ID))(t))
	known := must(s.Known(ctx, "acme", []detection.Identity{d.Identity()}))(t)[d.Identity()]
	same(t, "other fingerprints", []string{before}, known.Fingerprints)
	same(t, "the current one", d.Fingerprint, known.Current.Fingerprint)
	for filter, want := range map[string]int{
		"@host = 'old'": 0, "@host = 'new'": 1, "@user = 'bob'": 1, "severity >= 0.9": 1, "type = 'other'": 1, "raw.again = 'true'": 1,
	} {
		if n := len(found(t, s, "acme", filter)); n != want {
			t.Errorf("%s finds %d, want %d", filter, n, want)
		}
	}
}

func lateVersionIsOnlyKept(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	h := begin(t, "acme", s)
	d := h.arrives(nil)
	late := d
	late.Title, late.Raw = "late", []byte(`{"late":true}`)
	late.Fingerprint = detection.Fingerprint(late.Raw)
	h.set.Updated = []change.Update{{Sequence: h.sequence(), Version: late}}
	h.commit()
	same(t, "the detection", casefile.Filed{Detection: d}, must(s.Detection(ctx, "acme", casefile.AllSeeing, d.ID))(t))
	known := must(s.Known(ctx, "acme", []detection.Identity{d.Identity()}))(t)[d.Identity()]
	same(t, "other fingerprints", []string{late.Fingerprint}, known.Fingerprints)
}

func reopenedIsAllThere(t *testing.T, place Place) {
	s := opened(t, place)
	h := begin(t, "acme", s)
	h.opens(nil, h.arrives(nil))
	h.commit()
	before := must(s.Detections(t.Context(), "acme", casefile.AllSeeing, newest))(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := opened(t, place)
	same(t, "the list", before, must(again.Detections(t.Context(), "acme", casefile.AllSeeing, newest))(t))
	h.stores = []Store{again}
	h.arrives(nil)
	h.commit()
}

func twoOpenAtOnce(t *testing.T, place Place) {
	type result struct {
		store Store
		err   error
	}
	results := make(chan result)
	for range 4 {
		go func() {
			s, err := place()
			results <- result{s, err}
		}()
	}
	var stores []Store
	for range 4 {
		r := <-results
		if r.err != nil {
			t.Fatal(r.err)
		}
		defer r.store.Close()
		stores = append(stores, r.store)
	}
	h := begin(t, "acme", stores[0])
	h.arrives(nil)
	h.commit()
	if n := len(must(stores[3].Detections(context.Background(), "acme", casefile.AllSeeing, newest))(t).Items); n != 1 {
		t.Fatalf("the other sees %d detections, want 1", n)
	}
}

// besideTheLedger writes accounts from elsewhere while one store commits.
func besideTheLedger(t *testing.T, place Place) {
	serving, beside := opened(t, place), opened(t, place)
	h := begin(t, "acme", serving)
	written := make(chan error)
	go func() {
		for n := range 20 {
			if err := beside.Administer(context.Background(), admin.Deed{At: start}.CreateToken(access.Token{ID: fmt.Sprint("token-", n), Name: "sensor", CreatedAt: start})); err != nil {
				written <- err
				return
			}
		}
		written <- nil
	}()
	for range 20 {
		h.opens(nil, h.arrives(nil))
		h.commit()
	}
	if err := <-written; err != nil {
		t.Fatal(err)
	}
	if token := must(serving.Token(t.Context(), "token-19"))(t); token.Name != "sensor" {
		t.Errorf("the token is %v", token)
	}
}
