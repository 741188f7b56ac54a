package httpapi

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/core/fault"
)

// maxBulk is how many cases one request changes.
const maxBulk = 500

// NumberedChange is what is to be otherwise in a case.
type NumberedChange struct {
	Number string `json:"number"`
	CaseChange
}

// CaseChanges are changes of several cases, each case once.
type CaseChanges struct {
	Items []NumberedChange `json:"items" doc:"500 at most."`
}

// CaseChanged says what came of one of them: the case as it is now, or why it is not so.
type CaseChanged struct {
	Number  string   `json:"number"`
	Case    *Case    `json:"case,omitempty"`
	Problem *Problem `json:"problem,omitempty"`
}

// CasesWereChanged says what came of all of them, in their order.
type CasesWereChanged struct {
	Items   []CaseChanged `json:"items"`
	Changed int           `json:"changed" doc:"How many are as they were wanted."`
}

func (s *Server) registerBulk() {
	title := "Web shell on web-1"
	register(s, operation{
		method: "PATCH", path: tenantPath + "/cases", id: "change-cases", summary: "Change several cases",
		about: "One after the other, each as if it had been sent alone: what is refused does not hinder the others.",
		needs: needs(access.WriteCases), takes: CaseChanges{[]NumberedChange{{"SECC0000042", CaseChange{Title: &title}}}},
		gives: CasesWereChanged{Items: []CaseChanged{{Number: "SECC0000042", Case: &exampleCase}}, Changed: 1},
	}, s.changeCases)
}

type changeCasesInput struct {
	InTenant
	Body CaseChanges
}

func (s *Server) changeCases(ctx context.Context, v visit, in *changeCasesInput) (CasesWereChanged, error) {
	if err := checkBulk(in.Body.Items); err != nil {
		return CasesWereChanged{}, err
	}
	p, err := s.telling(ctx, v)
	if err != nil {
		return CasesWereChanged{}, err
	}
	out := CasesWereChanged{Items: []CaseChanged{}}
	for _, item := range in.Body.Items {
		told := CaseChanged{Number: item.Number}
		c, err := s.changeOne(ctx, v, item)
		if err == nil {
			changed := p.caseOf(c)
			told.Case, out.Changed = &changed, out.Changed+1
		} else {
			told.Problem = problemOf(ctx, s.log, err)
		}
		out.Items = append(out.Items, told)
	}
	return out, nil
}

func checkBulk(items []NumberedChange) error {
	switch {
	case len(items) == 0:
		return wrongField("body.items", "This names one case at least.")
	case len(items) > maxBulk:
		return wrongField("body.items", fmt.Sprintf("One request changes %d cases at most; send the others after it.", maxBulk))
	}
	seen := map[uint64]bool{}
	for i, item := range items {
		number, err := parseNumber(item.Number)
		place := fmt.Sprintf("body.items[%d].number", i)
		if err != nil {
			return wrongField(place, "This is no number of a case.")
		}
		if seen[number] {
			return wrongField(place, "This case is named twice.")
		}
		seen[number] = true
	}
	return nil
}

// changeOne changes a case by what was sent for it.
func (s *Server) changeOne(ctx context.Context, v visit, item NumberedChange) (casefile.Case, error) {
	number, err := parseNumber(item.Number)
	if err != nil {
		return casefile.Case{}, err
	}
	edit, err := s.editOf(ctx, v, item.CaseChange)
	if err != nil {
		return casefile.Case{}, err
	}
	done, err := s.carryOut(ctx, v, command.Command{Kind: command.EditCase, Case: number, Edit: edit})
	if err != nil {
		err = s.unnamed(ctx, v, err)
	}
	return done.Case, err
}

// unnamed is the refusal of an edit that does not name who has the case, where that is hidden.
func (s *Server) unnamed(ctx context.Context, v visit, refusal error) error {
	var f *fault.Error
	veil, err := s.veilOf(ctx, v)
	if err != nil {
		return err
	}
	if veil == nil || !errors.As(refusal, &f) {
		return refusal
	}
	details, message := slices.Clone(f.Details), f.Message
	for i := range details {
		switch details[i].Location {
		case "body.assignee":
			details[i].Message = "Somebody else has it now."
		case "body.need_to_know":
			details[i].Message = "Whoever has the case needs to know of it."
			message = details[i].Message
		}
	}
	return fault.New(f.Kind, "%s", message).With(details...)
}
