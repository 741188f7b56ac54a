package storetest

import (
	"fmt"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/retention"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/core/settings"
)

func pastIsAsItWas(t *testing.T, place Place) {
	s := opened(t, place)
	h := begin(t, "acme", s)
	d := h.arrives(nil)
	came := d
	repeat := h.folds(&d, time.Second)
	d.Status = detection.InCase
	h.stands(&d)
	h.opens(nil, d)
	h.commit()
	repeat2 := h.folds(&d, time.Second)
	h.orders(command.Command{Kind: command.SetStatus, Case: 1, Status: casefile.Resolved})
	bounds := settings.Default("UTC")
	h.sequence()
	h.set.Settings = &bounds
	h.commit()
	newer := d
	newer.Version, newer.Title, newer.Raw = 2, "worse", []byte(`{"again":1}`)
	newer.Fingerprint = detection.Fingerprint(newer.Raw)
	h.set.Updated = []change.Update{{Sequence: h.sequence(), Version: newer, Applied: true}}
	h.commit()
	book := rule.Book{Rules: []rule.Rule{{ID: "a", Title: "A"}}}
	h.writes(book)
	h.commit()

	want := []change.Past{
		{Sequence: 1, At: start, Arrived: &came},
		{Sequence: 2, At: start, Folded: &change.Fold{Sequence: 2, Into: 1, Repeat: repeat, Fingerprint: repeat.Fingerprint}},
		{Sequence: 3, At: start, Folded: &change.Fold{Sequence: 3, Into: 1, Repeat: repeat2, Fingerprint: repeat2.Fingerprint}},
		{Sequence: 4, At: start, Command: &command.Command{Kind: command.SetStatus, Case: 1, Status: casefile.Resolved}},
		{Sequence: 5, At: start, Settings: &bounds},
		{Sequence: 6, At: start, Updated: &change.Update{Sequence: 6, Version: newer, Applied: true}},
		{Sequence: 7, At: start, Book: &book},
	}
	for _, limit := range []int{1, 3, 7, 100} {
		same(t, fmt.Sprint("the past by ", limit), want, must(pastOf(s, "acme", limit))(t))
	}
	same(t, "what stands", 3, must(s.Detection(t.Context(), "acme", casefile.AllSeeing, d.ID))(t).Count)
}

// bornWithItsStanding tells an arrival that bears its repeats itself.
func bornWithItsStanding(t *testing.T, place Place) {
	s := opened(t, place)
	h := begin(t, "acme", s)
	d := h.arrives(nil)
	came := d
	h.folds(&d, 0)
	h.set.Standings, d.Status = nil, detection.InCase
	h.set.Arrived[0] = d
	h.commit()
	same(t, "as it came", &came, must(s.Past(t.Context(), "acme", 0, 1))(t)[0].Arrived)
	same(t, "as it stands", d, must(s.Detection(t.Context(), "acme", casefile.AllSeeing, d.ID))(t).Detection)
}

func repeatsAreFound(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	h := begin(t, "acme", s)
	d := h.arrives(func(d *detection.Detection) { d.Title = "same" })
	h.arrives(nil)
	h.opens(nil, d)
	h.commit()
	key := detection.RepeatKey(&d)
	near := func(at time.Time, reach time.Duration) int {
		found := must(s.Candidates(ctx, "acme", []change.Trace{{Key: key, Between: change.Between{From: at.Add(-reach), To: at.Add(reach)}}, {Key: key + 1}}))(t)
		for _, c := range found[key] {
			same(t, "the candidate's cases", []uint64{1}, c.Cases)
		}
		return len(found[key])
	}
	if near(start, 0) != 1 || near(start.Add(time.Minute), time.Minute) != 1 || near(start.Add(time.Minute+time.Microsecond), time.Minute) != 0 {
		t.Error("candidates are not those within the span, both ends included")
	}
	h.folds(&d, 5*time.Hour)
	h.commit()
	if near(start, time.Minute) != 0 || near(start.Add(5*time.Hour), 0) != 1 {
		t.Error("a detection is not found where it was last seen")
	}
	d.Title, d.Version = "another", 2
	h.set.Updated = []change.Update{{Sequence: h.sequence(), Version: d, Applied: true}}
	h.commit()
	if near(start.Add(5*time.Hour), 0) != 0 {
		t.Error("a detection is found by the claim of an earlier version")
	}
	key = detection.RepeatKey(&d)
	if near(start.Add(5*time.Hour), 0) != 1 {
		t.Error("a detection is not found by the claim of its new version")
	}
}

