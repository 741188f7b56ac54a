package app

import (
	"context"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/fault"
)

// people say whom templates may give cases, by the accounts of now.
type people struct {
	accounts interface {
		UserByID(ctx context.Context, id string) (access.User, error)
	}
}

// Assignee is a user of the tenant who works on its cases.
func (p people) Assignee(ctx context.Context, tenant access.Organisation, _ uint64, id string) (casefile.Person, error) {
	u, err := p.accounts.UserByID(ctx, id)
	if fault.KindOf(err) == fault.NotFound {
		return casefile.Person{}, nil
	}
	if err != nil || !access.MayBeginWith(u, tenant.Tenant()) {
		return casefile.Person{}, err
	}
	return casefile.Person{ID: u.ID, Name: u.Name}, nil
}
