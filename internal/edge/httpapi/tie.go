package httpapi

import (
	"context"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
)

// NewTie says how a case stands to another.
type NewTie struct {
	Case string  `json:"case" doc:"The other's number."`
	Kind tieKind `json:"kind" doc:"What the other is: related, the parent that this one is a part of, a child that is a part of this one, or apart: what both have in common links nothing to either."`
	Why  string  `json:"why,omitempty" maxLength:"4096"`
}

// TieRef is what another case is to the one that bears the tie.
type TieRef struct {
	Kind   tieKind `json:"kind"`
	Number string  `json:"number"`
}

func (p telling) tieRefOf(t casefile.Tie) TieRef { return TieRef{tieKind(t.Kind), p.number(t.To)} }

func (s *Server) registerTies() {
	write := needs(access.WriteCases)
	register(s, operation{
		method: "POST", path: tenantPath + "/cases/{number}/ties", id: "tie-cases", summary: "Say how a case stands to another",
		about: "Both bear it, closed cases, too. A case is a part of one other at most. Cases that are kept apart are not merged (409).",
		needs: write, takes: NewTie{Case: "SECC0000043", Kind: "related", Why: "The same campaign."}, gives: exampleCase,
	}, s.tieCases)
	register(s, operation{
		method: "DELETE", path: tenantPath + "/cases/{number}/ties/{kind}/{other}", id: "untie-cases", summary: "Take a tie between cases back",
		needs: write, gives: exampleCase,
	}, s.untieCases)
}

type tieCasesInput struct {
	InCase
	Body NewTie
}

func (s *Server) tieCases(ctx context.Context, v visit, in *tieCasesInput) (Case, error) {
	other, err := parseNumber(in.Body.Case)
	if err != nil {
		return Case{}, wrongField("body.case", "This is no number of a case.")
	}
	return s.tie(ctx, v, in.InCase, command.Command{Kind: command.TieCases, To: other, Tie: casefile.TieKind(in.Body.Kind), Note: in.Body.Why})
}

type untieCasesInput struct {
	InCase
	Kind  tieKind `path:"kind" example:"related"`
	Other string  `path:"other" example:"SECC0000043" doc:"The other's number."`
}

func (s *Server) untieCases(ctx context.Context, v visit, in *untieCasesInput) (Case, error) {
	other, err := parseNumber(in.Other)
	if err != nil {
		return Case{}, err
	}
	return s.tie(ctx, v, in.InCase, command.Command{Kind: command.UntieCases, To: other, Tie: casefile.TieKind(in.Kind)})
}

func (s *Server) tie(ctx context.Context, v visit, in InCase, c command.Command) (Case, error) {
	p, err := s.telling(ctx, v)
	if err == nil {
		c.Case, err = in.number()
	}
	if err != nil {
		return Case{}, err
	}
	done, err := s.carryOut(ctx, v, c)
	return p.caseOf(done.Case), err
}
