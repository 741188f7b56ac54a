package httpapi

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/attack"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/insight"
	"caseweave/internal/core/listing"
)

const (
	// maxSurveyed is how many cases are looked at for what many come to, and
	// maxSurveyPages how many pages are read to find them.
	maxSurveyed    = 10_000
	maxSurveyPages = 100
	// maxMentions is how many tactics, and how many techniques, an answer tells: what
	// sources send that ATT&CK does not know has no bound of its own.
	maxMentions = 1_000
)

// KillChain is how far along the kill chain cases are.
type KillChain struct {
	Stages     []ChainStage `json:"stages" doc:"The five, in order."`
	Tactics    []Mentions   `json:"tactics" doc:"In matrix order; what ATT&CK does not know, last."`
	Techniques []Mentions   `json:"techniques" doc:"By id."`
	Counted    int          `json:"counted" doc:"How many cases were looked at: the last changed."`
	Complete   bool         `json:"complete" doc:"These were all that the filter selects; otherwise there are more than 10,000, or few among very many."`
}

// ChainStage is a stage of the kill chain.
type ChainStage struct {
	Number int    `json:"number" minimum:"1" maximum:"5"`
	Name   string `json:"name"`
	Cases  int    `json:"cases"`
	Top    []Case `json:"top" doc:"Those with the highest scores, five at most."`
}

// CaseReach is how a case's detections reach a stage of the kill chain.
type CaseReach struct {
	Number     int        `json:"number" minimum:"1" maximum:"5"`
	Name       string     `json:"name"`
	Detections int        `json:"detections" doc:"How many of the case's have a tactic of the stage; one with tactics of several stages counts in each."`
	FirstAt    *time.Time `json:"first_at" doc:"created_at of the earliest of them; null where there are none."`
}

func reaches(chain [5]casefile.Reach) []CaseReach {
	var all []CaseReach
	for i, r := range chain {
		told := CaseReach{Number: i + 1, Name: attack.StageName(i + 1), Detections: r.Detections}
		if first := r.FirstAt.UTC(); r.Detections > 0 {
			told.FirstAt = &first
		}
		all = append(all, told)
	}
	return all
}

// Mentions is how many cases have a tactic or technique.
type Mentions struct {
	ID    string `json:"id" doc:"MITRE's; what ATT&CK does not know, as it was sent."`
	Cases int    `json:"cases"`
}

var exampleKillChain = KillChain{
	Stages:  []ChainStage{{Number: 2, Name: attack.StageName(2), Cases: 1, Top: []Case{exampleCase}}},
	Tactics: []Mentions{{"TA0003", 1}}, Techniques: []Mentions{{"T1505.003", 1}}, Counted: 1, Complete: true,
}

func (s *Server) registerKillChain() {
	register(s, operation{
		method: "GET", path: tenantPath + "/kill-chain", id: "kill-chain", summary: "Tell how far along the kill chain cases are",
		about: "Of the open cases or of those that a filter selects, the 10,000 that changed last.",
		needs: needs(access.ReadCases), gives: exampleKillChain,
	}, s.killChain)
}

type killChainInput struct {
	InTenant
	Q string `query:"q" default:"status !IN ('resolved', 'cancelled')" doc:"A filter in the query language."`
}

func (s *Server) killChain(ctx context.Context, v visit, in *killChainInput) (KillChain, error) {
	p, err := s.telling(ctx, v)
	if err != nil {
		return KillChain{}, err
	}
	chain := insight.NewChain()
	complete, err := s.survey(ctx, v, in.Q, chain.Add)
	if err != nil {
		return KillChain{}, err
	}
	told := KillChain{
		Tactics: mentions(chain.Tactics, tacticOrder), Techniques: mentions(chain.Techniques, func(string) int { return 0 }),
		Counted: chain.Counted, Complete: complete,
	}
	for i, stage := range chain.Stages {
		told.Stages = append(told.Stages, ChainStage{Number: i + 1, Name: stage.Name, Cases: stage.Cases, Top: each(stage.Top, p.caseOf)})
	}
	return told, nil
}

// survey tells of the cases that q selects, the last changed first, up to
// maxSurveyed, and says whether these were all.
func (s *Server) survey(ctx context.Context, v visit, q string, tell func(casefile.Case)) (all bool, err error) {
	request, err := searched(v, ListQuery{Q: q}, "-updated_at", casefile.Fields)
	if err != nil {
		return false, err
	}
	for seen, pages := 0, 1; ; pages++ {
		request.Limit = min(listing.MaxLimit, maxSurveyed-seen)
		page, err := s.cases.Cases(ctx, v.tenant.ID, v.viewer(), request)
		if err != nil {
			return false, err
		}
		for _, c := range page.Items {
			tell(c)
		}
		seen += len(page.Items)
		if request.After = page.Next; request.After == nil || seen == maxSurveyed || pages == maxSurveyPages {
			return request.After == nil, nil
		}
	}
}

func mentions(counts map[string]int, order func(id string) int) []Mentions {
	all := []Mentions{}
	for _, id := range slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(order(a), order(b)), strings.Compare(a, b))
	}) {
		all = append(all, Mentions{id, counts[id]})
	}
	return all[:min(len(all), maxMentions)]
}

// tacticOrder is a tactic's place in the matrix; what ATT&CK does not know comes last.
func tacticOrder(id string) int {
	if t, known := attack.TacticOf(id); known {
		return t.Order
	}
	return len(attack.Tactics()) + 1
}
