package casefile

import (
	"slices"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/query"
)

// Veil keeps from a tenant's own people who else has a case (X29): whoever is not of
// the tenant is told as its provider. Nil hides nothing.
type Veil struct {
	// IDs and Names are those of the tenant's own people.
	IDs, Names []string
}

// Veiled is the name under which a provider's people are told.
const Veiled = "Provider"

// Case is the case as it is told.
func (v *Veil) Case(c Case) Case {
	if v != nil && c.Assignee != "" && !slices.Contains(v.IDs, c.Assignee) {
		c.Assignee, c.AssigneeName = string(Provider), Veiled
	}
	return c
}

// Activity is the activity as it is told: of an assignment, neither who had the case
// nor who gave it to whom.
func (v *Veil) Activity(a activity.Activity) activity.Activity {
	if v == nil || a.Kind != activity.AssigneeChanged {
		return a
	}
	a.Old, a.New = v.name(a.Old), v.name(a.New)
	if v.name(a.Actor.Name) == Veiled {
		a.Actor.ID, a.Actor.Name = "", Veiled
	}
	return a
}

func (v *Veil) name(name string) string {
	if name == "" || slices.Contains(v.Names, name) {
		return name
	}
	return Veiled
}

// Cases is a filter of cases that keeps what e keeps of them as they are told.
func (v *Veil) Cases(e query.Expr) query.Expr {
	if v == nil || e == nil {
		return e
	}
	return query.Simplify(query.Rewrite(e, func(t query.Test) query.Expr {
		if t.Field != "assignee" {
			return t
		}
		holds := func(id string) bool { return keeps(t, Fields, &Case{Assignee: id}) }
		return told(t, v.IDs, holds(string(Provider)), holds(""))
	}))
}

// Activities is a filter of activities that keeps what e keeps of them as they are told.
func (v *Veil) Activities(e query.Expr) query.Expr {
	if v == nil || e == nil {
		return e
	}
	assigns := query.Test{Field: "kind", Op: query.Eq, Values: []query.Value{query.TextValue(string(activity.AssigneeChanged))}}
	return query.Simplify(query.Rewrite(e, func(t query.Test) query.Expr {
		if t.Field != "old" && t.Field != "new" && t.Field != "actor" {
			return t
		}
		holds := func(name string) bool {
			fact := activity.Fact{Kind: activity.AssigneeChanged, Old: name, New: name, Actor: activity.Actor{Name: name}}
			return keeps(t, activity.Fields, &activity.Activity{Fact: fact})
		}
		hidden := told(t, v.Names, holds(Veiled), holds(""))
		return query.Or{Any: []query.Expr{
			query.And{All: []query.Expr{query.Not{Expr: assigns}, t}}, query.And{All: []query.Expr{assigns, hidden}},
		}}
	}))
}

// told is what a test keeps where all values but the own ones are told as one, and
// holds on that one, or on none.
func told(t query.Test, own []string, onOthers, onNone bool) query.Expr {
	none := query.Test{Field: t.Field, Op: query.Null}
	some := query.Expr(query.Constant(false))
	if len(own) > 0 {
		one := query.Test{Field: t.Field, Op: query.In}
		for _, value := range own {
			one.Values = append(one.Values, query.TextValue(value))
		}
		some = one
	}
	kept := []query.Expr{query.And{All: []query.Expr{some, t}}}
	if onOthers {
		kept = append(kept, query.And{All: []query.Expr{query.Not{Expr: none}, query.Not{Expr: some}}})
	}
	if onNone {
		kept = append(kept, none)
	}
	return query.Or{Any: kept}
}

func keeps[T any](t query.Test, fields *query.Schema[T], item *T) bool {
	holds, err := query.Compile(t, fields)
	return err == nil && holds(item)
}
