package engine

import (
	"slices"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

// planMerge lets open cases give way to the command's, which takes what they have. A
// detection that is in both stays in the one that gives way, too: so undoing is exact.
func (o *order) planMerge() (func() error, error) {
	if err := o.aimAt(o.command.Case); err != nil {
		return nil, err
	}
	into := o.target.Number
	there, err := o.s.engine.ledger.HeldCase(o.ctx, o.set.TenantID, into)
	if err != nil {
		return nil, err
	}
	taken, err := o.arrivalsIn(into)
	if err != nil {
		return nil, err
	}
	all, moved := []parting{}, 0
	o.command.Moved = nil
	for _, number := range o.command.Cases {
		p, err := o.wholeParting(number)
		if err == nil {
			err = o.alike(&p.from, &there)
		}
		if err != nil {
			return nil, err
		}
		p.leave(func(d *detection.Detection) bool { return !taken[d.Arrival] })
		m := command.Moved{From: number}
		for _, d := range p.leaving {
			taken[d.Arrival], m.Arrivals = true, append(m.Arrivals, d.Arrival)
		}
		if moved += len(p.leaving); moved > command.MaxMoved {
			return nil, fault.New(fault.TooLarge, "These cases have more than %d detections: merge fewer at a time.", command.MaxMoved)
		}
		all, o.command.Moved = append(all, p), append(o.command.Moved, m)
	}
	if err := o.mayMeet(append([]uint64{into}, o.command.Cases...)); err != nil {
		return nil, err
	}
	return func() error {
		for _, p := range all {
			if err := o.mergeOne(p, into, there); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// mayMeet refuses that cases become one of which some are kept apart.
func (o *order) mayMeet(numbers []uint64) error {
	for i, a := range numbers {
		for _, b := range numbers[:i] {
			if o.cases.KeptApart(a, b) {
				return fault.New(fault.Conflict, "%s and %s are kept apart.", o.name(b), o.name(a))
			}
		}
	}
	return nil
}

func (o *order) mergeOne(p parting, into uint64, there change.Held) error {
	if err := o.give(p, into, there); err != nil {
		return err
	}
	target, number := o.target, p.from.Case.Number
	held := change.Held{Case: o.current(p.from.Case)}
	c, facts := held.Case.GiveWay(into, o.command.By, o.now)
	o.become(held, c, facts)
	o.tell(target, activity.CaseMerged, number, into)
	return nil
}

// wholeParting is an open case before anybody leaves it.
func (o *order) wholeParting(number uint64) (p parting, err error) {
	if p.from, err = o.standing(number); err != nil {
		return p, err
	}
	if !p.from.Case.Open() {
		return p, fault.New(fault.Conflict, "%s is %s: only open cases are merged and split.", o.name(number), p.from.Case.Status)
	}
	p.rest, err = o.placed(number)
	return p, err
}

// placed are a case's members, of whom it is known which cases they are in.
func (o *order) placed(number uint64) ([]*detection.Detection, error) {
	members, err := o.members(number)
	if err != nil {
		return nil, err
	}
	for some := range slices.Chunk(members, command.MaxDetections) {
		ids := make([]string, len(some))
		for i, d := range some {
			ids[i] = d.ID
		}
		filed, err := o.s.engine.ledger.WithRaw(o.ctx, o.set.TenantID, casefile.AllSeeing, ids)
		if err != nil {
			return nil, err
		}
		for _, f := range filed {
			o.complete(f)
		}
	}
	return members, nil
}

func (o *order) arrivalsIn(number uint64) (map[uint64]bool, error) {
	members, err := o.members(number)
	in := map[uint64]bool{}
	for _, d := range members {
		in[d.Arrival] = true
	}
	return in, err
}

// planSplit makes a new case of some of a case's detections.
func (o *order) planSplit() (func() error, error) {
	p, err := o.partingOfAll()
	switch {
	case err != nil:
		return nil, err
	case !p.from.Case.Open():
		return nil, fault.New(fault.Conflict, "%s is %s: only open cases are merged and split.", o.name(o.command.Case), p.from.Case.Status)
	case len(p.rest) == 0:
		return nil, fault.New(fault.Invalid, "These are all its detections: nothing would be left of the case.")
	}
	o.command.To = o.set.After.Case + 1
	return func() error {
		o.split(p)
		return nil
	}, nil
}

func (o *order) split(p parting) {
	o.set.After.Case++
	from, number := p.from.Case, o.set.After.Case
	plan := casefile.Plan{
		Title: o.command.Title, Type: from.Type, Priority: from.Priority, Status: casefile.New, ManagedBy: from.ManagedBy, Tags: from.Tags,
	}
	o.release(p, number)
	source := o.target
	c, facts := casefile.SplitOff(from.Number, number, o.set.TenantID, plan, p.leaving, o.command.By, o.now)
	for _, d := range p.leaving {
		o.member(c, facts, d, casefile.RuleRef{})
		facts = nil
	}
	c = o.inherits(c, &source, o.command.By)
	o.bequeath(p, number, change.Held{})
	o.tell(source, activity.CaseSplit, from.Number, number)
	o.target = c
}

// tell adds to a case's history what concerns it and another.
func (o *order) tell(c casefile.Case, kind activity.Kind, from, to uint64) {
	c, facts := c.Tell(kind, from, to, o.command.By, o.now)
	o.put(c)
	o.note(o.set.After.Sequence, facts)
	o.target = c
}