// listedTwice lists a detection anew without unlisting it, which may be.
func listedTwice(t *testing.T, place Place) {
	s := opened(t, place)
	h := begin(t, "acme", s)
	h.arrives(nil)
	for _, r := range []struct{ row, after, arrival int }{{1, 1, 5}, {1, 2, 5}, {1, 3, 6}, {2, 10, 7}} {
		h.set.Listed = append(h.set.Listed, change.OpenRow{
			Criterion: 1, Row: uint64(r.row), CreatedAt: start.Add(time.Duration(r.after) * time.Second), Arrival: uint64(r.arrival),
		})
	}
	h.commit()
	q := change.Inquiry{Criterion: 1, Rows: []uint64{1, 2}, Shared: 1, Around: start, Reach: time.Minute, Limit: 2}
	same(t, "the nearest", []uint64{5, 6}, must(s.Related(t.Context(), "acme", q))(t))
	q.Skip = 1
	same(t, "the next", []uint64{6, 7}, must(s.Related(t.Context(), "acme", q))(t))
}

func repeatStaysKnown(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	h := begin(t, "acme", s)
	d := h.arrives(nil)
	repeat := h.folds(&d, time.Second)
	fold := h.set.Folded[0]
	h.commit()
	id := repeat.Identity()
	same(t, "the repeat", map[detection.Identity]change.Known{id: {Fold: &fold}}, must(s.Known(ctx, "acme", []detection.Identity{id}))(t))
	own := h.arrives(func(d *detection.Detection) { d.Source, d.UID = id.Source, id.UID })
	h.commit()
	known := must(s.Known(ctx, "acme", []detection.Identity{id}))(t)[id]
	if known.Fold != nil || known.Current.ID != own.ID {
		t.Errorf("%+v is known, want the detection of its own", known)
	}
}

func membersLeave(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	h := begin(t, "acme", s)
	a, b := h.arrives(nil), h.arrives(nil)
	h.opens(nil, a, b)
	h.opens(nil, b)
	copied := change.Key{Case: 2, Row: "copied", DetectionID: a.ID, RuleID: "rule"}
	ofNobody := change.Key{Case: 2, Row: "copied", DetectionID: detection.ID(0), RuleID: "rule"}
	h.set.Keys = append(h.set.Keys, copied, ofNobody, ofNobody)
	h.commit()
	h.set.Left = []change.Departure{{Case: 1, Arrival: b.Arrival, Barred: true}, {Case: 2, Arrival: b.Arrival}}
	h.tells(h.factOf(1))
	h.commit()
	held := must(s.HeldCase(ctx, "acme", 1))(t)
	same(t, "keys that stay", []change.Key{{Case: 1, Row: "row of " + a.ID, DetectionID: a.ID, RuleID: "rule"}}, held.Keys)
	same(t, "who is barred", []uint64{b.Arrival}, held.Barred)
	same(t, "keys of no member", []change.Key{ofNobody, copied}, must(s.HeldCase(ctx, "acme", 2))(t).Keys)
	same(t, "memberships", []change.Member(nil), must(s.Memberships(ctx, "acme", casefile.AllSeeing, b.ID))(t))

	h.set.Left = []change.Departure{{Case: 1, Arrival: b.Arrival}}
	h.tells(h.factOf(1))
	refused(t, "leaving twice", fault.Internal, s.Commit(ctx, &h.set))
	h.next()
	h.joins(1, b)
	h.tells(h.factOf(1))
	h.commit()
	same(t, "who is barred still", []uint64{b.Arrival}, must(openCases(ctx, s, "acme"))(t)[0].Barred)
	if n := len(must(s.Members(ctx, "acme", 1))(t)); n != 2 {
		t.Errorf("%d members, want 2", n)
	}
}

