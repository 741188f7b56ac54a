package httpapi

import (
	"context"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/engine"
)

// Explanation says why a detection is where it is, or why it is nowhere.
type Explanation struct {
	Detection       Detection             `json:"detection" doc:"As it stands now, without its raw event."`
	Version         int                   `json:"version" doc:"The detection's when it was decided."`
	SetVersion      uint64                `json:"set_version" doc:"The rule set's that decided."`
	Decision        ExplainedDecision     `json:"decision"`
	BelowTrigger    bool                  `json:"below_trigger" doc:"No rule was tried: the severity was below trigger_severity."`
	TriggerSeverity float64               `json:"trigger_severity"`
	Rules           []ExplainedRule       `json:"rules" doc:"All rules of the set, in order of evaluation."`
	InCases         []ExplainedMembership `json:"in_cases"`
	Log             []RuleLog             `json:"log" doc:"The lines of the rule log about it, oldest first."`
}

// ExplainedDecision is what became of the detection when it was decided.
type ExplainedDecision struct {
	Kind     decisionKind `json:"kind"`
	At       time.Time    `json:"at"`
	Case     *string      `json:"case"`
	Rule     *CaseRule    `json:"rule"`
	Sentence string       `json:"sentence"`
}

// ExplainedRule is how one rule fared.
type ExplainedRule struct {
	Rule         ExplainedRuleName `json:"rule"`
	Outcome      outcome           `json:"outcome"`
	Sentence     string            `json:"sentence"`
	Filter       ExplainedFilter   `json:"filter"`
	AppendFilter *ExplainedFilter  `json:"append_filter" doc:"Null where the rule has none."`
	Rows         []ExplainedRow    `json:"rows"`
	Errors       []string          `json:"errors" doc:"Why grouping expressions failed."`
}

// ExplainedRuleName names a rule as it was when it was tried.
type ExplainedRuleName struct {
	ID      string    `json:"id"`
	Title   string    `json:"title"`
	Version uint64    `json:"version"`
	State   ruleState `json:"state"`
	Owner   ruleOwner `json:"owner"`
	Order   int       `json:"order"`
}

// ExplainedFilter is a filter with what each of its clauses says.
type ExplainedFilter struct {
	_       struct{}          `nullable:"true"`
	Text    string            `json:"text"`
	Holds   bool              `json:"holds"`
	Clauses []ExplainedClause `json:"clauses"`
}

// ExplainedClause is one test of a filter.
type ExplainedClause struct {
	Text   string `json:"text"`
	Line   int    `json:"line"`
	Column int    `json:"column" doc:"In characters, from 1."`
	Holds  bool   `json:"holds"`
	Value  string `json:"value,omitempty" doc:"What the detection has there."`
}

// ExplainedRow is a grouping value, and who had it then.
type ExplainedRow struct {
	Row     string            `json:"row"`
	Matched []ExplainedHolder `json:"matched" doc:"Members of open cases that had it when the detection was decided."`
}

// ExplainedHolder is a member of a case that had a row.
type ExplainedHolder struct {
	Case      string     `json:"case"`
	Detection LogSubject `json:"detection"`
	ByRule    LogSubject `json:"by_rule" doc:"The rule by which it had it."`
}

// ExplainedMembership is a case that holds the detection.
type ExplainedMembership struct {
	Case    string           `json:"case"`
	Since   time.Time        `json:"since"`
	By      membershipBy     `json:"by"`
	Rule    *CaseRule        `json:"rule"`
	Matched []ExplainedMatch `json:"matched" doc:"Rows that it had in common with earlier members."`
}

// ExplainedMatch is a row with an earlier member that has it.
type ExplainedMatch struct {
	Row       string          `json:"row"`
	Detection ExplainedMember `json:"detection"`
}

// ExplainedMember names an earlier member.
type ExplainedMember struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Arrival uint64 `json:"arrival"`
}

func (s *Server) registerExplain() {
	register(s, operation{
		method: "GET", path: tenantPath + "/detections/{id}/explain", id: "explain-detection", summary: "Explain why a detection is where it is",
		about: "Computed again from the stored detection and the rule set that decided, by the code that decides.",
		needs: needs(access.ReadDetections), gives: exampleExplanation,
	}, s.explain)
}

func (s *Server) explain(ctx context.Context, v visit, in *getDetectionInput) (Explanation, error) {
	p, err := s.telling(ctx, v)
	if err != nil {
		return Explanation{}, err
	}
	e, err := s.engine.Explain(ctx, v.tenant, v.viewer(), in.ID)
	return p.explanationOf(e), err
}

func (p telling) explanationOf(e engine.Explanation) Explanation {
	return Explanation{
		Detection: p.withoutRaw(e.Detection), Version: e.Version, SetVersion: e.SetVersion,
		Decision: ExplainedDecision{
			Kind: decisionKind(e.Decision.Kind), At: e.Decision.At.UTC(), Case: p.perhaps(e.Decision.Case),
			Rule: caseRule(e.Decision.Rule), Sentence: e.Decision.Sentence,
		},
		BelowTrigger: e.BelowTrigger, TriggerSeverity: e.TriggerSeverity.Float(),
		Rules: each(e.Rules, p.explainedRule), InCases: each(e.Memberships, p.explainedMembership), Log: each(e.Log, p.ruleLogOf),
	}
}

func (p telling) explainedRule(t engine.Trial) ExplainedRule {
	r := ExplainedRule{
		Rule: ExplainedRuleName{
			ID: t.Rule.ID, Title: t.Rule.Title, Version: t.Rule.Version, State: ruleState(t.Rule.State),
			Owner: ruleOwner(t.Rule.Owner), Order: t.Rule.Order,
		},
		Outcome: outcome(t.Outcome), Sentence: t.Sentence, Filter: explainedFilter(t.Filter),
		Rows: each(t.Rows, p.explainedRow), Errors: list(t.Errors),
	}
	if t.AppendFilter != nil {
		f := explainedFilter(*t.AppendFilter)
		r.AppendFilter = &f
	}
	return r
}

func explainedFilter(f engine.FilterTrial) ExplainedFilter {
	return ExplainedFilter{Text: f.Text, Holds: f.Holds, Clauses: each(f.Clauses, func(c engine.ClauseTrial) ExplainedClause {
		return ExplainedClause(c)
	})}
}

func (p telling) explainedRow(r engine.RowTrial) ExplainedRow {
	return ExplainedRow{Row: r.Row, Matched: each(r.Matched, func(m engine.RowMatch) ExplainedHolder {
		return ExplainedHolder{Case: p.number(m.Case), Detection: named(m.Detection), ByRule: named(m.By)}
	})}
}

func (p telling) explainedMembership(m engine.Membership) ExplainedMembership {
	told := ExplainedMembership{Case: p.number(m.Case), Since: m.Since.UTC(), By: membershipBy(m.By)}
	if m.Rule != nil {
		told.Rule = caseRule(*m.Rule)
	}
	told.Matched = each(m.Matched, func(x engine.MemberMatch) ExplainedMatch {
		return ExplainedMatch{Row: x.Row, Detection: ExplainedMember{ID: x.Detection.ID, Title: x.Detection.Title, Arrival: x.Arrival}}
	})
	return told
}

func named(r rulelog.Ref) LogSubject { return LogSubject{ID: r.ID, Title: r.Title} }
