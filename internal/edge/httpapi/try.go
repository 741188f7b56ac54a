package httpapi

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/query"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
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

const (
	// triedBack is how far back a draft is tried.
	triedBack = 7 * 24 * time.Hour
	// maxCounted is how many detections are counted at most, and countFor how long.
	maxCounted = 20_000
	countFor   = 3 * time.Second
	// maxTried is how many detections are told one by one.
	maxTried = 20
	// draftID is what a rule or template is called that has no id yet; nobody else can bear it.
	draftID = "draft:"
)

func (s *Server) tryRule(ctx context.Context, v visit, in *tryRuleInput) (RuleTried, error) {
	trial, err := s.trial(ctx, v)
	if err != nil {
		return RuleTried{}, err
	}
	draft := in.Body.rule()
	draft.ID, draft.Title = cmp.Or(draft.ID, draftID), cmp.Or(draft.Title, "A new rule")
	told := RuleTried{Mistakes: trial.mistakes(draft), Samples: []RuleSample{}, Lint: []Finding{}}
	compiled, filters, err := trial.usable(draft)
	if err != nil {
		return told, err
	}
	from := time.Now().Add(-triedBack)
	told.Matching.Since = from.UTC()
	found, more, err := s.matching(ctx, v, since(from), filters)
	if err != nil {
		return told, err
	}
	if len(filters) > 0 {
		told.Matching.Count, told.Matching.More = len(found), more
	}
	full, err := s.detections.WithRaw(ctx, v.tenant.ID, v.viewer(), each(found[:min(len(found), maxTried)], idOf))
	if err != nil {
		return told, err
	}
	told.Samples = each(full, func(f casefile.Filed) RuleSample { return ruleSample(compiled, &f.Detection) })
	if len(told.Mistakes) == 0 {
		told.Lint = about(s.lintDraft(v, trial.with(draft)), draft.ID)
	}
	return told, nil
}

func idOf(d *detection.Detection) string { return d.ID }

// matching are the detections on which one of the filters holds, and whether
// there may be more; where there is no filter, the newest.
func (s *Server) matching(ctx context.Context, v visit, since query.Expr, filters []query.Expr) ([]*detection.Detection, bool, error) {
	if len(filters) == 0 {
		return newest(ctx, s.detections, v.tenant.ID, since, maxTried, time.Time{})
	}
	filter := query.Simplify(query.And{All: []query.Expr{since, query.Or{Any: filters}}})
	return newest(ctx, s.detections, v.tenant.ID, filter, maxCounted, time.Now().Add(countFor))
}

// ruleSample is what a draft makes of d. A filter that can't be read holds on nothing.
func ruleSample(c *rule.Compiled, d *detection.Detection) RuleSample {
	rows, errs := c.Rows(d)
	return RuleSample{
		ID: d.ID, Title: d.Title, Severity: d.Severity.Float(), CreatedAt: d.CreatedAt.UTC(),
		Filter: c.Filter(d), Append: c.Appends(d),
		Rows: list(rows[:min(len(rows), rulelog.MaxRows)]), RowCount: len(rows), Errors: each(errs, plainly),
	}
}

func plainly(err error) string { return sentenceOf(err.Error()) }

// trial is what drafts are tried against: a tenant's book, and what expressions know of the tenant.
type trial struct {
	book   rule.Book
	tenant rule.Tenant
}

func (s *Server) trial(ctx context.Context, v visit) (trial, error) {
	bounds, err := s.settings.Settings(ctx, v.tenant)
	if err != nil {
		return trial{}, err
	}
	book, _, err := s.books.Book(ctx, v.tenant)
	return trial{book, rule.Tenant{ID: v.tenant.ID, Name: v.tenant.Name, Zone: bounds.Zone(), Apart: bounds.Unlinked()}}, err
}

// with is the book with the draft in it.
func (t trial) with(draft rule.Rule) rule.Book {
	b := t.book
	b.Rules = slices.Clone(b.Rules)
	if _, place, found := rules.find(b, draft.ID); found {
		b.Rules[place] = draft
	} else {
		b.Rules = append(b.Rules, draft)
	}
	return b
}

// mistakes are the draft's, by fields.
func (t trial) mistakes(draft rule.Rule) []fault.Detail {
	draft.ID = "" // it may be draftID, which is no id
	_, err := rule.Compile(0, t.tenant, rule.Book{Rules: []rule.Rule{draft}, Templates: t.book.Templates})
	if err == nil {
		return []fault.Detail{}
	}
	return mistakes(alone(err, "rules[0]"))
}