func partnersShare(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	partner := access.Partner{ID: "p", Name: "Partner", CreatedAt: start, Version: 1}
	for _, err := range []error{
		s.Administer(ctx, admin.Deed{At: start}.CreatePartner(access.Partner{ID: "q", CreatedAt: start})), s.Administer(ctx, admin.Deed{At: start}.CreatePartner(partner)),
		s.Administer(ctx, admin.Deed{At: start}.CreateTenant(access.Organisation{ID: "b", PartnerID: "p", CreatedAt: start})), s.Administer(ctx, admin.Deed{At: start}.CreateTenant(access.Organisation{ID: "a", PartnerID: "p", CreatedAt: start})),
		s.Administer(ctx, admin.Deed{At: start}.CreateTenant(access.Organisation{ID: "c", CreatedAt: start})),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	same(t, "the partner", partner, must(s.Partner(ctx, "p"))(t))
	if all := must(s.Partners(ctx))(t); len(all) != 2 || all[0].ID != "p" {
		t.Errorf("partners: %v", all)
	}
	if all := must(s.TenantsOf(ctx, "p"))(t); len(all) != 2 || all[0].ID != "a" || len(must(s.TenantsOf(ctx, ""))(t)) != 0 {
		t.Errorf("the partner's tenants: %v", all)
	}
	first := rule.Book{Rules: []rule.Rule{{ID: "a", Title: "A"}, {ID: "b", Title: "B"}}}
	second := rule.Book{Rules: []rule.Rule{{ID: "b", Title: "B"}, {ID: "a", Title: "A2"}}, Templates: []rule.Template{{ID: "a", Title: "T"}}}
	_, version, err := s.SharedBook(ctx, "p")
	if err != nil || version != 0 {
		t.Errorf("a partner without rules is at %d, %v", version, err)
	}
	must(s.Share(ctx, "p", 0, first, start))(t)
	_, err = s.Share(ctx, "p", 0, second, start)
	refused(t, "what was not seen", fault.Conflict, err)
	if v := must(s.Share(ctx, "p", 1, second, start.Add(time.Hour)))(t); v != 2 {
		t.Errorf("version %d, want 2", v)
	}
	book, version, err := s.SharedBook(ctx, "p")
	same(t, "the shared book", second, book)
	same(t, "its version", uint64(2), version)
	same(t, "the rule's versions", []change.Edition{
		{SetVersion: 2, At: start.Add(time.Hour), Rule: &second.Rules[1]}, {SetVersion: 1, At: start, Rule: &first.Rules[0]},
	}, must(s.SharedVersions(ctx, "p", change.RuleItem, "a"))(t))
	if err != nil {
		t.Error(err)
	}
	for _, id := range []string{"nobody", "", "nul\x00"} {
		_, err = s.Partner(ctx, id)
		refused(t, "no partner", fault.NotFound, err)
		_, _, err = s.SharedBook(ctx, id)
		refused(t, "no partner's book", fault.NotFound, err)
		_, err = s.Share(ctx, id, 0, first, start)
		refused(t, "no partner shares", fault.NotFound, err)
	}
}

func backtestsAreKept(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	begin(t, "acme", s)
	for n := range 55 {
		if err := s.SaveBacktest(ctx, "acme", fmt.Sprint("b", n), start.Add(time.Duration(n)*time.Second), []byte("old")); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SaveBacktest(ctx, "acme", "b54", start.Add(54*time.Second), []byte("new")); err != nil {
		t.Fatal(err)
	}
	same(t, "the newest", [][]byte{[]byte("new"), []byte("old")}, must(s.Backtests(ctx, "acme", 2))(t))
	if n := len(must(s.Backtests(ctx, "acme", 100))(t)); n != 50 {
		t.Errorf("%d backtests are kept, want 50", n)
	}
	same(t, "one", []byte("new"), must(s.Backtest(ctx, "acme", "b54"))(t))
	for _, id := range []string{"b0", "nul\x00"} {
		_, err := s.Backtest(ctx, "acme", id)
		refused(t, id, fault.NotFound, err)
	}
}

// newReadsRefuse asks of strangers all that automatic cases read.
func newReadsRefuse(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	ask := func(tenant string) map[string]error {
		errs := map[string]error{}
		_, _, errs["settings"] = s.Settings(ctx, tenant)
		_, errs["book at"] = s.BookAt(ctx, tenant, 1)
		_, errs["versions"] = s.Versions(ctx, tenant, change.RuleItem, "a")
		_, errs["held case"] = s.HeldCase(ctx, tenant, 1)
		_, errs["members"] = s.Members(ctx, tenant, 1)
		_, errs["with raw"] = s.WithRaw(ctx, tenant, casefile.AllSeeing, []string{detection.ID(1)})
		_, errs["expired"] = s.Expired(ctx, tenant, retention.Inquiry{Status: detection.Open, Before: start.AddDate(1, 0, 0)}, 1)
		_, errs["count of expired"] = s.CountExpired(ctx, tenant, retention.Inquiry{Status: detection.Open, Before: start.AddDate(1, 0, 0)})
		_, _, errs["newest"] = s.Newest(ctx, tenant, start)
		_, errs["backtest"] = s.Backtest(ctx, tenant, "b")
		_, errs["candidates"] = s.Candidates(ctx, tenant, nil)
		_, errs["memberships"] = s.Memberships(ctx, tenant, casefile.AllSeeing, detection.ID(1))
		_, errs["related"] = s.Related(ctx, tenant, change.Inquiry{Rows: []uint64{1}, Shared: 1, Limit: 1})
		_, _, errs["open span"] = s.OpenSpan(ctx, tenant)
		_, errs["open between"] = s.OpenBetween(ctx, tenant, change.Between{}, 0, time.Time{}, 0, 1)
		_, errs["gaps"] = s.Gaps(ctx, tenant)
		_, errs["state"] = s.State(ctx, tenant)
		_, _, errs["created"] = s.Created(ctx, tenant, start, start)
		_, errs["past"] = s.Past(ctx, tenant, 0, 1)
		_, errs["counts"] = s.RuleCounts(ctx, tenant, start)
		_, errs["backtests"] = s.Backtests(ctx, tenant, 1)
		errs["save backtest"] = s.SaveBacktest(ctx, tenant, "b", start, nil)
		return errs
	}
	for what, err := range ask("nobody") {
		refused(t, what, fault.NotFound, err)
	}
	h := begin(t, "acme", s)
	d := h.arrives(nil)
	h.opens(nil, d)
	h.writes(rule.Book{Rules: []rule.Rule{{ID: "a"}}})
	h.orders(command.Command{Kind: command.OpenCase})
	h.logs(rulelog.Entry{At: start, Kind: rulelog.Created, Rule: &rulelog.Ref{ID: "a"}})
	h.set.Listed = []change.OpenRow{{Criterion: 0, Row: 1, Arrival: 1}}
	h.set.Gaps = []change.Gap{{Criterion: 1}}
	h.commit()
	begin(t, "other", s)
	for what, err := range ask("other") {
		switch what {
		case "book at", "versions", "held case", "members", "backtest":
			refused(t, what+" of another tenant", fault.NotFound, err)
		default:
			if err != nil {
				t.Errorf("%s of another tenant: %v", what, err)
			}
		}
	}
	same(t, "another's past", []change.Past(nil), must(s.Past(t.Context(), "other", 0, 9))(t))
	same(t, "another's index", []uint64(nil), must(s.Related(ctx, "other", change.Inquiry{Rows: []uint64{1}, Shared: 1, Limit: 1, Around: time.Time{}}))(t))
	same(t, "another's counts", map[string]map[rulelog.Kind]int{}, must(s.RuleCounts(ctx, "other", start))(t))
}
