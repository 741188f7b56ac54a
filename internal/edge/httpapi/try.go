package httpapi

import (
	"context"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

// RuleDraft is a rule that may be unfinished.
type RuleDraft struct {
	NewRule
	Title   string   `json:"title,omitempty"`
	Filter  string   `json:"filter,omitempty"`
	GroupBy []string `json:"group_by,omitempty"`
}

func (d RuleDraft) rule() rule.Rule {
	d.NewRule.Title, d.NewRule.Filter, d.NewRule.GroupBy = d.Title, d.Filter, d.GroupBy
	return d.NewRule.rule()
}

// RuleTried is how a draft does on stored detections.
type RuleTried struct {
	Mistakes []fault.Detail `json:"mistakes" doc:"Places are filter, append_filter, group_by[0] and so on."`
	Matching Matching       `json:"matching"`
	Samples  []RuleSample   `json:"samples" doc:"The newest 20 on which a filter holds; of all, where the filters can't be read."`
	Lint     []Finding      `json:"lint"`
}

// Matching counts detections on which a filter of the draft holds.
type Matching struct {
	Count int       `json:"count"`
	More  bool      `json:"more" doc:"There are more detections than were looked at."`
	Since time.Time `json:"since"`
}

// RuleSample is a detection with what the draft makes of it.
type RuleSample struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	Severity  float64   `json:"severity"`
	CreatedAt time.Time `json:"created_at"`
	Filter    bool      `json:"filter" doc:"The filter holds."`
	Append    bool      `json:"append" doc:"There is an append filter, and it holds."`
	Rows      []string  `json:"rows" doc:"The first 20 grouping values."`
	RowCount  int       `json:"row_count"`
	Errors    []string  `json:"errors" doc:"Why grouping expressions fail on it."`
}

// TemplateDraft is the texts of a template that may be unfinished.
type TemplateDraft struct {
	CaseTitle   string   `json:"case_title,omitempty"`
	KeyFindings string   `json:"key_findings,omitempty"`
	Detections  []string `json:"detections,omitempty" maxItems:"20" doc:"Ids of detections to try it on; without any, the newest are taken."`
}

// TemplateTried is how a draft does on stored detections.
type TemplateTried struct {
	Mistakes []fault.Detail   `json:"mistakes" doc:"Places are case_title and key_findings."`
	Samples  []TemplateSample `json:"samples"`
}

// TemplateSample is a detection with the texts that a case it opens would get.
type TemplateSample struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	CaseTitle   string   `json:"case_title"`
	KeyFindings string   `json:"key_findings"`
	Errors      []string `json:"errors"`
}

func (s *Server) registerTry() {
	register(s, operation{
		method: "POST", path: tenantPath + "/rules/try", id: "try-rule", summary: "Try a rule on the detections of the last 7 days",
		about: "Nothing is written. The rule may be unfinished: mistakes are part of the answer.",
		needs: needs(access.ReadRules), takes: exampleDraft, gives: exampleTried,
	}, s.tryRule)
	register(s, operation{
		method: "POST", path: tenantPath + "/templates/try", id: "try-template", summary: "Try a template's texts on stored detections",
		about: "Nothing is written. Mistakes are part of the answer.",
		needs: needs(access.ReadRules), takes: exampleTemplateDraft, gives: exampleTemplateTried,
	}, s.tryTemplate)
}

type tryRuleInput struct {
	InTenant
	Body RuleDraft
}

type tryTemplateInput struct {
	InTenant
	Body TemplateDraft
}

func (s *Server) tryRule(ctx context.Context, v visit, in *tryRuleInput) (RuleTried, error) {
	return RuleTried{}, notYet()
}

func (s *Server) tryTemplate(ctx context.Context, v visit, in *tryTemplateInput) (TemplateTried, error) {
	return TemplateTried{}, notYet()
}
