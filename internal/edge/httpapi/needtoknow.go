package httpapi

import (
	"context"
	"fmt"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
)

// Claiming says why somebody is to know of a case who is not named in it.
type Claiming struct {
	Reason string `json:"reason" maxLength:"4096" doc:"The history of the case keeps it."`
}

func (s *Server) registerNeedToKnow() {
	register(s, operation{
		method: "POST", path: tenantPath + "/cases/{number}/need-to-know/claim", id: "claim-case", summary: "Be named in a case that names other people",
		about: "So that no case is lost when its people leave. Its history tells who claimed it and why, and everybody who is named reads that. Only a person claims. A case that was merged leads to the other. What names nobody, or names who claims, stays as it is.",
		needs: needs(access.WriteSettings), takes: Claiming{"Eve has left the company."}, gives: exampleCase,
	}, s.claimCase)
}

type claimCaseInput struct {
	InCase
	Body Claiming
}

func (s *Server) claimCase(ctx context.Context, v visit, in *claimCaseInput) (Case, error) {
	number, err := in.number()
	if err != nil {
		return Case{}, err
	}
	p, err := s.telling(ctx, v)
	if err != nil {
		return Case{}, err
	}
	done, err := s.carryOut(ctx, v, command.Command{Kind: command.ClaimCase, Case: number, Note: in.Body.Reason})
	return p.caseOf(done.Case), err
}

// readers are the users of some ids, who read the tenant's cases.
func (s *Server) readers(ctx context.Context, v visit, ids []string) (*[]casefile.Person, error) {
	people := []casefile.Person{}
	for i, id := range ids {
		u, err := s.accounts.UserByID(ctx, id)
		if err == nil && !access.MayBeNamed(u, v.tenant.Tenant()) || missing(err) {
			return nil, wrongField(fmt.Sprintf("body.need_to_know[%d]", i), "Nobody of that id reads this tenant's cases; see the list of people.")
		}
		if err != nil {
			return nil, err
		}
		people = append(people, casefile.Person{ID: u.ID, Name: u.Name})
	}
	return &people, nil
}
