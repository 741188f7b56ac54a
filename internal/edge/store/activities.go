package store

import (
	"context"
	"database/sql"

	"caseweave/internal/core/activity"
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
// 0, newest first or oldest first. The sort is "entry"; filters ask for activity.Fields.
func (s *Store) Activities(ctx context.Context, tenantID string, number uint64, r listing.Request) (page listing.Page[activity.Activity], err error) {
	if err := r.Check(activity.Sorts); err != nil {
		return page, err
	}
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return page, err
	}
	err = s.read(ctx, "list the history", func(tx *sql.Tx) error {
		if number == 0 {
			page, err = tenantHistory.page(ctx, tx, nil, r, tenant)
			return err
		}
		if err := hasCase(ctx, tx, tenant, number); err != nil {
			return err
		}
		page, err = caseHistory.page(ctx, tx, nil, r, tenant, int64(number))
		return err
	})
	return page, err
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

// Handled is by what cases of the tenant got another status, or somebody else. The
// sort is "entry"; there is no filter.
func (s *Store) Handled(ctx context.Context, tenantID string, r listing.Request) (page listing.Page[activity.Activity], err error) {
	if err := r.Check(activity.Sorts); err != nil {
		return page, err
	}
	if r.Filter != nil {
		return page, fault.New(fault.Invalid, "This list takes no filter.")
	}
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return page, err
	}
	err = s.read(ctx, "list how cases were handled", func(tx *sql.Tx) error {
		page, err = handled.page(ctx, tx, nil, r, tenant)
		return err
	})
	return page, err
}
