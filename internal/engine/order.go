package engine

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/match"
	"caseweave/internal/core/rule"
)

// maxGenesis is how many detections of a case opened by hand, or added by hand
// at a time, search for related ones (T43).
const maxGenesis = 100

// Order does what somebody orders, in the tenant's order, and answers after the
// commit. What the order names and is not there is fault.NotFound; a case that
// takes no detections is fault.Conflict.
func (e *Engine) Order(ctx context.Context, tenant access.Organisation, c command.Command) (Done, error) {
	s, err := e.sequencer(ctx, tenant)
	if err != nil {
		return Done{}, err
	}
	var done Done
	err = s.do(ctx, func(w *draft) (err error) {
		done, err = w.order(c)
		return err
	})
	return done, err
}

// order carries a command out. The ledger is brought up to date first, so that
// what is read from it is true; once something was changed, an error is the draft's.
func (w *draft) order(c command.Command) (Done, error) {
	if err := c.Check(); err != nil {
		return Done{}, err
	}
	if err := w.commit(); err != nil {
		return Done{}, err
	}
	o := order{draft: w, command: c}
	plan, err := o.plan()
	if err != nil {
		return Done{}, err
	}
	o.done.Order = w.next()
	w.set.Commands = append(w.set.Commands, change.Order{Sequence: o.done.Order, Command: o.command})
	if w.failed = plan(); w.failed != nil {
		return Done{}, w.failed
	}
	if o.target.Number != 0 {
		o.done.Case, w.failed = o.caseOf(o.target.Number)
	}
	return o.done, w.failed
}

// order is a command being carried out.
type order struct {
	*draft
	command command.Command
	target  casefile.Case
	done    Done
}

// plan reads all that the command needs, refuses what can't be done, and answers
// what is to be done.
func (o *order) plan() (func() error, error) {
	switch o.command.Kind {
	case command.OpenCase:
		return o.planOpening()
	case command.AddDetections:
		return o.planAdding()
	case command.RemoveDetections:
		return o.planRemoval()
	case command.MoveDetections:
		return o.planMove()
	case command.SetStatus, command.EditCase:
		return o.planEdit()
	case command.ClaimCase:
		return o.planClaim()
	case command.CommentCase, command.EditComment, command.DeleteComment:
		return o.planComment()
	case command.SettleDetections:
		return o.planSettling()
	case command.MergeCases:
		return o.planMerge()
	case command.SplitCase:
		return o.planSplit()
	case command.TieCases, command.UntieCases:
		return o.planTie()
	case command.Undo:
		return o.planUndo()
	}
	return nil, fault.New(fault.Invalid, "There is no command %q.", o.command.Kind)
}

func (o *order) planOpening() (func() error, error) {
	named, err := o.named()
	if err == nil {
		err = o.mayJoin(named)
	}
	if err != nil {
		return nil, err
	}
	return func() error { return o.openByHand(strings.TrimSpace(o.command.Title), named) }, nil
}

func (o *order) openByHand(title string, named []*detection.Detection) error {
	o.set.After.Case++
	plan := rule.Plain
	plan.Title = title
	o.target.Number = o.set.After.Case
	if len(named) == 0 {
		c, opened := casefile.Begin(o.set.TenantID, o.target.Number, plan, o.command.By, o.now)
		o.put(c)
		o.note(o.set.After.Sequence, opened)
		return nil
	}
	hand := casefile.Hand{Actor: o.command.By}
	err := o.enlist(named, func(d *detection.Detection, hits []match.Hit) error {
		if o.cases.Has(o.target.Number) {
			return o.join(o.target.Number, d, hand, hits)
		}
		c, facts := casefile.Open(o.set.TenantID, o.target.Number, plan, d, hand, o.now)
		o.enrol(c, facts, d, hand, hits)
		return nil
	})
	if err != nil {
		return err
	}
	return o.searchFrom(named, o.owns)
}

// owns says whether who opened the case belongs to the owner of a rule (T32).
func (o *order) owns(hit *match.Hit) bool {
	if hit.Rule.Rule.Owner == rule.PartnerOwned {
		return o.command.Side.Partner
	}
	return o.command.Side.Tenant
}

func (o *order) planAdding() (func() error, error) {
	if err := o.aimAt(o.command.Case); err != nil {
		return nil, err
	}
	named, err := o.named()
	if err == nil {
		err = o.mayJoin(named)
	}
	if err != nil {
		return nil, err
	}
	var added []*detection.Detection
	for _, d := range named {
		if slices.Contains(o.places[d.Arrival], o.target.Number) {
			o.done.Already = append(o.done.Already, d.ID)
			continue
		}
		added = append(added, d)
	}
	return func() error {
		if err := o.enlist(added, func(d *detection.Detection, hits []match.Hit) error {
			return o.join(o.target.Number, d, casefile.Hand{Actor: o.command.By}, hits)
		}); err != nil {
			return err
		}
		return o.searchFrom(added, func(*match.Hit) bool { return true })
	}, nil
}

