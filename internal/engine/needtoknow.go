package engine

import (
	"strconv"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
)

// planClaim names an administrator among those who need to know of a case, or of the
// one that it was merged into, whether or not its provider manages it.
func (o *order) planClaim() (func() error, error) {
	held, err := o.s.engine.ledger.HeldCase(o.ctx, o.set.TenantID, o.command.Case)
	for err == nil && held.Case.MergedInto != 0 {
		held, err = o.s.engine.ledger.HeldCase(o.ctx, o.set.TenantID, held.Case.MergedInto)
	}
	if err != nil {
		return nil, err
	}
	c, facts := held.Case.Claim(o.command.By, o.command.Note, o.now)
	behind, err := o.behind(&held.Case, &c)
	return func() error {
		o.follow(behind, &c)
		o.become(held, c, facts)
		return nil
	}, err
}

// behind are the cases that gave way to one, of which others may know from now on.
func (o *order) behind(was, is *casefile.Case) ([]casefile.Case, error) {
	if casefile.SameNeed(was, is) {
		return nil, nil
	}
	return o.gaveWay(was.Number)
}

// follow lets the same people know of the cases that gave way as of the one they went into.
func (o *order) follow(behind []casefile.Case, into *casefile.Case) {
	for _, c := range behind {
		c, facts := c.KnownAs(into, o.command.By, "As the case that it was merged into.", o.now)
		o.put(c)
		o.note(o.set.After.Sequence, facts)
	}
}

// gaveWay are the cases that were merged into one, over however many merges: its history tells.
func (o *order) gaveWay(number uint64) (all []casefile.Case, err error) {
	seen := map[uint64]bool{number: true}
	r := listing.Request{Sort: "entry", Limit: listing.MaxLimit, Filter: ofMerges}
	for {
		page, err := o.s.engine.ledger.Activities(o.ctx, o.set.TenantID, casefile.AllSeeing, number, r)
		if err != nil {
			return nil, err
		}
		for i := range page.Items {
			other := mergedBy(&page.Items[i])
			if seen[other] {
				continue
			}
			seen[other] = true
			c, err := o.s.engine.ledger.Case(o.ctx, o.set.TenantID, casefile.AllSeeing, other)
			if err != nil {
				return nil, err
			}
			if c.MergedInto != number {
				continue
			}
			before, err := o.gaveWay(other)
			if err != nil {
				return nil, err
			}
			all = append(append(all, c), before...)
		}
		if r.After = page.Next; r.After == nil {
			return all, nil
		}
	}
}

// ofMerges are the activities by which a case took in another.
var ofMerges = query.Test{Field: "kind", Op: query.In, Values: []query.Value{
	query.TextValue(string(activity.CaseMerged)), query.TextValue(string(activity.SplitUndone)),
}}

// mergedBy is the number of the case that one of them tells of.
func mergedBy(a *activity.Activity) uint64 {
	text := a.Old
	if a.Kind == activity.SplitUndone {
		text = a.New
	}
	number, _ := strconv.ParseUint(text, 10, 64)
	return number
}

// alike refuses that cases become one of which not the same people may know.
func (o *order) alike(a, b *change.Held) error {
	if casefile.SameNeed(&a.Case, &b.Case) {
		return nil
	}
	return fault.New(fault.Conflict, "Not the same people may know of %s and %s: name the same first.", o.name(a.Case.Number), o.name(b.Case.Number))
}

// inherits lets the same people know of a case that has just begun as of the one that
// it continues or was split off from.
func (w *draft) inherits(c casefile.Case, from *casefile.Case, by activity.Actor) casefile.Case {
	c, facts := c.KnownAs(from, by, "As the case that it comes from.", w.now)
	if len(facts) > 0 {
		w.put(c)
		w.note(w.set.After.Sequence, facts)
	}
	return c
}
