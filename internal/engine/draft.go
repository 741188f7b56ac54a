package engine

import (
	"context"
	"slices"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/group"
	"caseweave/internal/core/match"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/core/settings"
)

// draft is a change.Set in the making: the sequencer's cases as they become,
// and everything that has to be written for it.
type draft struct {
	ctx      context.Context
	s        *sequencer
	set      change.Set
	cases    *group.Index
	settings settings.Settings
	now      time.Time
	// known are the identities of the batch that the tenant has, this draft's own included.
	known map[detection.Identity]*known
	// met holds the one copy of each detection that the batch has to do with, by
	// arrival, and places the cases that it is in, where that is known.
	met    map[uint64]*detection.Detection
	places map[uint64][]uint64
	// rolls are the arrivals of the members of cases, where they were asked for.
	rolls map[uint64][]uint64
	// shut are cases that are open no more and were asked for.
	shut map[uint64]casefile.Case
	// repeatable are what new detections may become part of, by their repeat keys.
	repeatable map[uint64][]*detection.Detection
	// recalled are the detections of the batch, new or not.
	recalled []*detection.Detection
	// jobs are what is decided on, of which so many are done, and ends theirs.
	jobs []job
	ends []end
	done int
	// size and bytes are how many detections the jobs bring, and what their sources sent.
	size, bytes int
	// ahead is the draft that is being committed: what it decided lies over what
	// the ledger tells. Nil for none.
	ahead *draft
	// landed is closed when the draft was committed, or failed.
	landed chan struct{}
	// failed is why the draft can't be committed any more.
	failed error

	// What follows is of the set under way, and begins anew with the next.

	// touched finds a case in set.Cases by its number.
	touched map[uint64]int
	// arrived are the set's new detections, and fresh says which of them bear
	// their standing themselves.
	arrived []*detection.Detection
	fresh   map[uint64]bool
	// grown are those of arrived as they came that repeats were folded into.
	grown map[uint64]detection.Detection
	// standings are those of others that changed.
	standings map[uint64]*detection.Detection
	// waiting are open detections that the stored index does not tell, by what they are listed under.
	waiting map[listed]map[uint64]*detection.Detection
}

// known is what the tenant has of an identity.
type known struct {
	current      *detection.Detection
	fingerprints []string
	// fold is set instead where the identity is a repeat's.
	fold *change.Fold
}

func newDraft(ctx context.Context, s *sequencer) *draft {
	return &draft{
		ctx: ctx, s: s, ahead: s.ahead, landed: make(chan struct{}),
		known:      map[detection.Identity]*known{},
		met:        map[uint64]*detection.Detection{},
		places:     map[uint64][]uint64{},
		rolls:      map[uint64][]uint64{},
		shut:       map[uint64]casefile.Case{},
		repeatable: map[uint64][]*detection.Detection{},
	}
}

// begin lets the draft start from where the sequencer stands.
func (w *draft) begin() {
	w.cases, w.settings = w.s.cases, *w.s.bounds.Load()
	w.now = w.s.engine.now().UTC().Truncate(time.Microsecond)
	w.tidy()
	w.anew()
}

// anew begins an empty set.
func (w *draft) anew() {
	w.set = change.Set{TenantID: w.s.tenant.ID, Before: w.s.head, After: w.s.head, At: w.now}
	w.touched = map[uint64]int{}
	w.arrived, w.fresh = nil, map[uint64]bool{}
	w.grown, w.standings = map[uint64]detection.Detection{}, map[uint64]*detection.Detection{}
	w.waiting = map[listed]map[uint64]*detection.Detection{}
}

// changed takes note that the standing of d changed.
func (w *draft) changed(d *detection.Detection) {
	if !w.fresh[d.Arrival] {
		w.standings[d.Arrival] = d
	}
}

// do decides on a job. Commands ask the ledger for all that they need, so what
// is being committed has to be there.
func (w *draft) do(j job) error {
	if j.arrivals == nil {
		if w.failed = w.land(); w.failed != nil {
			return w.failed
		}
		return j.command(w)
	}
	if failed := j.arrivals.body.failed.Load(); failed != nil {
		return *failed
	}
	w.failed = w.take(j.arrivals)
	return w.failed
}

// take decides on arrivals one by one, in their order.
func (w *draft) take(a *arrivals) error {
	for i := range a.items {
		if err := w.takeOne(a, &a.items[i]); err != nil {
			return err
		}
	}
	return nil
}

func (w *draft) takeOne(a *arrivals, item *arrival) (err error) {
	d := item.detection
	d.TenantID = w.set.TenantID
	w.relive(item)
	have := w.known[d.Identity()]
	if have != nil && have.current != nil {
		item.result, err = w.again(have, d)
		return err
	}
	if have != nil && item.past == nil { // what took a number was no resend, whatever is left of what it was held against
		same, err := w.sameRepeat(have.fold, d)
		if err != nil || same {
			item.result = result{outcome: unchanged}
			return err
		}
	}
	if e := w.repeats(d); e != nil {
		item.result, err = w.fold(e, d)
		return err
	}
	w.stamp(d)
	if rules := w.s.rules.Load(); a.rules != rules || rules.Set().ReadsArrival() {
		item.hits = rules.Match(d)
	}
	number, err := w.arrive(d, item.hits)
	item.result = result{outcome: accepted, cases: numbers(number)}
	return err
}

// next gives the tenant's next sequence number.
func (w *draft) next() uint64 {
	w.set.After.Sequence++
	return w.set.After.Sequence
}