// aimAt makes an open case the target.
func (o *order) aimAt(number uint64) (err error) {
	if o.cases.Has(number) {
		if o.target, err = o.whole(number); err == nil {
			err = o.mayChange(&o.target)
		}
		return err
	}
	held, err := o.standing(number)
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "The case is %s: only open cases take detections.", held.Case.Status)
}

// standing is any case that was not merged away; fault.Conflict for one that was.
func (o *order) standing(number uint64) (change.Held, error) {
	held, err := o.heldCase(number)
	if err == nil && held.Case.MergedInto != 0 {
		return held, fault.New(fault.Conflict, "%s was merged into %s.", o.name(number), o.name(held.Case.MergedInto))
	}
	if err == nil {
		err = o.mayChange(&held.Case)
	}
	return held, err
}

// name is a case's number as people know it.
func (o *order) name(number uint64) string {
	return casefile.FormatNumber(o.settings.CasePrefix, number)
}

// enlist makes detections members by hand, in order of arrival.
func (o *order) enlist(named []*detection.Detection, join func(*detection.Detection, []match.Hit) error) error {
	rules := o.s.rules.Load()
	for _, d := range named {
		hits := rules.Match(d)
		if err := join(d, hits); err != nil {
			return err
		}
		o.unlist(d, hits)
		o.done.Detections = append(o.done.Detections, d.ID)
	}
	return nil
}

// searchFrom searches from the first of named by arrival, each by the first rule
// that holds on it and may append, where wanted says so.
func (o *order) searchFrom(named []*detection.Detection, wanted func(*match.Hit) bool) error {
	before := len(o.set.Members)
	rules := o.s.rules.Load()
	for _, d := range named[:min(len(named), maxGenesis)] {
		hits := rules.Match(d)
		first := slices.IndexFunc(hits, func(h match.Hit) bool { return h.Rule.Rule.State != rule.Test })
		if first < 0 || !wanted(&hits[first]) {
			continue
		}
		if err := o.search(o.target.Number, d, &hits[first]); err != nil {
			return err
		}
	}
	for _, m := range o.set.Members[before:] {
		o.done.Related = append(o.done.Related, m.DetectionID)
	}
	return nil
}

// named are the detections that the command names, by arrival.
func (o *order) named() ([]*detection.Detection, error) {
	filed, err := o.s.engine.ledger.WithRaw(o.ctx, o.set.TenantID, casefile.AllSeeing, o.command.Detections)
	if err != nil {
		return nil, err
	}
	if err := allThere(o.command.Detections, filed); err != nil {
		return nil, err
	}
	var all []*detection.Detection
	for _, f := range filed {
		if d := o.complete(f); !slices.Contains(all, d) {
			all = append(all, d)
		}
	}
	slices.SortFunc(all, byArrival)
	return all, nil
}

func byArrival(a, b *detection.Detection) int { return cmp.Compare(a.Arrival, b.Arrival) }

// allThere is fault.NotFound where one of the ids is not among what was found of them, in order.
func allThere(ids []string, found []casefile.Filed) error {
	for i, id := range ids {
		if i == len(found) || found[i].ID != id {
			return fault.New(fault.NotFound, "There is no detection %q.", id)
		}
	}
	return nil
}

func (o *order) planEdit() (func() error, error) {
	held, err := o.held(o.command.Case)
	if err != nil {
		return nil, err
	}
	edit := o.command.Changes()
	if edit.Members != "" && o.settings.DetectionsStay {
		return nil, fault.New(fault.Conflict, "The settings say that detections stay as they are when their case is closed.")
	}
	if edit.ManagedBy != nil && *edit.ManagedBy == casefile.Provider && !o.command.Side.Served {
		return nil, fault.New(fault.Invalid, "%s", casefile.Unserved)
	}
	c, facts, err := held.Case.Change(*edit, o.command.By, o.now)
	if err != nil {
		return nil, err
	}
	var members []*detection.Detection
	if edit.Members != "" {
		read := o.members
		if o.command.Side.Customer { // it matters what else they are in
			read = o.placed
		}
		if members, err = read(c.Number); err == nil {
			err = o.mayTouch(members)
		}
		if err != nil {
			return nil, err
		}
	}
	behind, err := o.behind(&held.Case, &c)
	if err != nil {
		return nil, err
	}
	return func() error {
		for _, d := range members {
			d.Status = edit.Members
			o.changed(d)
		}
		o.follow(behind, &c)
		o.become(held, c, facts)
		return nil
	}, nil
}

// held is any case, with its keys where it is not open: it may be afterwards.
func (o *order) held(number uint64) (held change.Held, err error) {
	if o.cases.Has(number) {
		if held.Case, err = o.whole(number); err == nil {
			err = o.mayChange(&held.Case)
		}
		return held, err
	}
	return o.standing(number)
}

// become lets a case be otherwise; one that is open no more leaves the index, and
// one that is open again comes back with its keys.
func (o *order) become(held change.Held, c casefile.Case, facts []activity.Fact) {
	was := held.Case
	o.target = c
	switch {
	case was.Open() && !c.Open():
		o.cases.Remove(c.Number)
	case !was.Open() && c.Open():
		held.Case = c
		enter(o.cases, held.Open())
	}
	o.put(c)
	o.note(o.set.After.Sequence, facts)
}
