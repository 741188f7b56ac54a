package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
)

// LongPast holds a store of a database to what it promises where the index of
// detections has sealed part of what it knows: the store that wrote it, one that
// read along, and one that opens afterwards.
func LongPast(t *testing.T, place Place) {
	s := opened(t, place)
	h := begin(t, "acme", s)
	past := []detection.Detection{h.arrives(nil)}
	h.commit()
	other := opened(t, place)
	for range 9 {
		for range 4000 {
			past = append(past, h.arrives(busy))
		}
		h.commit()
		last := past[len(past)-1].Identity()
		same(t, "what another process knows", 1, len(must(other.Known(t.Context(), "acme", []detection.Identity{last}))(t)))
	}
	early := &past[0]
	early.Version, early.Entities, early.Fingerprint = 2, []detection.Entity{"host:late", "user:everybody"}, "late"
	h.set.Updated = append(h.set.Updated, change.Update{Sequence: h.sequence(), Version: *early, Applied: true})
	h.commit()
	for name, store := range map[string]Store{"the store": s, "another process": other, "the store opened again": opened(t, place)} {
		t.Run(name, func(t *testing.T) {
			knowsLong(t, store, past)
			listsLong(t, store, past)
		})
	}
}

// busy gives a detection an entity of its own, one that few share, one that half
// of all do, and one that all do.
func busy(d *detection.Detection) {
	n := d.Arrival
	d.Entities = []detection.Entity{"user:everybody", detection.Entity(fmt.Sprint("host:h", n%5003)), detection.Entity(fmt.Sprint("sha1:", n)), detection.Entity(fmt.Sprint("ip:10.0.0.", n%2))}
	d.Type, d.CommandLine = fmt.Sprint("type ", n%7), fmt.Sprint("command ", n%4001)
	d.CreatedAt = start.Add(time.Duration(n*7919%36_001) * time.Second)
	d.LastSeenAt = start.Add(time.Duration(n) * time.Second)
}

// knowsLong looks up some identities, and what would repeat them.
func knowsLong(t *testing.T, s Store, past []detection.Detection) {
	t.Helper()
	ids, traces := []detection.Identity{{Source: "ocsf", UID: "nobody"}}, []change.Trace(nil)
	var some []string
	for n := 0; n < len(past); n += 997 {
		d := &past[n]
		some, ids = append(some, d.ID), append(ids, d.Identity())
		traces = append(traces, change.Trace{Key: detection.RepeatKey(d), Between: change.Between{From: d.LastSeenAt.Add(-time.Minute), To: d.LastSeenAt}})
	}
	known := must(s.Known(t.Context(), "acme", ids))(t)
	candidates := must(s.Candidates(t.Context(), "acme", traces))(t)
	if len(known) != len(some) || len(candidates) != len(some) {
		t.Errorf("%d are known and %d may be repeated, want %d", len(known), len(candidates), len(some))
	}
	for i, id := range some {
		if got := known[ids[i+1]].Current.ID; got != id {
			t.Errorf("%v is known as %q, want %s", ids[i+1], got, id)
		}
		if c := candidates[traces[i].Key]; len(c) != 1 || c[0].Detection.ID != id {
			t.Errorf("what repeats %s finds %v", id, c)
		}
	}
}

func listsLong(t *testing.T, s Store, past []detection.Detection) {
	t.Helper()
	orders := map[string]func(a, b detection.Detection) int{
		"arrival":  func(a, b detection.Detection) int { return cmp.Compare(a.Arrival, b.Arrival) },
		"-arrival": func(a, b detection.Detection) int { return cmp.Compare(b.Arrival, a.Arrival) },
		"-created_at": func(a, b detection.Detection) int {
			return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), cmp.Compare(b.Arrival, a.Arrival))
		},
	}
	for sort, order := range orders {
		sorted := slices.SortedFunc(slices.Values(past), order)
		for _, filter := range []string{
			"@host = 'h17'", "@host = 'late'", "@hash IN ('1', '20000', '36001', 'none')", "@user = 'everybody' AND @host = 'h5'", "@user = 'everybody' AND @ip = '10.0.0.1'",
			"@user = 'everybody'", "@host = 'nobody'", "@host = 'h1' OR @host = 'late'", "@user != 'everybody'", "@host = 'h17' AND type = 'type 3'",
		} {
			same(t, filter+" by "+sort, filtered(t, sorted, filter), firstPages(t, s, filter, sort))
		}
	}
}

// firstOf is how many of a list are compared.
const firstOf = 1500

// filtered are the ids of the first that a filter keeps.
func filtered(t *testing.T, sorted []detection.Detection, filter string) (ids []string) {
	t.Helper()
	keeps := must(query.Compile(parsed(t, filter), detection.Fields))(t)
	for i := range sorted {
		if len(ids) < firstOf && keeps(&sorted[i]) {
			ids = append(ids, sorted[i].ID)
		}
	}
	return ids
}

// firstPages are the ids of the first detections of a list, page by page.
func firstPages(t *testing.T, s Store, filter, sort string) (ids []string) {
	t.Helper()
	r := listing.Request{Sort: sort, Limit: firstOf / 3, Filter: parsed(t, filter)}
	if sort[0] == '-' {
		r.Sort, r.Descending = sort[1:], true
	}
	for len(ids) < firstOf {
		p := must(s.Detections(t.Context(), "acme", casefile.AllSeeing, r))(t)
		ids = append(ids, idsOf(p.Items)...)
		if r.After = p.Next; r.After == nil {
			break
		}
	}
	return ids
}

func idsOf(detections []casefile.Filed) (ids []string) {
	for _, d := range detections {
		ids = append(ids, d.ID)
	}
	return ids
}
