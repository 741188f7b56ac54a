package httpapi

import (
	"context"
	"slices"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
)

// CaseChange is any part of what people may change in a case; the rest stays.
type CaseChange struct {
	Version     uint64         `json:"version,omitempty" doc:"The version of the case that you looked at: what others have changed since and you change, too, is not overwritten (409). Without one, nothing is compared."`
	Title       *string        `json:"title,omitempty" maxLength:"200" doc:"An empty one lets it follow the detections again."`
	Description *string        `json:"description,omitempty" maxLength:"65536"`
	Type        *string        `json:"type,omitempty" maxLength:"100"`
	Severity    severityChoice `json:"severity,omitempty" doc:"With auto, it follows the score again."`
	Priority    priority       `json:"priority,omitempty"`
	ManagedBy   managedBy      `json:"managed_by,omitempty" doc:"Who works on it. What the provider manages, the tenant's own people only read."`
	Assignee    *string        `json:"assignee,omitempty" doc:"A user's id; empty for nobody."`
	NeedToKnow  *[]string      `json:"need_to_know,omitempty" maxItems:"100" doc:"Ids of the only people who may know of the case from then on; whoever changes it is always one of them. None lets everybody know who reads cases."`
	Status      caseStatus     `json:"status,omitempty"`
	Resolution  resolution     `json:"resolution,omitempty" doc:"Only a case that is resolved or cancelled has one other than none."`
	Detections  settled        `json:"detections,omitempty" doc:"What becomes of the detections of a case that is not open afterwards; without it they stay as they are."`
	AddTags     []string       `json:"add_tags,omitempty" doc:"Without commas; a case has 50 at most."`
	RemoveTags  []string       `json:"remove_tags,omitempty"`
	Note        string         `json:"note,omitempty" maxLength:"4096" doc:"Why the status, the resolution, or who needs to know of it changes."`
}

// Person is somebody who may be assigned, or named.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// People are those who may be assigned, or named.
type People struct {
	Items  []Person `json:"items"`
	Hidden bool     `json:"hidden" doc:"Who of the provider has a case is not told: it is said to be provider's, and cases are not sorted by it."`
}

func (s *Server) registerEdits() {
	title := "Web shell on web-1"
	register(s, operation{
		method: "PATCH", path: tenantPath + "/cases/{number}", id: "change-case", summary: "Change a case",
		about: "What is so already changes nothing. Where others have changed a field since the version that you looked at, the answer is 409 and names it.",
		needs: needs(access.WriteCases),
		takes: CaseChange{Version: 1, Title: &title, Status: caseStatus(casefile.InProgress), AddTags: []string{"web"}}, gives: exampleCase,
	}, s.changeCase)
	register(s, operation{
		method: "GET", path: tenantPath + "/people", id: "list-people", summary: "List who may be assigned, or named",
		needs: needs(access.ReadCases), gives: People{Items: []Person{{ID: "u1", Name: "ada"}}},
	}, s.listPeople)
}

type changeCaseInput struct {
	InCase
	Body CaseChange
}

func (s *Server) changeCase(ctx context.Context, v visit, in *changeCaseInput) (Case, error) {
	p, err := s.telling(ctx, v)
	if err != nil {
		return Case{}, err
	}
	c, err := s.changeOne(ctx, v, NumberedChange{in.Number, in.Body})
	return p.caseOf(c), err
}

// editOf is the change as the core knows it.
func (s *Server) editOf(ctx context.Context, v visit, change CaseChange) (edit *casefile.Edit, err error) {
	if edit = change.edit(); edit == nil {
		return nil, wrongField("body", "This changes nothing; send what is to be otherwise.")
	}
	if change.Assignee != nil {
		edit.Assignee, err = s.assignable(ctx, v, *change.Assignee)
	}
	if err == nil && change.NeedToKnow != nil {
		edit.NeedToKnow, err = s.readers(ctx, v, *change.NeedToKnow)
	}
	return edit, err
}

// edit is the change as the core knows it, but for people; nil where there is none.
func (c CaseChange) edit() *casefile.Edit {
	e := casefile.Edit{
		Seen: c.Version, Title: c.Title, Description: c.Description, Type: c.Type,
		AddTags: c.AddTags, RemoveTags: c.RemoveTags, Members: detection.Status(c.Detections), Note: c.Note,
		Priority: given[casefile.Priority](c.Priority), Status: given[casefile.Status](c.Status), Resolution: given[casefile.Resolution](c.Resolution),
		Severity: given[casefile.Severity](c.Severity), ManagedBy: given[casefile.ManagedBy](c.ManagedBy),
	}
	if c.Severity == followScore {
		*e.Severity = ""
	}
	nothing := e.Title == nil && e.Description == nil && e.Type == nil && e.Severity == nil && e.Priority == nil && e.ManagedBy == nil && c.Assignee == nil && c.NeedToKnow == nil &&
		e.Status == nil && e.Resolution == nil && e.Members == "" && len(e.AddTags) == 0 && len(e.RemoveTags) == 0
	if nothing {
		return nil
	}
	return &e
}

// given is a value that is not left out.
func given[C ~string, T ~string](value T) *C {
	if value == "" {
		return nil
	}
	given := C(value)
	return &given
}

// assignable is the user of an id, who may work on the tenant's cases; nobody for none.
func (s *Server) assignable(ctx context.Context, v visit, id string) (*casefile.Person, error) {
	if id == "" {
		return &casefile.Person{}, nil
	}
	u, err := s.accounts.UserByID(ctx, id)
	veil, veilErr := s.veilOf(ctx, v)
	if veilErr != nil {
		return nil, veilErr
	}
	if err == nil && !(access.MayBeAssigned(u, v.tenant.Tenant()) && shows(veil, u)) || missing(err) {
		return nil, wrongField("body.assignee", "Nobody of that id works on this tenant's cases; see the list of people.")
	}
	return &casefile.Person{ID: u.ID, Name: u.Name}, err
}

type listPeopleInput struct {
	InTenant
	May string `query:"may" enum:"work,read,begin" default:"work" doc:"Who works on the tenant's cases, and may be assigned; who reads them, and may be named as needing to know; or to whom templates may give them, the tenant as such among these."`
}

func (s *Server) listPeople(ctx context.Context, v visit, in *listPeopleInput) (People, error) {
	may := map[string]func(access.User, access.Tenant) bool{"work": access.MayBeAssigned, "read": access.MayBeNamed, "begin": access.MayBeginWith}[in.May]
	users, err := s.accounts.Users(ctx)
	if err != nil {
		return People{}, err
	}
	veil, err := s.veilOf(ctx, v)
	people := People{Items: []Person{}, Hidden: veil != nil}
	if in.May == "begin" {
		people.Items = append(people.Items, Person{casefile.WholeTenant, v.tenant.Name})
	}
	for _, u := range users {
		if may(u, v.tenant.Tenant()) && (in.May == "read" || shows(veil, u)) {
			people.Items = append(people.Items, Person{u.ID, u.Name})
		}
	}
	return people, err
}

// shows says whether the reader may know the user as somebody who has cases.
func shows(veil *casefile.Veil, u access.User) bool {
	return veil == nil || slices.Contains(veil.IDs, u.ID)
}
