package httpapi

import (
	"context"
	"fmt"
	"strings"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/engine"
)

// NewCase is a case opened by hand.
type NewCase struct {
	Title      string   `json:"title,omitempty" maxLength:"500" doc:"Without one, the detections name the case."`
	Detections []string `json:"detections,omitempty" doc:"Ids, each once; 1,000 at most. Without any, there must be a title."`
}

// DetectionIDs name detections.
type DetectionIDs struct {
	Detections []string `json:"detections" doc:"Ids, each once; 1,000 at most."`
}

// AddedIDs name detections that are to join a case.
type AddedIDs struct {
	DetectionIDs
	From string `json:"from,omitempty" doc:"The number of a case that they leave for this one."`
}

// DetectionsAdded says what came of adding detections to a case.
type DetectionsAdded struct {
	Case    Case     `json:"case"`
	Added   []string `json:"added"`
	Related []string `json:"related" doc:"Those that the search for related detections added."`
	Already []string `json:"already" doc:"Those that were in the case before."`
	Order   uint64   `json:"order" doc:"Names what was done; a move is undone by it."`
}

// DetectionsRemoved says what came of removing detections from a case.
type DetectionsRemoved struct {
	Case    Case     `json:"case"`
	Removed []string `json:"removed"`
}

func (s *Server) registerCommands() {
	write := needs(access.WriteCases)
	register(s, operation{
		method: "POST", path: tenantPath + "/cases", id: "open-case", summary: "Open a case by hand", status: 201,
		about: "From any detections, whatever their severity, or from none. What rules then find related joins, too.",
		needs: write, takes: NewCase{Title: "Web shell on web-1", Detections: []string{"d00000000002a"}}, gives: exampleCase,
	}, s.openCase)
	register(s, operation{
		method: "POST", path: tenantPath + "/cases/{number}/detections", id: "add-detections", summary: "Add detections to a case, or move them there",
		about: "What rules then find related joins, too.",
		needs: write, takes: AddedIDs{DetectionIDs: DetectionIDs{[]string{"d00000000002a"}}},
		gives: DetectionsAdded{Case: exampleCase, Added: []string{"d00000000002a"}, Related: []string{}, Already: []string{}},
	}, s.addDetections)
	register(s, operation{
		method: "DELETE", path: tenantPath + "/cases/{number}/detections", id: "remove-detections", summary: "Remove detections from a case",
		about: "They are open again, and never return to the case by themselves.",
		needs: write, takes: DetectionIDs{[]string{"d00000000002a"}},
		gives: DetectionsRemoved{Case: exampleCase, Removed: []string{"d00000000002a"}},
	}, s.removeDetections)
}

type openCaseInput struct {
	InTenant
	Body NewCase
}

func (s *Server) openCase(ctx context.Context, v visit, in *openCaseInput) (Case, error) {
	if len(in.Body.Detections) == 0 && strings.TrimSpace(in.Body.Title) == "" {
		return Case{}, wrongField("body.title", "A case begins with a title, with detections, or with both.")
	}
	done, err := s.order(ctx, v, command.Command{Kind: command.OpenCase, Title: in.Body.Title, Detections: in.Body.Detections})
	if err == nil {
		v.w.Header().Set("Location", v.r.URL.Path+"/"+done.Case.Number)
	}
	return done.Case, err
}

type addDetectionsInput struct {
	InCase
	Body AddedIDs
}

func (s *Server) addDetections(ctx context.Context, v visit, in *addDetectionsInput) (DetectionsAdded, error) {
	number, err := in.number()
	if err != nil {
		return DetectionsAdded{}, err
	}
	order := command.Command{Kind: command.AddDetections, Case: number, Detections: in.Body.Detections}
	if in.Body.From != "" {
		from, err := parseNumber(in.Body.From)
		if err != nil || from == number {
			return DetectionsAdded{}, wrongField("body.from", "This is the number of another case, from which the detections move here.")
		}
		order.Kind, order.Case, order.To = command.MoveDetections, from, number
	}
	return s.order(ctx, v, order)
}

type removeDetectionsInput struct {
	InCase
	Body DetectionIDs
}

func (s *Server) removeDetections(ctx context.Context, v visit, in *removeDetectionsInput) (DetectionsRemoved, error) {
	number, err := in.number()
	if err != nil {
		return DetectionsRemoved{}, err
	}
	done, err := s.order(ctx, v, command.Command{Kind: command.RemoveDetections, Case: number, Detections: in.Body.Detections})
	return DetectionsRemoved{Case: done.Case, Removed: done.Added}, err
}

// order has a command carried out.
func (s *Server) order(ctx context.Context, v visit, c command.Command) (DetectionsAdded, error) {
	if c.Kind != command.OpenCase || len(c.Detections) > 0 {
		if err := checkIDs(c.Detections); err != nil {
			return DetectionsAdded{}, err
		}
	}
	p, err := s.telling(ctx, v)
	if err != nil {
		return DetectionsAdded{}, err
	}
	done, err := s.carryOut(ctx, v, c)
	return DetectionsAdded{
		Case: p.caseOf(done.Case), Added: list(done.Detections), Related: list(done.Related), Already: list(done.Already), Order: done.Order,
	}, err
}

// carryOut has the visitor's command carried out, and answers what the visitor may know of it.
func (s *Server) carryOut(ctx context.Context, v visit, c command.Command) (engine.Done, error) {
	c.By, c.Side = actorOf(v.principal), sideOf(v)
	done, err := s.engine.Order(ctx, v.tenant, c)
	if err != nil || done.Case.Number == 0 {
		return done, err
	}
	told, err := s.veiled(ctx, v, done.Case)
	if err == nil && len(told) == 0 {
		err = casefile.NoSuchCase() // others have said meanwhile who needs to know
	}
	if err == nil {
		done.Case = told[0]
	}
	return done, err
}

// veiled are those of some cases that the visitor may know of, without what they tell of others.
func (s *Server) veiled(ctx context.Context, v visit, all ...casefile.Case) (seen []casefile.Case, err error) {
	var numbers []uint64
	for i := range all {
		numbers = append(append(numbers, all[i].Number), all[i].Mentions()...)
	}
	hidden, err := s.cases.Hidden(ctx, v.tenant.ID, v.viewer(), numbers)
	for _, c := range all {
		if err == nil && !hidden[c.Number] {
			seen = append(seen, c.Veiled(func(n uint64) bool { return hidden[n] }))
		}
	}
	return seen, err
}

// checkIDs refuses a list of detections that no command takes.
func checkIDs(ids []string) error {
	switch {
	case len(ids) == 0:
		return wrongField("body.detections", "This names one detection at least.")
	case len(ids) > command.MaxDetections:
		return wrongField("body.detections", fmt.Sprintf("One request takes %d detections at most; send the others after it.", command.MaxDetections))
	}
	seen := map[string]bool{}
	for i, id := range ids {
		if seen[id] {
			return wrongField(fmt.Sprintf("body.detections[%d]", i), "This detection is named twice.")
		}
		seen[id] = true
	}
	return nil
}

// sideOf is whom somebody belongs to. Who runs the installation belongs to both.
func sideOf(v visit) command.Side {
	reach := v.principal.Reach
	return command.Side{
		Tenant:  reach.Root || reach.TenantID == v.tenant.ID,
		Partner: reach.Root || reach.PartnerID != "" && reach.PartnerID == v.tenant.PartnerID,
		// Without a provider, there is nobody else.
		Customer: reach.TenantID == v.tenant.ID && v.tenant.PartnerID != "",
		Served:   v.tenant.PartnerID != "",
	}
}
