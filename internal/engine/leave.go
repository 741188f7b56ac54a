package engine

import (
	"slices"

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
	target := o.target
	p, err := o.parting()
	if err != nil {
		return nil, err
	}
	if len(o.done.Already) > 0 {
		return nil, fault.New(fault.NotFound, "Detection %q is not in the case.", o.done.Already[0])
	}
	there, err := o.s.engine.ledger.HeldCase(o.ctx, o.set.TenantID, target.Number)
	if err != nil {
		return nil, err
	}
	return func() error {
		o.release(p, target.Number)
		o.receive(target, p, there)
		return nil
	}, nil
}

// parting parts the members of the command's case. Others that were named are out already.
func (o *order) parting() (p parting, err error) {
	if p.from, err = o.s.engine.ledger.HeldCase(o.ctx, o.set.TenantID, o.command.Case); err != nil {
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

// release takes members out of their case, with their keys; the engine never
// returns them there. to is the case that they go to, 0 for none.
func (o *order) release(p parting, to uint64) {
	number := p.from.Case.Number
	leaves := map[string]bool{}
	for _, d := range p.leaving {
		leaves[d.ID] = true
		o.set.Left = append(o.set.Left, change.Departure{Case: number, Arrival: d.Arrival, Barred: true})
		o.cases.Bar(number, d.Arrival)
		o.places[d.Arrival] = slices.DeleteFunc(slices.Clone(o.places[d.Arrival]), func(n uint64) bool { return n == number })
		o.done.Detections = append(o.done.Detections, d.ID)
	}
	delete(o.rolls, number)
	for _, k := range p.from.Keys {
		if leaves[k.DetectionID] {
			o.cases.Release(number, k.Row)
		}
	}
	c, facts := p.from.Case.Release(p.leaving, p.rest, to, o.command.By, o.now)
	o.put(c)
	o.target = c
	o.note(o.set.After.Sequence, facts)
}

// receive lets the case that detections were moved to have them, with their keys.
func (o *order) receive(target casefile.Case, p parting, there change.Held) {
	has := map[change.Key]bool{}
	for _, k := range there.Keys {
		has[k] = true
	}
	came := map[string]bool{}
	for _, d := range p.leaving {
		if came[d.ID] = true; slices.Contains(o.places[d.Arrival], target.Number) {
			o.done.Already = append(o.done.Already, d.ID)
			continue
		}
		c, facts := target.Receive(d, p.from.Case.Number, o.command.By, o.now)
		o.member(c, facts, d, casefile.RuleRef{})
		target = c
	}
	for _, k := range p.from.Keys {
		if k.Case = target.Number; came[k.DetectionID] && !has[k] {
			o.hold(k)
		}
	}
	o.target = target
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
