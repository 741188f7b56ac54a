package httpapi

import (
	"context"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
)

// Case is a case as lists and the live stream tell it.
type Case struct {
	Number         string     `json:"number"`
	Title          string     `json:"title"`
	Severity       severity   `json:"severity"`
	Priority       priority   `json:"priority"`
	Status         caseStatus `json:"status"`
	Score          int        `json:"score" minimum:"0" maximum:"100"`
	ManagedBy      managedBy  `json:"managed_by"`
	Assignee       *string    `json:"assignee" doc:"A user's id; null where nobody is assigned."`
	Tags           []string   `json:"tags"`
	Type           string     `json:"type"`
	Description    string     `json:"description"`
	Rule           *CaseRule  `json:"rule" doc:"The rule that opened the case; null where a person did."`
	DetectionCount int        `json:"detection_count"`
	Tactics        []string   `json:"tactics"`
	TechniqueIDs   []string   `json:"technique_ids"`
	FirstSeenAt    time.Time  `json:"first_seen_at"`
	LastSeenAt     time.Time  `json:"last_seen_at"`
	CreatedAt      time.Time  `json:"created_at"`
	UpdatedAt      time.Time  `json:"updated_at"`
	Version        uint64     `json:"version" doc:"Rises with every change."`
}

// CaseRule names a rule and the version of the rule set in which it decided.
type CaseRule struct {
	_              struct{} `nullable:"true"`
	ID             string   `json:"id"`
	Title          string   `json:"title"`
	RuleSetVersion uint64   `json:"rule_set_version"`
}

// CaseDetail is a case with what its detections speak of.
type CaseDetail struct {
	Case
	Hosts     []string `json:"hosts" doc:"At most 50; host_count counts them all."`
	HostCount int      `json:"host_count"`
	Users     []string `json:"users" doc:"At most 50; user_count counts them all."`
	UserCount int      `json:"user_count"`
}

// CaseList is a page of cases.
type CaseList struct {
	Items      []Case `json:"items"`
	NextCursor string `json:"next_cursor,omitempty" doc:"Continues the list; missing on its last page."`
}

func caseOf(c casefile.Case) Case {
	return Case{
		Number: caseNumber(c.Number), Title: c.Title, Severity: severity(c.Severity), Priority: priority(c.Priority),
		Status: caseStatus(c.Status), Score: c.Score, ManagedBy: managedBy(c.ManagedBy), Assignee: assignee(c.Assignee),
		Tags: list(c.Tags), Type: c.Type, Description: c.Description, Rule: caseRule(c.OpenedBy),
		DetectionCount: c.DetectionCount, Tactics: list(c.Tactics), TechniqueIDs: list(c.TechniqueIDs),
		FirstSeenAt: c.EarliestAt.UTC(), LastSeenAt: c.LatestAt.UTC(),
		CreatedAt: c.CreatedAt.UTC(), UpdatedAt: c.UpdatedAt.UTC(), Version: c.Version,
	}
}

func caseNumber(n uint64) string { return casefile.FormatNumber(casefile.DefaultPrefix, n) }

func caseNumbers(numbers []uint64) []string { return each(numbers, caseNumber) }

func assignee(id string) *string {
	if id == "" {
		return nil
	}
	return &id
}

func caseRule(r casefile.RuleRef) *CaseRule {
	if r == (casefile.RuleRef{}) {
		return nil
	}
	return &CaseRule{ID: r.ID, Title: r.Title, RuleSetVersion: r.SetVersion}
}

// inCase is the path of a case and of what belongs to it.
type InCase struct {
	InTenant
	Number string `path:"number" example:"SECC0000042" doc:"The case's number, with or without its prefix."`
}

func (in InCase) number() (uint64, error) {
	return casefile.ParseNumber(casefile.DefaultPrefix, in.Number)
}

func (s *Server) registerCases() {
	register(s, operation{
		method: "GET", path: tenantPath + "/cases", id: "list-cases", summary: "List cases",
		needs: needs(access.ReadCases), gives: CaseList{Items: []Case{exampleCase}, NextCursor: exampleCursor},
	}, s.listCases)
	register(s, operation{
		method: "GET", path: tenantPath + "/cases/{number}", id: "get-case", summary: "Read a case",
		needs: needs(access.ReadCases), gives: exampleCaseDetail,
	}, s.getCase)
	register(s, operation{
		method: "GET", path: tenantPath + "/cases/{number}/detections", id: "list-case-detections", summary: "List the detections of a case",
		needs: needs(access.ReadDetections), gives: DetectionList{Items: []Detection{exampleDetection}},
	}, s.listCaseDetections)
	register(s, operation{
		method: "GET", path: tenantPath + "/cases/{number}/activity", id: "list-case-activity", summary: "List what happened to a case",
		needs: needs(access.ReadCases), gives: ActivityList{Items: []Activity{exampleActivity}},
	}, s.listCaseActivity)
}

type listCasesInput struct {
	InTenant
	ListQuery
	Sort caseSort `query:"sort" default:"-updated_at" doc:"A field to order by; a minus sign turns the order round."`
}

func (s *Server) listCases(ctx context.Context, v visit, in *listCasesInput) (CaseList, error) {
	request, err := searched(v, in.ListQuery, string(in.Sort), casefile.Fields)
	if err != nil {
		return CaseList{}, err
	}
	page, err := s.cases.Cases(ctx, v.tenant.ID, request)
	return CaseList{Items: each(page.Items, caseOf), NextCursor: next(v, in.Q, page.Next)}, err
}

func (s *Server) getCase(ctx context.Context, v visit, in *InCase) (CaseDetail, error) {
	number, err := in.number()
	if err != nil {
		return CaseDetail{}, err
	}
	c, err := s.cases.Case(ctx, v.tenant.ID, number)
	if err != nil {
		return CaseDetail{}, err
	}
	a, err := s.cases.Assets(ctx, v.tenant.ID, number)
	return CaseDetail{
		Case: caseOf(c), Hosts: list(a.Hosts), HostCount: a.HostCount, Users: list(a.Users), UserCount: a.UserCount,
	}, err
}
