package httpapi

import (
	"context"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
)

// Act is one fact of administration.
type Act struct {
	Entry   uint64     `json:"entry" doc:"Counts the place's acts from 1, without a gap."`
	At      time.Time  `json:"at"`
	Actor   Actor      `json:"actor"`
	Kind    actKind    `json:"kind"`
	Subject ActSubject `json:"subject"`
	Old     string     `json:"old,omitempty"`
	New     string     `json:"new,omitempty"`
	Note    string     `json:"note,omitempty"`
}

// ActSubject names what it was done to, as it was then.
type ActSubject struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// ActList is a page of what was done at a place.
type ActList struct {
	Items      []Act  `json:"items"`
	NextCursor string `json:"next_cursor,omitempty" doc:"Continues the list; missing on its last page."`
}

var exampleAct = Act{
	Entry: 7, At: exampleTime, Actor: Actor{Kind: "user", ID: "u1", Name: "admin"}, Kind: actKind(admin.UserCreated),
	Subject: ActSubject{ID: "u2", Name: "Ada Lovelace"}, New: "analyst",
}

func (s *Server) registerActs() {
	register(s, operation{
		method: "GET", path: placePath + "/acts", id: "list-acts", summary: "List what administrators did at a place",
		about: "Filters ask for kind, actor, subject, old, new, note and created_at.",
		needs: needsAtPlace(access.ReadAudit), gives: ActList{Items: []Act{exampleAct}},
	}, s.listActs)
}

type listActsInput struct {
	InPlace
	ListQuery
	Sort string `query:"sort" enum:"entry,-entry" default:"-entry" doc:"The oldest or, with a minus sign, the newest first."`
}

func (s *Server) listActs(ctx context.Context, v visit, in *listActsInput) (ActList, error) {
	request, err := searched(v, in.ListQuery, in.Sort, admin.Fields)
	if err != nil {
		return ActList{}, err
	}
	page, err := s.accounts.Acts(ctx, v.place, request)
	return ActList{Items: each(page.Items, actOf), NextCursor: next(v, in.Q, page.Next)}, err
}

func actOf(a admin.Act) Act {
	return Act{
		Entry: a.Entry, At: a.At.UTC(), Actor: actorTold(a.Actor), Kind: actKind(a.Kind), Subject: ActSubject(a.Subject),
		Old: a.Old, New: a.New, Note: a.Note,
	}
}
