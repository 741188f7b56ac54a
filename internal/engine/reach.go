package engine

import (
	"slices"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

// heldCase is any case that who orders may know of.
func (o *order) heldCase(number uint64) (change.Held, error) {
	held, err := o.s.engine.ledger.HeldCase(o.ctx, o.set.TenantID, number)
	if err == nil && !o.viewer().Sees(&held.Case) {
		err = casefile.NoSuchCase()
	}
	return held, err
}

// viewer is with whose eyes the order finds the cases that it names.
func (o *order) viewer() casefile.Viewer { return casefile.ViewerOf(o.command.By) }

// mayChange is mayWork, and refuses whoever may not know of a case as if there were none.
func (o *order) mayChange(c *casefile.Case) error {
	if !o.viewer().Sees(c) {
		return casefile.NoSuchCase()
	}
	return o.mayWork(c)
}

// mayWork refuses a customer what its provider manages.
func (o *order) mayWork(c *casefile.Case) error {
	if (casefile.Reader{Customer: o.command.Side.Customer}).Theirs(c) {
		return fault.New(fault.Denied, "%s: %s", o.name(c.Number), casefile.Managed)
	}
	return nil
}

// mayTouch refuses that a customer changes the status of what is in a case that its provider manages.
func (o *order) mayTouch(all []*detection.Detection) error {
	if !o.command.Side.Customer {
		return nil
	}
	for _, d := range all {
		cases, err := o.casesOf(d)
		for i := range cases {
			if err == nil && cases[i].MergedInto == 0 {
				err = o.mayTouchIn(&cases[i])
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// mayTouchIn is mayWork for a case that the order does not name: nor does the answer,
// where who orders may not know of it.
func (o *order) mayTouchIn(c *casefile.Case) error {
	err := o.mayWork(c)
	if err != nil && !o.viewer().Sees(c) {
		return fault.New(fault.Denied, "Your provider manages the case that it is in.")
	}
	return err
}

// mayJoin refuses a customer to let count again, by a case of its own, what its provider settled.
func (o *order) mayJoin(named []*detection.Detection) error {
	counts := func(d *detection.Detection) bool { return d.Status == detection.Open || d.Status == detection.InCase }
	return o.mayTouch(slices.DeleteFunc(slices.Clone(named), counts))
}
