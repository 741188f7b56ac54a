package engine

import (
	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/command"
	"caseweave/internal/core/fault"
)

// maxDepth is how many cases a case may be a part of, one of the other.
const maxDepth = 10

// planTie says how two cases stand to each other, or takes that back. Both bear it.
func (o *order) planTie() (func() error, error) {
	var ends [2]change.Held
	for i, number := range []uint64{o.command.Case, o.command.To} {
		var err error
		if ends[i], err = o.end(number); err != nil {
			return nil, err
		}
	}
	if o.command.Kind == command.TieCases {
		if err := o.mayTie(&ends[0].Case, &ends[1].Case); err != nil {
			return nil, err
		}
	}
	var cases [2]casefile.Case
	var facts [2][]activity.Fact
	for i, kind := range []casefile.TieKind{o.command.Tie, o.command.Tie.Back()} {
		tie := ends[i].Case.Tie
		if o.command.Kind == command.UntieCases {
			tie = ends[i].Case.Untie
		}
		other := &ends[1-i].Case
		var err error
		cases[i], facts[i], err = tie(casefile.Tie{Kind: kind, To: other.Number, Chain: other.First(), Why: o.command.Note, By: o.command.By, At: o.now})
		if err != nil {
			return nil, err
		}
	}
	return func() error {
		for i := range cases {
			o.become(ends[1-i], cases[1-i], facts[1-i]) // the command's case last: it is what is answered
		}
		return nil
	}, nil
}

// end is a case that is tied, or was: what was said of one that was merged since is taken back, too.
func (o *order) end(number uint64) (change.Held, error) {
	if o.command.Kind == command.TieCases || o.cases.Has(number) {
		return o.held(number)
	}
	held, err := o.heldCase(number)
	if err == nil {
		err = o.mayWork(&held.Case)
	}
	return held, err
}

// mayTie refuses what two cases can't be to each other.
func (o *order) mayTie(c, other *casefile.Case) error {
	switch o.command.Tie {
	case casefile.Apart:
		if c.First() == other.First() {
			return fault.New(fault.Conflict, "One of the cases continues the other: they can't be kept apart.")
		}
	case casefile.Parent:
		return o.mayBePart(c, other)
	case casefile.Child:
		return o.mayBePart(other, c)
	}
	return nil
}

// mayBePart refuses that a case becomes a part of itself, over however many others.
func (o *order) mayBePart(part, whole *casefile.Case) error {
	number := whole.Parent()
	for depth := 1; number != 0; depth++ {
		switch {
		case number == part.Number:
			return fault.New(fault.Conflict, "%s is a part of %s.", o.name(whole.Number), o.name(part.Number))
		case depth == maxDepth:
			return fault.New(fault.TooLarge, "Cases are parts of each other over %d steps at most.", maxDepth)
		}
		above, err := o.s.engine.ledger.Case(o.ctx, o.set.TenantID, casefile.AllSeeing, number)
		if err != nil {
			return err
		}
		number = above.Parent()
	}
	return nil
}
