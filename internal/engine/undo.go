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

// planUndo takes back what another command moved (B4): what is still where it
// put it goes back, what came later stays.
func (o *order) planUndo() (func() error, error) {
	past, err := o.s.engine.ledger.Past(o.ctx, o.set.TenantID, o.command.Undoes-1, 1)
	if err != nil {
		return nil, err
	}
	if len(past) == 0 || past[0].Sequence != o.command.Undoes || past[0].Command == nil {
		return nil, noSuchOrder()
	}
	was := *past[0].Command
	if err := o.mayUndo(was); err != nil {
		return nil, err
	}
	switch was.Kind {
	case command.MergeCases:
		return o.planUnmerge(was)
	case command.SplitCase:
		return o.planUnsplit(was)
	case command.MoveDetections:
		return o.planReturn(was)
	}
	return nil, fault.New(fault.Invalid, "Only a merge, a split or a move is undone.")
}

// mayUndo refuses an order about a case that who undoes it may not know of, as if there were none.
func (o *order) mayUndo(was command.Command) error {
	numbers := []uint64{was.Case, was.To}
	for _, number := range append(numbers, was.Cases...) {
		if number == 0 {
			continue
		}
		c, err := o.s.engine.ledger.Case(o.ctx, o.set.TenantID, casefile.AllSeeing, number)
		if err == nil && !o.viewer().Sees(&c) {
			err = noSuchOrder()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func noSuchOrder() error { return fault.New(fault.NotFound, "There is no such order.") }

// planUnmerge lets each case that gave way be one of its own again.
func (o *order) planUnmerge(was command.Command) (func() error, error) {
	from, err := o.standing(was.Case)
	if err != nil {
		return nil, err
	}
	rest, err := o.placed(was.Case)
	if err != nil {
		return nil, err
	}
	var all []parting
	var back []change.Held
	for _, m := range was.Moved {
		held, err := o.s.engine.ledger.HeldCase(o.ctx, o.set.TenantID, m.From)
		if err != nil {
			return nil, err
		}
		if err := o.mayChange(&held.Case); err != nil {
			return nil, err
		}
		if held.Case.MergedInto != was.Case {
			return nil, fault.New(fault.Conflict, "%s is not merged into %s any more.", o.name(m.From), o.name(was.Case))
		}
		p := parting{from: from, rest: rest, note: activity.TakenBack}
		p.leave(among(m.Arrivals))
		all, back, rest = append(all, p), append(back, held), p.rest
	}
	return func() error {
		for i, p := range all {
			if err := o.unmergeOne(p, back[i]); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

func (o *order) unmergeOne(p parting, held change.Held) error {
	number := held.Case.Number
	c, facts := held.Case.Return(o.command.By, o.now)
	o.become(held, c, facts)
	if err := o.give(p, number, held); err != nil {
		return err
	}
	o.tell(o.current(p.from.Case), activity.MergeUndone, number, p.from.Case.Number)
	return nil
}

// planUnsplit gives a case back what was split off. The other, where nothing is
// left of it, gives way.
func (o *order) planUnsplit(was command.Command) (func() error, error) {
	ids := map[string]bool{}
	for _, id := range was.Detections {
		ids[id] = true
	}
	p, there, err := o.returning(was, func(d *detection.Detection) bool { return ids[d.ID] })
	if err == nil && len(p.rest) == 0 { // it gives way
		err = o.alike(&p.from, &there)
	}
	if err != nil {
		return nil, err
	}
	return func() error {
		if err := o.give(p, was.Case, there); err != nil {
			return err
		}
		back := o.target
		o.tell(o.current(p.from.Case), activity.SplitUndone, was.Case, was.To)
		if len(p.rest) == 0 {
			held := change.Held{Case: o.target}
			c, facts := held.Case.GiveWay(was.Case, o.command.By, o.now)
			o.become(held, c, facts)
		}
		o.tell(back, activity.SplitUndone, was.Case, was.To)
		return nil
	}, nil
}

// planReturn moves back what was moved; what had been in both cases comes back and stays.
func (o *order) planReturn(was command.Command) (func() error, error) {
	ids := map[string]bool{}
	for _, id := range was.Detections {
		ids[id] = true
	}
	p, there, err := o.returning(was, func(d *detection.Detection) bool { return ids[d.ID] })
	if err != nil {
		return nil, err
	}
	shared := among(was.Shared)
	leaves := p
	leaves.leaving = slices.DeleteFunc(slices.Clone(p.leaving), shared)
	leaves.rest = append(slices.Clone(p.rest), slices.DeleteFunc(slices.Clone(p.leaving), func(d *detection.Detection) bool { return !shared(d) })...)
	slices.SortFunc(leaves.rest, byArrival)
	return func() error {
		target, err := o.caseOf(was.Case)
		if err != nil {
			return err
		}
		o.release(leaves, was.Case)
		o.receive(target, p, there)
		return nil
	}, nil
}

// returning is what goes back to a case that is open from where a command put it.
func (o *order) returning(was command.Command, moved func(*detection.Detection) bool) (p parting, there change.Held, err error) {
	p.note = activity.TakenBack
	if err = o.aimAt(was.Case); err != nil {
		return p, there, err
	}
	if there, err = o.s.engine.ledger.HeldCase(o.ctx, o.set.TenantID, was.Case); err != nil {
		return p, there, err
	}
	if p.from, err = o.standing(was.To); err != nil {
		return p, there, err
	}
	if p.rest, err = o.placed(was.To); err != nil {
		return p, there, err
	}
	if p.leave(moved); len(p.leaving) == 0 {
		err = fault.New(fault.Conflict, "Nothing of it is in %s any more.", o.name(was.To))
	}
	return p, there, err
}

func among(arrivals []uint64) func(*detection.Detection) bool {
	in := map[uint64]bool{}
	for _, arrival := range arrivals {
		in[arrival] = true
	}
	return func(d *detection.Detection) bool { return in[d.Arrival] }
}
