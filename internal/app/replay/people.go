package replay

import (
	"context"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
)

// people say whom templates gave cases, as the histories of the cases tell: who works
// at a tenant is no decision of the engine, and may be otherwise by now.
type people struct {
	ledger Ledger
}

var givings = query.Test{Field: "kind", Op: query.In, Values: []query.Value{
	query.TextValue(string(activity.AssigneeChanged)), query.TextValue(string(activity.AssigneeRefused)),
}}

// Assignee is whom the case was given when it opened.
func (p people) Assignee(ctx context.Context, tenant access.Organisation, number uint64, id string) (casefile.Person, error) {
	told, err := p.ledger.Activities(ctx, tenant.ID, casefile.AllSeeing, number, listing.Request{Filter: givings, Sort: "entry", Limit: 1})
	if err != nil {
		return casefile.Person{}, err
	}
	for _, a := range told.Items {
		if a.Rule != nil && a.Kind == activity.AssigneeRefused {
			return casefile.Person{}, nil
		}
		if a.Rule != nil {
			return casefile.Person{ID: id, Name: a.New}, nil
		}
	}
	return casefile.Person{ID: id}, nil // histories tell of it only since it can be refused
}
