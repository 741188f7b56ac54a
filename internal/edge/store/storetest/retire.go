package storetest

import (
	"testing"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/retention"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
)

// retiredWholly removes one of two detections that are alike in all they have.
func retiredWholly(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	h := begin(t, "acme", s)
	var pair []detection.Detection
	var repeats []detection.Identity
	for range 2 {
		d := h.arrives(func(d *detection.Detection) { d.Title, d.Entities = "first", []detection.Entity{"host:first"} })
		repeats = append(repeats, new(h.folds(&d, 2*time.Hour)).Identity())
		h.logs(rulelog.Entry{At: start, Kind: rulelog.CaseFull, Rule: &rulelog.Ref{ID: "a"}, Detection: &rulelog.Ref{ID: d.ID}})
		d.Version, d.Entities = 2, []detection.Entity{"host:second"}
		h.set.Updated = append(h.set.Updated, change.Update{Sequence: h.sequence(), Version: d, Applied: true})
		pair = append(pair, d)
	}
	h.commit()
	gone, kept := pair[0], pair[1]
	h.sequence()
	h.set.Retired = []uint64{gone.Arrival}
	h.commit()

	_, err := s.Detection(ctx, "acme", casefile.AllSeeing, gone.ID)
	refused(t, "what was removed", fault.NotFound, err)
	same(t, "found by an entity", []string{kept.ID}, found(t, s, "acme", "@host = 'second'"))
	same(t, "what stands", []change.Standing{{Arrival: kept.Arrival, Status: detection.Open, Count: 2, LastSeenAt: kept.LastSeenAt}}, must(s.State(ctx, "acme"))(t).Standings)
	for _, p := range must(s.Past(ctx, "acme", 0, 100))(t) {
		if p.Arrived != nil && p.Arrived.ID != kept.ID || p.Updated != nil && p.Updated.Version.ID != kept.ID || p.Folded != nil && p.Folded.Into != kept.Arrival {
			t.Errorf("the past tells of what was removed: %+v", p)
		}
	}
	known := must(s.Known(ctx, "acme", append(repeats, gone.Identity(), kept.Identity())))(t)
	if len(known) != 2 || known[kept.Identity()].Current.ID != kept.ID || known[repeats[1]].Fold == nil {
		t.Errorf("known are %v", known)
	}
	key := detection.RepeatKey(&kept)
	traces := []change.Trace{{Key: key, Between: change.Between{From: start, To: start.Add(3 * time.Hour)}}}
	same(t, "candidates", 1, len(must(s.Candidates(ctx, "acme", traces))(t)[key]))
	lines := must(s.RuleLogs(ctx, "acme", casefile.AllSeeing, rulelog.Filter{Rule: "a"}, listing.Request{Sort: "entry", Limit: 9}))(t).Items
	if len(lines) != 1 || lines[0].Detection.ID != kept.ID {
		t.Errorf("the rule log tells %v", lines)
	}
	same(t, "the counts", 2, must(s.RuleCounts(ctx, "acme", start))(t)["a"][rulelog.CaseFull])

	h.arrives(func(d *detection.Detection) { d.Source, d.UID = gone.Source, gone.UID })
	h.commit()
	if again := must(s.Known(ctx, "acme", []detection.Identity{gone.Identity()}))(t)[gone.Identity()].Current; again.ID == gone.ID || again.ID == "" {
		t.Errorf("what came again is %v", again)
	}
}

// casesAreKept asks for the removal of what a case has, or had.
func casesAreKept(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	h := begin(t, "acme", s)
	member, left, free := h.arrives(nil), h.arrives(nil), h.arrives(nil)
	h.opens(nil, member, left)
	h.set.Book, h.set.After.RuleSet = &rule.Book{}, 1
	h.commit()
	h.set.Left = []change.Departure{{Case: 1, Arrival: left.Arrival, Barred: true}}
	h.tells(h.factOf(1))
	h.commit()
	for what, arrival := range map[string]uint64{"a member": member.Arrival, "one that left": left.Arrival, "none": 99} {
		h.sequence()
		h.set.Retired = []uint64{free.Arrival, arrival}
		refused(t, "removing "+what, fault.Internal, s.Commit(ctx, &h.set))
		h.next()
	}
	same(t, "what stands", 3, len(must(s.State(ctx, "acme"))(t).Standings))
	q := retention.Inquiry{Status: detection.Open, Before: start.AddDate(1, 0, 0)}
	same(t, "what expired", []uint64{free.Arrival}, must(s.Expired(ctx, "acme", q, 10))(t).Expired)
	same(t, "how many", retention.Count{N: 1, Oldest: start, Newest: start}, must(s.CountExpired(ctx, "acme", q))(t))
}

func passMeetsTheExpired(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	h := begin(t, "acme", s)
	bound := start.Add(time.Hour)
	arrive := func(status detection.Status, received, seen time.Time) uint64 {
		return h.arrives(func(d *detection.Detection) { d.Status, d.ReceivedAt, d.LastSeenAt = status, received, seen }).Arrival
	}
	second := arrive(detection.Open, start.Add(time.Minute), start)
	first := arrive(detection.Open, start, bound.Add(-time.Microsecond))
	arrive(detection.Open, start, bound)
	third := arrive(detection.Open, bound.Add(-time.Microsecond), start)
	arrive(detection.Open, bound, start)
	closed := arrive(detection.Closed, start, start)
	ignored := arrive(detection.Ignored, start, start)
	arrive(detection.InCase, start, start)
	h.commit()
	for status, want := range map[detection.Status][]uint64{
		detection.Open: {first, second, third}, detection.Closed: {closed}, detection.Ignored: {ignored},
	} {
		for _, limit := range []int{1, 2, 10} {
			var met []uint64
			for q, end := (retention.Inquiry{Status: status, Before: bound}), false; !end; {
				found := must(s.Expired(ctx, "acme", q, limit))(t)
				met, q.After, end = append(met, found.Expired...), found.Next, found.End
			}
			same(t, "the "+string(status)+" ones", want, met)
		}
	}
	same(t, "how many", retention.Count{N: 3, Oldest: start, Newest: bound.Add(-time.Microsecond)},
		must(s.CountExpired(ctx, "acme", retention.Inquiry{Status: detection.Open, Before: bound}))(t))
	same(t, "nothing", retention.Count{}, must(s.CountExpired(ctx, "acme", retention.Inquiry{Status: detection.Open, Before: start}))(t))
}

func newestIsFound(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	h := begin(t, "acme", s)
	if _, some, err := s.Newest(ctx, "acme", start); some || err != nil {
		t.Errorf("something is the newest of nothing: %v", err)
	}
	for _, hours := range []int{2, 0, 1} {
		h.arrives(func(d *detection.Detection) { d.ReceivedAt = start.Add(time.Duration(hours) * time.Hour) })
	}
	h.commit()
	for until, want := range map[time.Duration]time.Duration{3 * time.Hour: 2 * time.Hour, 2 * time.Hour: 2 * time.Hour, 2*time.Hour - 1000: time.Hour, 0: 0} {
		at, some, err := s.Newest(ctx, "acme", start.Add(until))
		if !some || err != nil || !at.Equal(start.Add(want)) {
			t.Errorf("the newest by %v is %v, want %v (%v)", until, at.Sub(start), want, err)
		}
	}
	if _, some, _ := s.Newest(ctx, "acme", start.Add(-time.Microsecond)); some {
		t.Error("the newest is after the time asked for")
	}
}
