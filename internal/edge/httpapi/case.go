package httpapi

import (
	"cmp"
	"context"
	"math"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
)

// Case is a case as lists and the live stream tell it.
type Case struct {
	Number         string        `json:"number"`
	Title          string        `json:"title"`
	Severity       severity      `json:"severity"`
	Priority       priority      `json:"priority"`
	Status         caseStatus    `json:"status"`
	Score          int           `json:"score" minimum:"0" maximum:"100"`
	ManagedBy      managedBy     `json:"managed_by"`
	SeverityPinned bool          `json:"severity_pinned" doc:"Somebody set the severity: it does not follow the score."`
	TitleFollows   bool          `json:"title_follows" doc:"The title follows the detections."`
	Resolution     resolution    `json:"resolution" doc:"What a closed case has turned out to be; none for one that is open."`
	Assignee       *string       `json:"assignee" doc:"A user's id; null where nobody is assigned."`
	AssigneeName   *string       `json:"assignee_name" doc:"The name of the user when it was assigned."`
	NeedToKnow     []Person      `json:"need_to_know" doc:"The only people who may know of the case, the reader among them; empty for everybody who reads cases."`
	Tags           []string      `json:"tags"`
	Type           string        `json:"type"`
	Description    string        `json:"description"`
	Rule           *CaseRule     `json:"rule" doc:"The rule that opened the case; null where a person did."`
	Template       *CaseTemplate `json:"template" doc:"The template that it began with; null where there was none."`
	MergedInto     *string       `json:"merged_into" doc:"The number of the case that it was merged into; null for most."`
	Ties           []TieRef      `json:"ties" doc:"How it stands to others, because people said so; list-related-cases tells more."`
	Continues      *string       `json:"continues" doc:"The number of the full case that this one continues; null for most."`
	DetectionCount int           `json:"detection_count"`
	Tactics        []string      `json:"tactics"`
	TechniqueIDs   []string      `json:"technique_ids"`
	FirstSeenAt    time.Time     `json:"first_seen_at"`
	LastSeenAt     time.Time     `json:"last_seen_at"`
	CreatedAt      time.Time     `json:"created_at"`
	UpdatedAt      time.Time     `json:"updated_at"`
	Version        uint64        `json:"version" doc:"Rises with every change."`
	Allowed        Allowed       `json:"allowed" doc:"What the reader may do with it now, and why not."`
}

// CaseRule names a rule, its version and the rule set in which it decided.
type CaseRule struct {
	_              struct{} `nullable:"true"`
	ID             string   `json:"id"`
	Title          string   `json:"title"`
	Version        uint64   `json:"version" doc:"The rule's own; 0 where it is not known."`
	RuleSetVersion uint64   `json:"rule_set_version"`
}

// CaseTemplate names a template and its version.
type CaseTemplate struct {
	_       struct{} `nullable:"true"`
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Version uint64   `json:"version"`
}

// CaseStage is a part of the work on a case.
type CaseStage struct {
	Title string     `json:"title"`
	Tasks []CaseTask `json:"tasks"`
}

// CaseTask is one thing to do.
type CaseTask struct {
	Title        string `json:"title"`
	Instructions string `json:"instructions"`
}

// CaseDetail is a case with what its detections speak of.
type CaseDetail struct {
	Case
	Factors     []Factor    `json:"factors" doc:"What the score adds up from."`
	KeyFindings string      `json:"key_findings" doc:"Text that the template's script wrote."`
	Stages      []CaseStage `json:"stages" doc:"The checklist from the template."`
	Hosts       []string    `json:"hosts" doc:"At most 50; host_count counts them all."`
	HostCount   int         `json:"host_count"`
	Users       []string    `json:"users" doc:"At most 50; user_count counts them all."`
	UserCount   int         `json:"user_count"`
	KillChain   []CaseReach `json:"kill_chain" doc:"The five stages of the kill chain, in order."`
}

// Factor is a part of a case's score.
type Factor struct {
	Name   factorName `json:"name"`
	Points int        `json:"points" doc:"What it adds; below zero what it takes."`
	Most   int        `json:"most" doc:"The most that it can add, or take; 0 where there is no bound."`
	Says   string     `json:"says" doc:"What was found."`
	Lowers string     `json:"lowers" doc:"What would make the score lower by it; empty for nothing."`
}

// CaseList is a page of cases.
type CaseList struct {
	Items      []Case `json:"items"`
	NextCursor string `json:"next_cursor,omitempty" doc:"Continues the list; missing on its last page."`
}

