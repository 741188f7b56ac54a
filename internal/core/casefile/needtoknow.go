package casefile

import (
	"slices"
	"strings"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/fold"
)

// MaxNamed is how many people may be named as those who need to know of a case.
const MaxNamed = 100

// NoSuchCase is the one answer about a case that is not there, and about one that is hidden.
func NoSuchCase() error { return fault.New(fault.NotFound, "There is no such case.") }

// needToKnow names who may know of the case, whoever names them among them; nobody
// lets everybody know.
func (x *editing) needToKnow() {
	if x.edit.NeedToKnow == nil {
		return
	}
	people := named(*x.edit.NeedToKnow)
	if len(people) > 0 {
		if x.by.Kind != activity.User {
			x.refuse("need_to_know", "Only a person says who needs to know of a case: programs see none that names people.")
			return
		}
		people = named(append(people, Person{ID: x.by.ID, Name: x.by.Name}))
	}
	switch {
	case samePeople(people, x.NeedToKnow):
		return
	case len(people) > MaxNamed:
		x.refuse("need_to_know", "A case names 100 people at most.")
		return
	}
	x.turn("need_to_know", activity.NeedToKnowChanged, namesOf(x.NeedToKnow), namesOf(people), x.edit.Note)
	x.NeedToKnow = people
}

// mustKnow refuses that somebody has the case who may not know of it.
func (x *editing) mustKnow(was *Case) {
	switch {
	case len(x.NeedToKnow) == 0 || x.Assignee == "" || x.Names(x.Assignee):
	case x.Assignee != was.Assignee:
		x.refuse("assignee", x.AssigneeName+" is not among those who need to know of the case: name them first.")
	default:
		x.refuse("need_to_know", x.AssigneeName+" has the case, and so needs to know of it: name them, too, or give it to somebody else.")
	}
}

// Claim names somebody who could not know of the case, and keeps why. Where everybody
// may know of it, or this person already does, nothing changes.
func (c Case) Claim(by activity.Actor, why string, now time.Time) (Case, []activity.Fact) {
	if len(c.NeedToKnow) == 0 || c.Names(by.ID) {
		return c, nil
	}
	was := namesOf(c.NeedToKnow)
	c.NeedToKnow = named(append(slices.Clone(c.NeedToKnow), Person{ID: by.ID, Name: by.Name}))
	c.touch(now)
	return c, []activity.Fact{{
		Kind: activity.NeedToKnowClaimed, Case: c.Number, Actor: by, Old: was, New: namesOf(c.NeedToKnow), Note: why,
	}}
}

// KnownAs lets the same people know of the case as of another that it comes from or
// went into, and says why. Who has it and may not know of it any more, has it no more.
func (c Case) KnownAs(other *Case, by activity.Actor, why string, now time.Time) (Case, []activity.Fact) {
	if SameNeed(&c, other) {
		return c, nil
	}
	facts := []activity.Fact{{
		Kind: activity.NeedToKnowChanged, Case: c.Number, Actor: by, Old: namesOf(c.NeedToKnow), New: namesOf(other.NeedToKnow), Note: why,
	}}
	c.NeedToKnow = other.NeedToKnow
	if c.Assignee != "" && len(c.NeedToKnow) > 0 && !c.Names(c.Assignee) {
		facts = append(facts, activity.Fact{Kind: activity.AssigneeChanged, Case: c.Number, Actor: by, Old: c.AssigneeName})
		c.Assignee, c.AssigneeName = "", ""
	}
	c.touch(now)
	return c, facts
}

// SameNeed says whether the same people may know of two cases.
func SameNeed(a, b *Case) bool { return samePeople(a.NeedToKnow, b.NeedToKnow) }

// named are people by name, each once.
func named(people []Person) []Person {
	all := slices.Clone(people)
	slices.SortStableFunc(all, func(a, b Person) int {
		return strings.Compare(fold.String(a.Name)+"\x00"+a.ID, fold.String(b.Name)+"\x00"+b.ID)
	})
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(p Person) bool {
		again := seen[p.ID]
		seen[p.ID] = true
		return again
	})
}

func samePeople(a, b []Person) bool {
	in := func(all []Person) func(Person) bool {
		return func(p Person) bool {
			return slices.ContainsFunc(all, func(q Person) bool { return q.ID == p.ID })
		}
	}
	return len(a) == len(b) && !slices.ContainsFunc(a, func(p Person) bool { return !in(b)(p) })
}

func namesOf(people []Person) string { return strings.Join(namesIn(people), ", ") }

func namesIn(people []Person) (names []string) {
	for _, p := range people {
		names = append(names, p.Name)
	}
	return names
}
