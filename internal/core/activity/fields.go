package activity

import (
	"time"

	"caseweave/internal/core/query"
)

// Fields are what filters may ask of an activity.
var Fields = query.NewSchema(
	query.TextField("kind", "What happened.", func(a *Activity) string { return string(a.Kind) }).OneOf(names()...),
	query.TextField("actor", "The name of who did it, as it was then.", func(a *Activity) string { return a.Actor.Name }),
	query.TextField("actor_kind", "What did it: engine, user, token or system.", func(a *Activity) string { return string(a.Actor.Kind) }).
		OneOf(string(Engine), string(User), string(Token), string(System)),
	query.TextField("old", "The value before.", func(a *Activity) string { return a.Old }),
	query.TextField("new", "The value after.", func(a *Activity) string { return a.New }),
	query.TextField("note", "What explains it; of a comment, its text.", func(a *Activity) string { return a.Note }),
	query.TextField("detection", "The id of the detection that it is about.", func(a *Activity) string {
		if a.Detection == nil {
			return ""
		}
		return a.Detection.ID
	}),
	query.TextField("rule", "The title of the rule that decided.", func(a *Activity) string {
		if a.Rule == nil {
			return ""
		}
		return a.Rule.Title
	}),
	query.TimeField("created_at", "When it happened.", func(a *Activity) time.Time { return a.At }),
)

func names() []string {
	all := make([]string, len(Kinds))
	for i, k := range Kinds {
		all[i] = string(k)
	}
	return all
}
