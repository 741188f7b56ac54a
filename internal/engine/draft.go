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
)

// draft is a change.Set in the making: the sequencer's cases as they become,
// and everything that has to be written for it.
type draft struct {
	ctx      context.Context
	s        *sequencer
	set      change.Set
	cases    *group.Index
	settings group.Settings
	now      time.Time
	// known are the identities of the batch that the tenant has, this draft's own included.
	known map[detection.Identity]*change.Known
	// touched finds a case in set.Cases by its number.
	touched map[uint64]int
	// failed is why the draft can't be committed any more.
	failed error
	// joined are the cases of detections that joined in this batch.
	joined map[string][]uint64
}

func newDraft(ctx context.Context, s *sequencer) *draft {
	w := &draft{
		ctx: ctx, s: s, cases: s.cases, settings: s.settings,
		now:    s.engine.now().UTC().Truncate(time.Microsecond),
		known:  map[detection.Identity]*change.Known{},
		joined: map[string][]uint64{},
	}
	w.begin()
	return w
}

func (w *draft) begin() {
	w.set = change.Set{TenantID: w.s.tenant.ID, Before: w.s.head, After: w.s.head, At: w.now}
	w.touched = map[uint64]int{}
}

// commit writes the draft, announces it, and begins the next one.
func (w *draft) commit() error {
	if w.failed != nil || w.set.Empty() {
		return w.failed
	}
	if w.failed = w.s.engine.ledger.Commit(w.ctx, &w.set); w.failed != nil {
		return w.failed
	}
	w.s.head = w.set.After
	if a := w.s.engine.announcer; a != nil {
		done := w.set
		a.Announce(&done)
	}
	w.begin()
	return nil
}

// recall asks the ledger once which of the batch's identities it knows.
func (w *draft) recall(jobs []job) error {
	var ids []detection.Identity
	for _, j := range jobs {
		if j.arrivals != nil {
			for _, a := range j.arrivals.items {
				ids = append(ids, a.detection.Identity())
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	known, err := w.s.engine.ledger.Known(w.ctx, w.set.TenantID, ids)
	for id, k := range known {
		w.known[id] = &k
	}
	return err
}

// do decides on a job.
func (w *draft) do(j job) error {
	switch {
	case j.arrivals == nil:
		return j.command(w)
	case j.arrivals.body.failed != nil:
		return j.arrivals.body.failed
	}
	w.failed = w.take(j.arrivals)
	return w.failed
}

// take decides on arrivals one by one, in their order.
func (w *draft) take(a *arrivals) error {
	rules := w.s.rules.Load()
	for i := range a.items {
		item := &a.items[i]
		d := item.detection
		if known, ok := w.known[d.Identity()]; ok {
			r, err := w.again(known, d)
			if err != nil {
				return err
			}
			item.result = r
			continue
		}
		w.stamp(d)
		if a.rules != rules || rules.Set().ReadsArrival() {
			item.hits = rules.Match(d)
		}
		item.result = w.arrive(d, item.hits)
		w.known[d.Identity()] = &change.Known{Current: *d}
	}
	return nil
}

// next gives the tenant's next sequence number.
func (w *draft) next() uint64 {
	w.set.After.Sequence++
	return w.set.After.Sequence
}

// stamp gives a new detection its place in the tenant's order.
func (w *draft) stamp(d *detection.Detection) {
	d.TenantID = w.set.TenantID
	d.Arrival = w.next()
	d.ID = detection.ID(d.Arrival)
	d.Version, d.Status = 1, detection.Open
}

// open begins a case with d and answers its number.
func (w *draft) open(d *detection.Detection, by *rule.Compiled) uint64 {
	w.set.After.Case++
	plan := by.Plan
	plan.OpenedBy = by.Ref()
	plan.Title, _ = by.CaseTitle(rule.Scene{Detection: d})
	plan.KeyFindings, _ = by.KeyFindings(rule.Scene{Detection: d})
	c, facts := casefile.Open(w.set.TenantID, w.set.After.Case, plan, d, w.now)
	w.enrol(c, facts, d, by.Ref())
	return c.Number
}

// join adds d to an open case.
func (w *draft) join(number uint64, d *detection.Detection, by *rule.Compiled) {
	c, _ := w.cases.Case(number)
	c, facts := c.Append(d, by.Ref(), w.now)
	w.enrol(c, facts, d, by.Ref())
}

func (w *draft) enrol(c casefile.Case, facts []activity.Fact, d *detection.Detection, by casefile.RuleRef) {
	d.Status = detection.InCase
	w.put(c)
	w.cases.Put(c)
	w.note(d.Arrival, facts)
	w.joined[d.ID] = append(w.joined[d.ID], c.Number)
	w.set.Members = append(w.set.Members, change.Member{Case: c.Number, DetectionID: d.ID, Arrival: d.Arrival, By: by})
}

// hold gives the case the rows of every rule that holds on its new member,
// whichever rule decided (automatic-cases §3, Keys).
func (w *draft) hold(number uint64, d *detection.Detection, hits []match.Hit) {
	for _, hit := range hits {
		for _, row := range hit.Rows {
			w.cases.Hold(number, row)
			w.set.Keys = append(w.set.Keys, change.Key{Case: number, Row: row, DetectionID: d.ID, RuleID: hit.Rule.Rule.ID})
		}
	}
}

// put lets the set hold c as it is now.
func (w *draft) put(c casefile.Case) {
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

// tell logs rules whose grouping failed, each at most once a minute.
func (w *draft) tell(d *detection.Detection, hits []match.Hit) {
	for _, hit := range hits {
		if id := hit.Rule.Rule.ID; len(hit.Errors) > 0 && w.now.Sub(w.s.toldAt[id]) >= time.Minute {
			w.s.toldAt[id] = w.now
			w.s.engine.log.Warn("grouping failed", "tenant", w.set.TenantID, "rule", id, "detection", d.ID, "error", hit.Errors[0])
		}
	}
}

func numbers(n uint64) []uint64 {
	if n == 0 {
		return nil
	}
	return []uint64{n}
}

// current is the case of that number as this draft has it, or stored when the draft has none.
func (w *draft) current(stored casefile.Case) casefile.Case {
	if i, ok := w.touched[stored.Number]; ok {
		return w.set.Cases[i]
	}
	if c, ok := w.cases.Case(stored.Number); ok {
		return c
	}
	return stored
}

// casesOf are the cases of a detection: those of this batch and those stored.
func (w *draft) casesOf(id string) ([]casefile.Case, error) {
	stored, err := w.s.engine.ledger.CasesOf(w.ctx, w.set.TenantID, id)
	if err != nil {
		return nil, err
	}
	for i := range stored {
		stored[i] = w.current(stored[i])
	}
	for _, number := range w.joined[id] {
		has := func(c casefile.Case) bool { return c.Number == number }
		if c, ok := w.cases.Case(number); ok && !slices.ContainsFunc(stored, has) {
			stored = append(stored, c)
		}
	}
	return stored, nil
}
