package httpapi

import (
	"context"
	"slices"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/insight"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
)

const (
	// maxLooked is how many entities of a case are looked for, and maxSeen among how many
	// detections: the last that speak of each.
	maxLooked = 20
	maxSeen   = 50
	// maxPages is how many times that, where all of them are of the case itself.
	maxPages = 5
	// maxSuggested is how many cases are suggested.
	maxSuggested = 10
)

// RelatedCases are how a case stands to others.
type RelatedCases struct {
	Ties      []CaseTie       `json:"ties" doc:"What people said, in that order."`
	Suggested []SuggestedCase `json:"suggested" doc:"Others that speak of the same, what tells most first: an entity that few cases have tells more. At most 10."`
}

// CaseTie is how a case stands to another, because somebody said so.
type CaseTie struct {
	Kind tieKind   `json:"kind" doc:"What the other is."`
	Case Case      `json:"case"`
	Why  string    `json:"why,omitempty"`
	By   Actor     `json:"by"`
	At   time.Time `json:"at"`
}

// SuggestedCase is a case that may have to do with another.
type SuggestedCase struct {
	Case   Case     `json:"case"`
	Shared []string `json:"shared" doc:"The entities that both speak of, the rarest first."`
}

func (s *Server) registerRelated() {
	register(s, operation{
		method: "GET", path: tenantPath + "/cases/{number}/related", id: "list-related-cases", summary: "List related cases, with the reason",
		about: "What people said, and cases in which the most frequent entities of this one were seen lately, closed ones, too.",
		needs: needs(access.ReadCases), gives: RelatedCases{
			Ties:      []CaseTie{{Kind: "related", Case: exampleCase, Why: "The same campaign.", By: Actor{Kind: "user", ID: "u1", Name: "ada"}, At: exampleTime}},
			Suggested: []SuggestedCase{{Case: exampleCase, Shared: []string{"host:web-1"}}},
		},
	}, s.listRelated)
}

func (s *Server) listRelated(ctx context.Context, v visit, in *InCase) (RelatedCases, error) {
	out := RelatedCases{Ties: []CaseTie{}, Suggested: []SuggestedCase{}}
	number, err := in.number()
	if err != nil {
		return out, err
	}
	p, err := s.telling(ctx, v)
	if err != nil {
		return out, err
	}
	c, err := s.cases.Case(ctx, v.tenant.ID, v.viewer(), number)
	if err != nil {
		return out, err
	}
	for _, t := range c.Ties {
		other, err := s.cases.Case(ctx, v.tenant.ID, v.viewer(), t.To)
		if err != nil {
			return out, err
		}
		out.Ties = append(out.Ties, CaseTie{tieKind(t.Kind), p.caseOf(other), t.Why, actorTold(t.By), t.At.UTC()})
	}
	out.Suggested, err = s.suggested(ctx, v, p, c)
	return out, err
}

// suggested are cases that speak of the same, but those that people spoke of.
func (s *Server) suggested(ctx context.Context, v visit, p telling, c casefile.Case) ([]SuggestedCase, error) {
	where, err := s.whereSeen(ctx, v, c.Number)
	if err != nil {
		return nil, err
	}
	all := []SuggestedCase{}
	for _, r := range insight.Related(c.Number, where, maxSuggested+len(c.Ties)) {
		if slices.ContainsFunc(c.Ties, func(t casefile.Tie) bool { return t.To == r.Case }) || len(all) == maxSuggested {
			continue
		}
		other, err := s.cases.Case(ctx, v.tenant.ID, v.viewer(), r.Case)
		if err != nil {
			return nil, err
		}
		if other.MergedInto != 0 { // the case that it was merged into has what it had
			continue
		}
		all = append(all, SuggestedCase{p.caseOf(other), each(r.Shared, func(e detection.Entity) string { return string(e) })})
	}
	return all, nil
}

// whereSeen says in which cases the entities of one were seen lately.
func (s *Server) whereSeen(ctx context.Context, v visit, number uint64) (map[detection.Entity][]uint64, error) {
	members, err := s.cases.CaseDetections(ctx, v.tenant.ID, v.viewer(), number, listing.Request{Sort: "arrival", Descending: true, Limit: listing.MaxLimit})
	if err != nil {
		return nil, err
	}
	where := map[detection.Entity][]uint64{}
	for _, e := range insight.Frequent(each(members.Items, func(f casefile.Filed) detection.Detection { return f.Detection }), maxLooked) {
		speaksOf := query.Test{Field: "entities", Op: query.Eq, Values: []query.Value{query.TextValue(string(e))}}
		if where[e], err = s.lastCases(ctx, v, number, listing.Request{Filter: speaksOf, Sort: "arrival", Descending: true, Limit: maxSeen}); err != nil {
			return nil, err
		}
	}
	return where, nil
}

// lastCases are those of the last detections that a request selects, further back where
// they are all of the case itself.
func (s *Server) lastCases(ctx context.Context, v visit, self uint64, r listing.Request) (cases []uint64, err error) {
	for range maxPages {
		page, err := s.detections.Detections(ctx, v.tenant.ID, v.viewer(), r)
		if err != nil {
			return nil, err
		}
		for _, f := range page.Items {
			cases = append(cases, f.Cases...)
		}
		others := slices.ContainsFunc(cases, func(n uint64) bool { return n != self })
		if r.After = page.Next; others || r.After == nil {
			break
		}
	}
	return cases, nil
}
