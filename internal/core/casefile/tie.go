package casefile

import (
	"cmp"
	"slices"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/fault"
)

// Tie says how a case stands to another, because somebody said so. Both bear it,
// each as it looks from there.
type Tie struct {
	Kind TieKind
	// To is the other's number, and Chain the first of the chain that the other is of.
	To, Chain uint64
	// Why explains it; By and At are who said so, and when.
	Why string
	By  activity.Actor
	At  time.Time
}

// TieKind is what the other case is to the one that bears the tie. The list is closed.
type TieKind string

const (
	// Related says that the other has to do with this one.
	Related TieKind = "related"
	// Parent says that this one is a part of the other, and Child that the other is a part of this one.
	Parent TieKind = "parent"
	Child  TieKind = "child"
	// Apart keeps the two, and what continues them, apart: what both have in common links
	// nothing to either, as long as one that bears the tie is open (decision 0019).
	Apart TieKind = "apart"
)

// TieKinds are all of them.
var TieKinds = []TieKind{Related, Parent, Child, Apart}

// Back is what a case is to the other of a tie.
func (k TieKind) Back() TieKind {
	switch k {
	case Parent:
		return Child
	case Child:
		return Parent
	}
	return k
}

// MaxTies is how many ties a case may have.
const MaxTies = 100

// Tie ties the case to another. What is tied so already, and a second parent, is
// fault.Conflict; more than MaxTies is fault.TooLarge.
func (c Case) Tie(t Tie) (Case, []activity.Fact, error) {
	switch {
	case c.tied(t.To, t.Kind) >= 0:
		return c, nil, fault.New(fault.Conflict, "The cases are tied so already.")
	case t.Kind == Parent && c.Parent() != 0:
		return c, nil, fault.New(fault.Conflict, "The case is a part of another already.")
	case len(c.Ties) == MaxTies:
		return c, nil, fault.New(fault.TooLarge, "A case is tied to %d others at most.", MaxTies)
	}
	c.Ties = append(slices.Clip(c.Ties), t)
	c.touch(t.At)
	return c, []activity.Fact{tied(activity.CaseTied, c.Number, t)}, nil
}

// Untie takes a tie back, and why. fault.NotFound where there is none.
func (c Case) Untie(t Tie) (Case, []activity.Fact, error) {
	at := c.tied(t.To, t.Kind)
	if at < 0 {
		return c, nil, fault.New(fault.NotFound, "The cases are not tied so.")
	}
	c.Ties = slices.Delete(slices.Clone(c.Ties), at, at+1)
	c.touch(t.At)
	return c, []activity.Fact{tied(activity.CaseUntied, c.Number, t)}, nil
}

// Parent is the number of the case that this one is a part of; 0 for none.
func (c *Case) Parent() uint64 {
	for _, t := range c.Ties {
		if t.Kind == Parent {
			return t.To
		}
	}
	return 0
}

// First is the number of the first of the case's chain: its own where it continues none.
func (c *Case) First() uint64 { return cmp.Or(c.Chain, c.Number) }

// apart are the first ones of the chains that the case is kept apart from.
func (c *Case) apart() (chains []uint64) {
	for _, t := range c.Ties {
		if t.Kind == Apart {
			chains = append(chains, t.Chain)
		}
	}
	return chains
}

func (c *Case) tied(to uint64, kind TieKind) int {
	return slices.IndexFunc(c.Ties, func(t Tie) bool { return t.To == to && t.Kind == kind })
}

func tied(kind activity.Kind, number uint64, t Tie) activity.Fact {
	return activity.Fact{Kind: kind, Case: number, Actor: t.By, Old: string(t.Kind), New: numeral(t.To), Note: t.Why}
}
