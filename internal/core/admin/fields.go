package admin

import (
	"time"

	"caseweave/internal/core/query"
)

// Sorts are the orders of a list of acts: there is one.
var Sorts = []string{"entry"}

// Fields are what filters may ask of an act.
var Fields = query.NewSchema(
	query.TextField("kind", "What was done.", func(a *Act) string { return string(a.Kind) }).OneOf(names()...),
	query.TextField("actor", "The name of who did it, as it was then.", func(a *Act) string { return a.Actor.Name }),
	query.TextField("subject", "The name of what it was done to, as it was then.", func(a *Act) string { return a.Subject.Name }),
	query.TextField("old", "The value before.", func(a *Act) string { return a.Old }),
	query.TextField("new", "The value after.", func(a *Act) string { return a.New }),
	query.TextField("note", "What explains it.", func(a *Act) string { return a.Note }),
	query.TimeField("created_at", "When it was done.", func(a *Act) time.Time { return a.At }),
)

func names() []string {
	all := make([]string, len(Kinds))
	for i, k := range Kinds {
		all[i] = string(k)
	}
	return all
}