func (p telling) caseOf(c casefile.Case) Case {
	c = p.veil.Case(c)
	return Case{
		Number: p.number(c.Number), Title: c.Title, Severity: severity(c.Severity), Priority: priority(c.Priority),
		Status: caseStatus(p.reader.Shown(&c, c.Status)), Score: c.Score, ManagedBy: managedBy(c.ManagedBy), Assignee: perhaps(c.Assignee), AssigneeName: perhaps(c.AssigneeName),
		SeverityPinned: c.SeverityPinned, TitleFollows: c.TitleFollows, Resolution: resolution(cmp.Or(c.Resolution, casefile.Unresolved)),
		NeedToKnow: each(c.NeedToKnow, func(p casefile.Person) Person { return Person(p) }),
		Tags:       list(c.Tags), Type: c.Type, Description: c.Description, Rule: caseRule(c.OpenedBy),
		Template: caseTemplate(c.Template), Continues: p.perhaps(c.Continues), MergedInto: p.perhaps(c.MergedInto), Ties: each(c.Ties, p.tieRefOf),
		DetectionCount: c.DetectionCount, Tactics: list(c.Tactics), TechniqueIDs: list(c.TechniqueIDs),
		FirstSeenAt: c.EarliestAt.UTC(), LastSeenAt: c.LatestAt.UTC(),
		CreatedAt: c.CreatedAt.UTC(), UpdatedAt: c.UpdatedAt.UTC(), Version: c.Version, Allowed: p.allowed(&c),
	}
}

func (p telling) detailOf(c casefile.Case, g *casefile.Gist) CaseDetail {
	a := g.Assets()
	return CaseDetail{
		Case: p.caseOf(c), Factors: each(c.Factors(), factorOf), KeyFindings: c.KeyFindings, Stages: each(c.Stages, stageOf),
		Hosts: list(a.Hosts), HostCount: a.HostCount, Users: list(a.Users), UserCount: a.UserCount,
		KillChain: reaches(g.Chain),
	}
}

func factorOf(f casefile.Factor) Factor {
	return Factor{Name: factorName(f.Name), Points: f.Points, Most: f.Most, Says: f.Says, Lowers: f.Lowers}
}

func stageOf(stage casefile.Stage) CaseStage {
	return CaseStage{stage.Title, each(stage.Tasks, func(t casefile.Task) CaseTask { return CaseTask(t) })}
}

func perhaps(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func caseRule(r casefile.RuleRef) *CaseRule {
	if r == (casefile.RuleRef{}) {
		return nil
	}
	return &CaseRule{ID: r.ID, Title: r.Title, Version: r.Version, RuleSetVersion: r.SetVersion}
}

func caseTemplate(t casefile.TemplateRef) *CaseTemplate {
	if t == (casefile.TemplateRef{}) {
		return nil
	}
	return &CaseTemplate{ID: t.ID, Title: t.Title, Version: t.Version}
}

// inCase is the path of a case and of what belongs to it.
type InCase struct {
	InTenant
	Number string `path:"number" example:"SECC0000042" doc:"The case's number, with or without its prefix."`
}

func (in InCase) number() (uint64, error) { return parseNumber(in.Number) }

func (s *Server) registerCases() {
	register(s, operation{
		method: "GET", path: tenantPath + "/cases", id: "list-cases", summary: "List cases",
		needs: needs(access.ReadCases), gives: CaseList{Items: []Case{exampleCase}, NextCursor: exampleCursor},
	}, s.listCases)
	register(s, operation{
		method: "GET", path: tenantPath + "/cases/{number}", id: "get-case", summary: "Read a case",
		about: "The number of a case that was merged leads to the other (307). Its own history and detections are still read under it.",
		needs: needs(access.ReadCases), gives: exampleCaseDetail,
	}, s.getCase)
	register(s, operation{
		method: "GET", path: tenantPath + "/cases/{number}/detections", id: "list-case-detections", summary: "List the detections of a case",
		needs: needs(access.ReadDetections), gives: DetectionList{Items: []Detection{exampleDetection}},
	}, s.listCaseDetections)
	register(s, operation{
		method: "GET", path: tenantPath + "/cases/{number}/activity", id: "list-case-activity", summary: "List what happened to a case",
		about: "Filters ask for kind, actor, actor_kind, old, new, note, detection, rule and created_at.",
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
	p, err := s.telling(ctx, v)
	if err != nil {
		return CaseList{}, err
	}
	if request, err = p.sought(request); err != nil {
		return CaseList{}, err
	}
	page, err := s.cases.Cases(ctx, v.tenant.ID, v.viewer(), request)
	return CaseList{Items: each(page.Items, p.caseOf), NextCursor: next(v, in.Q, page.Next)}, err
}

func (s *Server) getCase(ctx context.Context, v visit, in *InCase) (CaseDetail, error) {
	number, err := in.number()
	if err != nil {
		return CaseDetail{}, err
	}
	p, err := s.telling(ctx, v)
	if err != nil {
		return CaseDetail{}, err
	}
	c, err := s.cases.Case(ctx, v.tenant.ID, v.viewer(), number)
	if err == nil && c.MergedInto != 0 {
		err = s.led(ctx, v, p, c)
	}
	if err != nil {
		return CaseDetail{}, err
	}
	var gist casefile.Gist
	err = s.cases.EachMember(ctx, v.tenant.ID, v.viewer(), number, math.MaxInt, gist.Meet)
	return p.detailOf(c, &gist), err
}
