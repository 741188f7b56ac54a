package httpapi

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"caseweave/internal/core/access"
	"caseweave/internal/core/presence"
)

// Presence knows who looks at which case. Whoever keeps it tells Live.Present when
// that changes, so that servers that share a store can also share their people.
type Presence interface {
	// Look says that a page is open on a case, for presence.Lasts from now, and answers
	// everybody who looks at it. It may be said again and again.
	Look(ctx context.Context, tenantID string, number uint64, v presence.View) ([]presence.Person, error)
	// Leave says that a page of a user is open on a case no more; one that never was changes nothing.
	Leave(ctx context.Context, tenantID string, number uint64, userID, page string) error
	// Here is everybody who looks at a case.
	Here(ctx context.Context, tenantID string, number uint64) ([]presence.Person, error)
}

// PageOpen says that a page is open on a case.
type PageOpen struct {
	Page    string         `json:"page" minLength:"8" maxLength:"64" doc:"Tells the pages of one person apart: made up by the page, and kept as long as it lives."`
	Editing []presentField `json:"editing,omitempty" maxItems:"10" doc:"What is being edited in it."`
}

// Looking are those who look at a case.
type Looking struct {
	People     []Present `json:"people" doc:"By name, the reader included; 50 at most."`
	AgainAfter int       `json:"again_after" doc:"In so many seconds the page says again that it is open; it is forgotten after ten."`
}

// Present is a person who looks at a case, in however many pages.
type Present struct {
	ID      string         `json:"id"`
	Name    string         `json:"name"`
	Editing []presentField `json:"editing" doc:"What is being edited in any of them."`
}

// PresenceChanged is the data of the event "presence": who looks at a case now.
type PresenceChanged struct {
	Case   string    `json:"case"`
	People []Present `json:"people"`
}

// presentField is what a person may be editing.
type presentField presence.Field

func (presentField) Schema(huma.Registry) *huma.Schema { return oneOf(presence.Fields) }

func (s *Server) registerPresence() {
	s.schemaOf(PresenceChanged{})
	register(s, operation{
		method: "PUT", path: tenantPath + "/cases/{number}/presence", id: "look-at-case", summary: "Say that a page is open on a case, and hear who else is there",
		about: "The live stream tells whoever looks at a case when somebody comes, goes, or begins to edit (event presence). Programs are told who is there, and are never there themselves.",
		needs: needs(access.ReadCases), takes: PageOpen{Page: examplePage, Editing: []presentField{"title"}},
		gives: Looking{[]Present{{ID: "u1", Name: "ada", Editing: []presentField{"title"}}}, 4},
	}, s.lookAtCase)
	registerSilent(s, operation{
		method: "DELETE", path: tenantPath + "/cases/{number}/presence", id: "leave-case", summary: "Say that a page is open on a case no more", status: 204,
		needs: needs(access.ReadCases),
	}, s.leaveCase)
}

// examplePage is a page as one names itself.
const examplePage = "5f0c9a1e7b324d68"

type lookInput struct {
	InCase
	Body PageOpen
}

func (s *Server) lookAtCase(ctx context.Context, v visit, in *lookInput) (Looking, error) {
	number, err := in.number()
	if err != nil {
		return Looking{}, err
	}
	if _, err := s.cases.Case(ctx, v.tenant.ID, v.viewer(), number); err != nil {
		return Looking{}, err
	}
	here, err := s.look(ctx, v, number, in.Body)
	return Looking{each(here, presentOf), int(presence.Beat.Seconds())}, err
}

// look is everybody on a case, whoever asks included if that is a person.
func (s *Server) look(ctx context.Context, v visit, number uint64, open PageOpen) ([]presence.Person, error) {
	if v.principal.Token {
		return s.presence.Here(ctx, v.tenant.ID, number)
	}
	return s.presence.Look(ctx, v.tenant.ID, number, presence.View{
		UserID: v.principal.ID, Name: v.principal.Name, Page: open.Page,
		Edits: each(open.Editing, func(f presentField) presence.Field { return presence.Field(f) }),
	})
}

type leaveInput struct {
	InCase
	Page string `query:"page" required:"true" minLength:"8" maxLength:"64" example:"5f0c9a1e7b324d68" doc:"The page that said it was open."`
}

func (s *Server) leaveCase(ctx context.Context, v visit, in *leaveInput) error {
	number, err := in.number()
	if err != nil || v.principal.Token {
		return err
	}
	return s.presence.Leave(ctx, v.tenant.ID, number, v.principal.ID, in.Page)
}

func presentOf(p presence.Person) Present {
	return Present{p.UserID, p.Name, each(p.Edits, func(f presence.Field) presentField { return presentField(f) })}
}

// Present lets everybody who looks at a case know who does now.
func (l *Live) Present(tenantID string, number uint64, here []presence.Person) {
	l.mu.Lock()
	defer l.mu.Unlock()
	looks := map[string]bool{}
	for _, p := range here {
		looks[p.UserID] = true
	}
	for f := range l.followers[tenantID] {
		if looks[f.principal] {
			f.news.meet(number, here)
			f.wake()
		}
	}
}

// meet takes in who looks at a case.
func (n *news) meet(number uint64, here []presence.Person) {
	if n.present == nil {
		n.present = map[uint64][]presence.Person{}
	}
	n.present[number] = here
}
