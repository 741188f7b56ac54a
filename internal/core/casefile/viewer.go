package casefile

import (
	"slices"

	"caseweave/internal/core/activity"
)

// Viewer is with whose eyes cases are read: every reading of cases takes one, next to
// the tenant. The zero value is a program's, and sees what everybody sees.
type Viewer struct {
	person string
	all    bool
}

// AllSeeing is the engine, which decides with all cases before it. Nobody is answered
// with what it sees.
var AllSeeing = Viewer{all: true}

// ViewerOf is who did, or wants to do, something.
func ViewerOf(a activity.Actor) Viewer {
	switch a.Kind {
	case activity.User:
		return Viewer{person: a.ID}
	case activity.Engine, activity.System:
		return AllSeeing
	}
	return Viewer{}
}

// SeesAll says that no case is hidden.
func (v Viewer) SeesAll() bool { return v.all }

// Person is the id of the user who looks; empty where none does.
func (v Viewer) Person() string { return v.person }

// Sees says whether the viewer may know of the case. For whoever may not, there is none.
func (v Viewer) Sees(c *Case) bool {
	return v.all || len(c.NeedToKnow) == 0 || v.person != "" && c.Names(v.person)
}

// Names says whether the case names a user, by id, among those who need to know of it.
func (c *Case) Names(userID string) bool {
	return slices.ContainsFunc(c.NeedToKnow, func(p Person) bool { return p.ID == userID })
}

// Mentions are the numbers of cases that the case tells, and of which others may know
// than of itself. Of what it was merged into, the same people do.
func (c *Case) Mentions() (numbers []uint64) {
	if c.Continues != 0 {
		numbers = append(numbers, c.Continues)
	}
	for _, t := range c.Ties {
		numbers = append(numbers, t.To)
	}
	return numbers
}

// Veiled is the case without what it tells of cases that are hidden.
func (c Case) Veiled(hidden func(number uint64) bool) Case {
	if c.Continues != 0 && hidden(c.Continues) {
		c.Continues = 0
	}
	if slices.ContainsFunc(c.Ties, func(t Tie) bool { return hidden(t.To) }) {
		c.Ties = slices.DeleteFunc(slices.Clone(c.Ties), func(t Tie) bool { return hidden(t.To) })
	}
	return c
}
