package httpapi

import (
	"context"
	"fmt"
	"net/http"
	"path"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
)

// Merging names cases that are to be merged into another.
type Merging struct {
	Cases []string `json:"cases" doc:"Numbers of open cases, each once; 100 at most, with 20,000 detections in all."`
}

// Splitting names detections that are to become a case of their own.
type Splitting struct {
	DetectionIDs
	Title string `json:"title,omitempty" maxLength:"200" doc:"Without one, the detections name the case."`
}

// Regrouped says what came of a merge, a split, or the undoing of one.
type Regrouped struct {
	Case  Case   `json:"case" doc:"The case merged into, the new one of a split, or the one that something went back to."`
	Moved int    `json:"moved" doc:"How many detections changed their case."`
	Order uint64 `json:"order" doc:"Names what was done, for undoing it."`
}

func (s *Server) registerMerges() {
	write := needs(access.WriteCases)
	register(s, operation{
		method: "POST", path: tenantPath + "/cases/{number}/merge", id: "merge-cases", summary: "Merge other cases into a case",
		about: "Their detections move here, with what they are grouped by; their numbers lead here from then on, and their histories stay. All are open, or nothing is done (409).",
		needs: write, takes: Merging{[]string{"SECC0000043"}}, gives: Regrouped{Case: exampleCase, Moved: 3, Order: 4711},
	}, s.mergeCases)
	register(s, operation{
		method: "POST", path: tenantPath + "/cases/{number}/split", id: "split-case", summary: "Make a new case of some of a case's detections",
		about: "They take along what they are grouped by, and never return by themselves. One detection at least stays.",
		needs: write, status: 201, takes: Splitting{DetectionIDs: DetectionIDs{[]string{"d00000000002a"}}},
		gives: Regrouped{Case: exampleCase, Moved: 1, Order: 4712},
	}, s.splitCase)
	register(s, operation{
		method: "POST", path: tenantPath + "/orders/{order}/undo", id: "undo-order", summary: "Undo a merge, a split or a move",
		about: "What it moved goes back where it still is; what came later stays. What can't go back, because it was undone before or a case is closed or merged, is refused (409).",
		needs: write, gives: Regrouped{Case: exampleCase, Moved: 3, Order: 4713},
	}, s.undoOrder)
}

type mergeCasesInput struct {
	InCase
	Body Merging
}

func (s *Server) mergeCases(ctx context.Context, v visit, in *mergeCasesInput) (Regrouped, error) {
	into, err := in.number()
	if err != nil {
		return Regrouped{}, err
	}
	order := command.Command{Kind: command.MergeCases, Case: into}
	for i, text := range in.Body.Cases {
		number, err := parseNumber(text)
		if err != nil {
			return Regrouped{}, wrongField(fmt.Sprintf("body.cases[%d]", i), "This is no number of a case.")
		}
		order.Cases = append(order.Cases, number)
	}
	return s.regroup(ctx, v, order)
}

type splitCaseInput struct {
	InCase
	Body Splitting
}

func (s *Server) splitCase(ctx context.Context, v visit, in *splitCaseInput) (Regrouped, error) {
	number, err := in.number()
	if err == nil {
		err = checkIDs(in.Body.Detections)
	}
	if err != nil {
		return Regrouped{}, err
	}
	done, err := s.regroup(ctx, v, command.Command{Kind: command.SplitCase, Case: number, Detections: in.Body.Detections, Title: in.Body.Title})
	if err == nil {
		v.w.Header().Set("Location", casePathOf(v, done.Case.Number))
	}
	return done, err
}

type undoOrderInput struct {
	InTenant
	Order uint64 `path:"order" minimum:"1" example:"4711" doc:"As the answer to it, or the history, names it."`
}

func (s *Server) undoOrder(ctx context.Context, v visit, in *undoOrderInput) (Regrouped, error) {
	return s.regroup(ctx, v, command.Command{Kind: command.Undo, Undoes: in.Order})
}

// regroup has detections change their cases.
func (s *Server) regroup(ctx context.Context, v visit, c command.Command) (Regrouped, error) {
	p, err := s.telling(ctx, v)
	if err != nil {
		return Regrouped{}, err
	}
	done, err := s.carryOut(ctx, v, c)
	return Regrouped{Case: p.caseOf(done.Case), Moved: len(done.Detections), Order: done.Order}, err
}

// maxLed bounds how many merges one after the other a number leads through.
const maxLed = 100

// led is the case that a merged one's number leads to.
func (s *Server) led(ctx context.Context, v visit, p telling, c casefile.Case) error {
	from := c.Number
	for range maxLed {
		if c.MergedInto == 0 {
			break
		}
		var err error
		if c, err = s.cases.Case(ctx, v.tenant.ID, v.viewer(), c.MergedInto); err != nil {
			return err
		}
	}
	to := p.number(c.Number)
	return newProblem(http.StatusTemporaryRedirect, p.number(from)+" was merged into "+to+".").with("Location", casePathOf(v, to))
}

// casePathOf is where a case of the visit's tenant is read.
func casePathOf(v visit, number string) string {
	return path.Join("/api/v1/tenants", v.tenant.ID, "cases", number)
}
