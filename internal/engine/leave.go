package engine

import (
	"slices"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

// parting is what leaves a case, and what stays.
type parting struct {
	from    change.Held
	leaving []*detection.Detection
	rest    []*detection.Detection
	// barred says that the engine never returns who leaves, and note explains it.
	barred bool
	note   string
}

// leave lets those of the rest leave, too, that wanted says.
func (p *parting) leave(wanted func(*detection.Detection) bool) {
	stays := func(d *detection.Detection) bool { return !wanted(d) }
	p.leaving = append(p.leaving, slices.DeleteFunc(slices.Clone(p.rest), stays)...)
	p.rest = slices.DeleteFunc(slices.Clone(p.rest), wanted)
}

func (o *order) planRemoval() (func() error, error) {
	p, err := o.parting()
	if err != nil {
		return nil, err
	}
	o.command.Detections = nil // what is kept of the command names who left, and stays
	for _, d := range p.leaving {
		o.command.Detections = append(o.command.Detections, d.ID)
	}
	return func() error {
		o.release(p, 0)
		o.setFree(p.leaving)
		return nil
	}, nil
}

func (o *order) planMove() (func() error, error) {
	if o.command.To == o.command.Case {
		return nil, fault.New(fault.Invalid, "The detections are in this case already.")
	}
	if err := o.aimAt(o.command.To); err != nil {
		return nil, err
	}
	to := o.target.Number
	p, err := o.partingOfAll()
	if err != nil {
		return nil, err
	}
	there, err := o.s.engine.ledger.HeldCase(o.ctx, o.set.TenantID, to)
	if err != nil {
		return nil, err
	}
	o.command.Shared = nil
	for _, d := range p.leaving {
		if slices.Contains(o.places[d.Arrival], to) {
			o.command.Shared = append(o.command.Shared, d.Arrival)
		}
	}
	return func() error { return o.give(p, to, there) }, nil
}

// partingOfAll is a parting of members only.
func (o *order) partingOfAll() (parting, error) {
	p, err := o.parting()
	if err == nil && len(o.done.Already) > 0 {
		err = fault.New(fault.NotFound, "Detection %q is not in the case.", o.done.Already[0])
	}
	return p, err
}

// give lets who leaves go to another case.
func (o *order) give(p parting, to uint64, there change.Held) error {
	target, err := o.caseOf(to)
	if err != nil {
		return err
	}
	o.release(p, to)
	o.receive(target, p, there)
	return nil
}

// parting parts the members of the command's case. Others that were named are out already.
func (o *order) parting() (p parting, err error) {
	p.barred = true
	if p.from, err = o.standing(o.command.Case); err != nil {
		return p, err
	}
	named, err := o.named()
	if err != nil {
		return p, err
	}
	if p.rest, err = o.members(o.command.Case); err != nil {
		return p, err
	}
	for _, d := range named {
		at := slices.Index(p.rest, d)
		if at < 0 {
			o.done.Already = append(o.done.Already, d.ID)
			continue
		}
		p.rest, p.leaving = slices.Delete(p.rest, at, at+1), append(p.leaving, d)
	}
	return p, nil
}

// release takes members out of their case, with their keys. to is the case that
// they go to, 0 for none.
func (o *order) release(p parting, to uint64) {
	number := p.from.Case.Number
	leaves := map[string]bool{}
	for _, d := range p.leaving {
		leaves[d.ID] = true
		o.set.Left = append(o.set.Left, change.Departure{Case: number, Arrival: d.Arrival, Barred: p.barred})
		if p.barred {
			o.cases.Bar(number, d.Arrival)
		}
		o.places[d.Arrival] = slices.DeleteFunc(slices.Clone(o.places[d.Arrival]), func(n uint64) bool { return n == number })
		o.done.Detections = append(o.done.Detections, d.ID)
	}
	delete(o.rolls, number)
	for _, k := range p.from.Keys {
		if leaves[k.DetectionID] {
			o.cases.Release(number, k.Row)
		}
	}
	c, facts := o.current(p.from.Case).Release(p.leaving, p.rest, to, o.command.By, o.now)
	o.put(c)
	o.target = c
	o.note(o.set.After.Sequence, p.noted(facts))
}

// noted are facts that say of each who moved why.
func (p *parting) noted(facts []activity.Fact) []activity.Fact {
	for i := range facts {
		if facts[i].Detection != nil {
			facts[i].Note = p.note
		}
	}
	return facts
}

// current is a case that was read, as it is by now.
func (o *order) current(c casefile.Case) casefile.Case {
	if i, ok := o.touched[c.Number]; ok {
		return o.set.Cases[i]
	}
	return c
}

// receive lets the case that detections were moved to have them, with their keys.
func (o *order) receive(target casefile.Case, p parting, there change.Held) {
	for _, d := range p.leaving {
		if slices.Contains(o.places[d.Arrival], target.Number) {
			o.done.Already = append(o.done.Already, d.ID)
			continue
		}
		c, facts := target.Receive(d, p.from.Case.Number, o.command.By, o.now)
		o.member(c, p.noted(facts), d, casefile.RuleRef{})
		target = c
	}
	o.bequeath(p, target.Number, there)
	o.target = target
}

// bequeath gives a case the keys of those who came, but what they gave it before.
func (o *order) bequeath(p parting, to uint64, there change.Held) {
	has, came := map[change.Key]bool{}, map[string]bool{}
	for _, k := range there.Keys {
		has[k] = true
	}
	for _, d := range p.leaving {
		came[d.ID] = true
	}
	for _, k := range p.from.Keys {
		if k.Case = to; came[k.DetectionID] && !has[k] {
			o.hold(k)
		}
	}
}

// setFree makes detections that are in no case any more open again; rules are
// not tried on them.
func (o *order) setFree(free []*detection.Detection) {
	rules := o.s.rules.Load()
	for _, d := range free {
		if d.Status != detection.InCase || len(o.places[d.Arrival]) > 0 { // what is closed or ignored stays so
			continue
		}
		d.Status = detection.Open
		o.changed(d)
		o.list(d, rules.Match(d))
	}
}