// stamp gives a new detection its place in the tenant's order.
func (w *draft) stamp(d *detection.Detection) {
	d.Arrival = w.next()
	d.ID = detection.ID(d.Arrival)
	d.Version, d.Status = 1, detection.Open
	w.arrived, w.fresh[d.Arrival] = append(w.arrived, d), true
	w.met[d.Arrival], w.places[d.Arrival] = d, nil
	w.known[d.Identity()] = &known{current: d}
	w.repeatable[detection.RepeatKey(d)] = append(w.repeatable[detection.RepeatKey(d)], d)
}

// open begins a case with d, which continues a full one unless that is 0, and
// answers its number.
func (w *draft) open(d *detection.Detection, hit *match.Hit, full uint64, hits []match.Hit) (uint64, error) {
	by, number := hit.Rule, w.set.After.Case+1
	plan, err := w.assigned(by.Plan, number)
	if err != nil {
		return 0, err
	}
	w.set.After.Case = number
	hand := casefile.ByRule(by.Ref())
	plan.OpenedBy = by.Ref()
	provided := slices.Contains(w.settings.ProviderSources, d.Source)
	if was, ok := w.cases.Case(full); ok {
		plan.Continues, plan.Chain, provided = was.Number, was.First(), provided || was.Provided
	}
	if provided {
		plan.ManagedBy = casefile.Provider
	}
	untitled, _ := casefile.Open(w.set.TenantID, number, plan, d, hand, w.now)
	scene := rule.Scene{Detection: d, Case: &untitled}
	failed := w.entry(rulelog.ExpressionFailed, hit, d, number)
	failed.Template = templateOf(hit)
	plan.Title = w.said(failed)(by.CaseTitle(scene))
	plan.KeyFindings = w.said(failed)(by.KeyFindings(scene))
	c, facts := casefile.Open(w.set.TenantID, number, plan, d, hand, w.now)
	w.enrol(c, facts, d, hand, hits)
	return number, nil
}

// assigned is the plan of case number with whom its template names, if that may be (T8).
func (w *draft) assigned(plan casefile.Plan, number uint64) (casefile.Plan, error) {
	tenant, id := *w.s.called.Load(), plan.Assignee.ID
	switch {
	case id == "":
		return plan, nil
	case id == casefile.WholeTenant:
		plan.Assignee.Name = tenant.Name
		return plan, nil
	case w.s.engine.people == nil:
		plan.Assignee.Name = id
		return plan, nil
	}
	given, err := w.s.engine.people.Assignee(w.ctx, tenant, number, id)
	plan.Assignee, plan.Refused = given, given.ID == ""
	return plan, err
}

// join adds d to an open case.
func (w *draft) join(number uint64, d *detection.Detection, hand casefile.Hand, hits []match.Hit) error {
	c, err := w.whole(number)
	if err != nil {
		return err
	}
	c, facts := c.Append(d, hand, w.now)
	w.enrol(c, facts, d, hand, hits)
	return nil
}

// enrol makes d a member of c, which gains the rows of every rule that may
// append, whichever decided (automatic-cases §3, Keys), but those that a case holds
// from which it is kept apart.
func (w *draft) enrol(c casefile.Case, facts []activity.Fact, d *detection.Detection, hand casefile.Hand, hits []match.Hit) {
	if d.Status != detection.InCase {
		d.Status = detection.InCase
		w.changed(d)
	}
	w.member(c, facts, d, hand.Rule)
	for _, hit := range hits {
		if hit.Rule.Rule.State == rule.Test {
			continue
		}
		for _, row := range hit.Rows {
			if !w.cases.Mutes(c.Number, row) {
				w.hold(change.Key{Case: c.Number, Row: row, DetectionID: d.ID, RuleID: hit.Rule.Rule.ID})
			}
		}
	}
}

// member makes d, whose status says so or stays as people set it, a member of c.
func (w *draft) member(c casefile.Case, facts []activity.Fact, d *detection.Detection, by casefile.RuleRef) {
	w.put(c)
	w.note(w.set.After.Sequence, facts)
	w.places[d.Arrival] = append(w.places[d.Arrival], c.Number)
	if roll, called := w.rolls[c.Number]; called {
		w.rolls[c.Number] = append(roll, d.Arrival)
	}
	w.set.Members = append(w.set.Members, change.Member{Case: c.Number, DetectionID: d.ID, Arrival: d.Arrival, By: by})
}

func (w *draft) hold(k change.Key) {
	w.cases.Hold(k.Case, k.Row)
	w.set.Keys = append(w.set.Keys, k)
}

// put lets the set hold c as it is now.
func (w *draft) put(c casefile.Case) {
	if c.Open() {
		w.cases.Put(c.Outline())
		w.s.atHand[c.Number] = c
	} else {
		w.shut[c.Number] = c
		delete(w.s.atHand, c.Number)
	}
	if i, ok := w.touched[c.Number]; ok {
		w.set.Cases[i] = c
		return
	}
	w.touched[c.Number] = len(w.set.Cases)
	w.set.Cases = append(w.set.Cases, c)
}

// note gives facts their place in the tenant's history.
func (w *draft) note(sequence uint64, facts []activity.Fact) {
	for _, f := range facts {
		w.set.After.Entry++
		w.set.Activities = append(w.set.Activities, activity.Activity{
			TenantID: w.set.TenantID, Entry: w.set.After.Entry, Sequence: sequence, At: w.now, Fact: f,
		})
	}
}

func numbers(n uint64) []uint64 {
	if n == 0 {
		return nil
	}
	return []uint64{n}
}