// usable is what can be used of the draft, compiled, with those of its filters
// that can be read.
func (t trial) usable(draft rule.Rule) (*rule.Compiled, []query.Expr, error) {
	part := rule.Rule{ID: "draft", Title: draft.Title, Tags: draft.Tags, Filter: "FALSE", State: rule.Enabled}
	var filters []query.Expr
	for _, f := range []struct{ from, to *string }{{&draft.Filter, &part.Filter}, {&draft.AppendFilter, &part.AppendFilter}} {
		if tree, err := readFilter(*f.from); err == nil {
			filters, *f.to = append(filters, tree), *f.from
		}
	}
	for _, text := range draft.GroupBy[:min(len(draft.GroupBy), rule.MaxExpressions)] {
		if _, wrong := rule.CheckExpression(text, false); len(wrong) == 0 {
			part.GroupBy = append(part.GroupBy, text)
		}
	}
	if len(part.GroupBy) == 0 {
		part.GroupBy = []string{"[title].filter(t, false)"}
	}
	set, err := rule.Compile(0, t.tenant, rule.Book{Rules: []rule.Rule{part}})
	if err != nil {
		return nil, nil, fault.Because(err, fault.Internal, "What can be used of a draft can't be compiled.")
	}
	return set.Rules()[0], filters, nil
}

func readFilter(text string) (query.Expr, error) {
	if strings.TrimSpace(text) == "" {
		return nil, errors.New("there is none")
	}
	if len(text) > rule.MaxFilter {
		return nil, errors.New("it is too long")
	}
	tree, err := query.ParseFilter(text)
	if err == nil {
		tree = query.Anchor(tree, detection.Fields, time.Now())
		err = query.Check(tree, detection.Fields)
	}
	return tree, err
}

func (s *Server) tryTemplate(ctx context.Context, v visit, in *tryTemplateInput) (TemplateTried, error) {
	trial, err := s.trial(ctx, v)
	if err != nil {
		return TemplateTried{}, err
	}
	told := TemplateTried{Mistakes: []fault.Detail{}, Samples: []TemplateSample{}}
	draft := rule.Template{ID: "draft", Title: "A new template", CaseTitle: in.Body.CaseTitle, KeyFindings: in.Body.KeyFindings}
	book := rule.Book{Templates: []rule.Template{draft}}
	if _, err := rule.Compile(0, trial.tenant, book); err != nil {
		told.Mistakes = mistakes(alone(err, "templates[0]"))
		return told, nil
	}
	book.Rules = []rule.Rule{{ID: "draft", Title: "A rule", State: rule.Enabled, Template: "draft", Filter: "TRUE", GroupBy: []string{"title"}}}
	set, err := rule.Compile(0, trial.tenant, book)
	if err != nil {
		return told, fault.Because(err, fault.Internal, "A template can't be tried.")
	}
	ids := in.Body.Detections
	if len(ids) == 0 {
		found, _, err := newest(ctx, s.detections, v.tenant.ID, since(time.Now().Add(-triedBack)), maxTriedTemplate, time.Time{})
		if err != nil {
			return told, err
		}
		ids = each(found, idOf)
	}
	full, err := s.detections.WithRaw(ctx, v.tenant.ID, v.viewer(), ids)
	if err == nil {
		err = allThere(in.Body.Detections, full)
	}
	told.Samples = each(full, func(f casefile.Filed) TemplateSample { return templateSample(set.Rules()[0], &f.Detection) })
	return told, err
}

// allThere is fault.NotFound where one of the ids is not among what was found of them.
func allThere(ids []string, found []casefile.Filed) error {
	for _, id := range ids {
		if !slices.ContainsFunc(found, func(f casefile.Filed) bool { return f.ID == id }) {
			return fault.New(fault.NotFound, "There is no detection %q.", id)
		}
	}
	return nil
}

// maxTriedTemplate is how many detections a template is tried on where none are named.
const maxTriedTemplate = 5

func templateSample(c *rule.Compiled, d *detection.Detection) TemplateSample {
	told := TemplateSample{ID: d.ID, Title: d.Title, Errors: []string{}}
	opened, _ := casefile.Open(d.TenantID, 1, c.Plan, d, casefile.Hand{}, d.ReceivedAt)
	scene := rule.Scene{Detection: d, Case: &opened}
	for _, text := range []struct {
		into *string
		say  func(rule.Scene) (string, error)
	}{{&told.CaseTitle, c.CaseTitle}, {&told.KeyFindings, c.KeyFindings}} {
		said, err := text.say(scene)
		if *text.into = said; err != nil {
			told.Errors = append(told.Errors, plainly(err))
		}
	}
	return told
}
