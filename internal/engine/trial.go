package engine

import (
	"strings"

	"caseweave/internal/core/match"
	"caseweave/internal/core/query"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
)

// sentences say how a rule fared.
var sentences = map[Outcome]string{
	OutcomeDecided:       "It decided.",
	OutcomeNoMatch:       "Neither its filter nor its append filter holds.",
	OutcomeDeprioritized: "The source itself thinks little of the detection, and the rule goes by that.",
	OutcomeNoRows:        "The detection has fewer grouping values than the rule asks for.",
	OutcomeNoCase:        "No open case has what it groups by, and it may not open one with this detection.",
	OutcomeFull:          "The case that it found was full, and it may not continue it.",
	OutcomeTest:          "It is on test: it only wrote down what it would have done.",
	OutcomeDisabled:      "It is disabled.",
	OutcomeNotReached:    "An earlier rule had decided.",
}

func (x *explaining) sentence(t Trial) string {
	if x.out.BelowTrigger {
		return "No rule was tried: the severity is below the trigger."
	}
	for _, line := range x.out.Log {
		wrote := strings.HasPrefix(string(line.Kind), "would_") || line.Sequence == x.then.Arrival && decisive[line.Kind] != ""
		if wrote && line.Rule != nil && line.Rule.ID == t.Rule.ID && (t.Outcome == OutcomeTest || t.Outcome == OutcomeDecided) {
			return line.Sentence()
		}
	}
	return sentences[t.Outcome]
}

func (x *explaining) trial(c *rule.Compiled) Trial {
	filter, appends := c.Clauses(x.then)
	t := Trial{Rule: c.Rule, Filter: filterTrial(c.Rule.Filter, c.Filter(x.then), filter)}
	if c.Rule.AppendFilter != "" {
		a := filterTrial(c.Rule.AppendFilter, c.Appends(x.then), appends)
		t.AppendFilter = &a
	}
	return t
}

func filterTrial(text string, holds bool, clauses []query.Clause) FilterTrial {
	t := FilterTrial{Text: text, Holds: holds}
	for _, c := range clauses {
		t.Clauses = append(t.Clauses, ClauseTrial{Text: c.Text, Line: c.Line, Column: c.Column, Holds: c.Holds, Value: strings.Join(c.Found, ", ")})
	}
	return t
}

// rows tell by what the rule groups and, where it decided, which earlier member
// of the case had each.
func (x *explaining) rows(t *Trial, hit *match.Hit) {
	for _, err := range hit.Errors {
		t.Errors = append(t.Errors, err.Error())
	}
	for _, row := range hit.Rows[:min(len(hit.Rows), rulelog.MaxRows)] {
		r := RowTrial{Row: row}
		if number := x.out.Decision.Case; t.Outcome == OutcomeDecided {
			if k, ok := x.earlier(number, row); ok {
				r.Matched = append(r.Matched, RowMatch{
					Case: number, Detection: rulelog.Ref{ID: k.DetectionID}, By: rulelog.Ref{ID: k.RuleID, Title: x.titleOf(k.RuleID)},
				})
			}
		}
		t.Rows = append(t.Rows, r)
	}
}

// name gives the earlier members that rows matched their titles.
func (x *explaining) name() error {
	unnamed := map[string][]*rulelog.Ref{}
	var ids []string
	add := func(r *rulelog.Ref) {
		if unnamed[r.ID] == nil {
			ids = append(ids, r.ID)
		}
		unnamed[r.ID] = append(unnamed[r.ID], r)
	}
	for i := range x.out.Rules {
		for j := range x.out.Rules[i].Rows {
			for k := range x.out.Rules[i].Rows[j].Matched {
				add(&x.out.Rules[i].Rows[j].Matched[k].Detection)
			}
		}
	}
	for i := range x.out.Memberships {
		for j := range x.out.Memberships[i].Matched {
			add(&x.out.Memberships[i].Matched[j].Detection)
		}
	}
	named, err := x.ledger().WithRaw(x.ctx, x.s.tenant.ID, x.viewer, ids)
	for _, d := range named {
		for _, r := range unnamed[d.ID] {
			r.Title = d.Title
		}
	}
	return err
}

func (x *explaining) titleOf(ruleID string) string {
	if c := x.set.Set().Rule(ruleID); c != nil {
		return c.Rule.Title
	}
	return ruleID
}
