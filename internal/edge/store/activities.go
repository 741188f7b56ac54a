package store

import (
	"context"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
)

var intoActivities = insertion("activities", "tenant, entry, number, kind, canonical", "")

// activities writes what explains the rest.
func (c *commit) activities(ctx context.Context) error {
	values := make([]any, 0, intoActivities.width*len(c.set.Activities))
	for i, a := range c.set.Activities {
		values = append(values, c.tenant, int64(a.Entry), int64(a.Case), string(a.Kind), c.news.chronicle.records[i])
	}
	return c.insert(ctx, intoActivities, values)
}

// tenantHistory and caseHistory are how activities are listed.
var (
	tenantHistory = history("a.tenant = $1")
	caseHistory   = history("a.tenant = $1 AND a.number = $2")
)

func history(where string) list[activity.Activity] {
	return list[activity.Activity]{
		from: "activities a", where: where, id: "a.entry", content: documentOf("a.canonical"),
		sorts: map[string]column{"entry": {name: "a.entry"}},
		filter: func(e query.Expr) (func(*activity.Activity) bool, query.Expr, error) {
			keeps, err := query.Compile(e, activity.Fields)
			return keeps, query.Simplify(query.Plain(e, activity.Fields)), err
		},
		tests: tests{"kind": words("a.kind", activity.Kinds)},
		item:  func(r row) (activity.Activity, error) { return activityOf(r.document) },
	}
}

func activityOf(canonical []byte) (activity.Activity, error) {
	var a activity.Activity
	err := fromDocument(canonical, &a)
	return a, err
}

// Activities are the history of a case, or of the whole tenant where number is
// 0, newest first or oldest first, as far as the viewer may know of the cases. The
// sort is "entry"; filters ask for activity.Fields.
func (s *Store) Activities(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64, r listing.Request) (page listing.Page[activity.Activity], err error) {
	if err := r.Check(activity.Sorts); err != nil {
		return page, err
	}
	err = s.look(ctx, "list the history", tenantID, viewer, func(eyes *sight) error {
		l, args, err := eyes.history(number)
		if err != nil {
			return err
		}
		page, err = l.page(ctx, eyes.tx, nil, r, args...)
		return err
	})
	return page, err
}

// history is how that of a case, or of the whole tenant, is listed for somebody.
func (s *sight) history(number uint64) (l list[activity.Activity], args []any, err error) {
	l, a := caseHistory, arguments{s.tenant, int64(number)}
	if number == 0 {
		l, a = tenantHistory, arguments{s.tenant}
		l.where += notHidden("a.number", s.viewer, &a)
	} else {
		err = s.hasCase(number)
	}
	l.veil = s.activity
	return l, a, err
}

// ofHandling is the condition of the index of what people did to whole cases, which
// the statement repeats to use it.
const ofHandling = `a.kind IN ('status_changed', 'assignee_changed')`

// handled is how that is listed.
var handled = list[activity.Activity]{
	from: "activities a", where: "a.tenant = $1 AND " + ofHandling, id: "a.entry", content: documentOf("a.canonical"),
	sorts: map[string]column{"entry": {name: "a.entry"}},
	item:  func(r row) (activity.Activity, error) { return activityOf(r.document) },
}

// Handled is by what cases of the tenant that the viewer may know of got another status,
// or somebody else. The sort is "entry"; there is no filter.
func (s *Store) Handled(ctx context.Context, tenantID string, viewer casefile.Viewer, r listing.Request) (page listing.Page[activity.Activity], err error) {
	if err := r.Check(activity.Sorts); err != nil {
		return page, err
	}
	if r.Filter != nil {
		return page, fault.New(fault.Invalid, "This list takes no filter.")
	}
	err = s.look(ctx, "list how cases were handled", tenantID, viewer, func(eyes *sight) error {
		l, a := handled, arguments{eyes.tenant}
		l.where += notHidden("a.number", viewer, &a)
		page, err = l.page(ctx, eyes.tx, nil, r, a...)
		return err
	})
	return page, err
}
