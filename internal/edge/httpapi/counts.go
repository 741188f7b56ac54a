package httpapi

import (
	"context"
	"slices"
	"strings"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/rulelog"
)

// countedFor is how far back rules are counted.
const countedFor = 24 * time.Hour

// RuleCounts says how often rules did what.
type RuleCounts struct {
	Since         time.Time   `json:"since"`
	ImaginedSince time.Time   `json:"imagined_since" doc:"Since when rules on test have kept their imagined cases: a restart forgets them."`
	Items         []RuleCount `json:"items" doc:"Rules that did something, by id."`
}

// RuleCount says how often one rule did what.
type RuleCount struct {
	Rule             string `json:"rule"`
	Created          int    `json:"created"`
	Appended         int    `json:"appended"`
	RelatedAppended  int    `json:"related_appended"`
	Continued        int    `json:"continued"`
	CaseFull         int    `json:"case_full"`
	NoGroupingValue  int    `json:"no_grouping_value"`
	ExpressionFailed int    `json:"expression_failed"`
	WouldCreate      int    `json:"would_create"`
	WouldAppend      int    `json:"would_append"`
	WouldSkip        int    `json:"would_skip"`
	Failing          bool   `json:"failing" doc:"Its expressions fail more often than it does anything."`
}

func countOf(id string, n map[rulelog.Kind]int) RuleCount {
	c := RuleCount{
		Rule: id, Created: n[rulelog.Created], Appended: n[rulelog.Appended], RelatedAppended: n[rulelog.RelatedAppended],
		Continued: n[rulelog.Continued], CaseFull: n[rulelog.CaseFull], NoGroupingValue: n[rulelog.NoGroupingValue],
		ExpressionFailed: n[rulelog.ExpressionFailed],
		WouldCreate:      n[rulelog.WouldCreate], WouldAppend: n[rulelog.WouldAppend], WouldSkip: n[rulelog.WouldSkip],
	}
	done := c.Created + c.Appended + c.RelatedAppended + c.Continued + c.WouldCreate + c.WouldAppend
	c.Failing = c.ExpressionFailed > 0 && c.ExpressionFailed >= done
	return c
}

func (s *Server) registerCounts() {
	register(s, operation{
		method: "GET", path: tenantPath + "/rule-counts", id: "count-rules", summary: "Count what each rule did in the last 24 hours",
		needs: needs(access.ReadRules), gives: exampleCounts,
	}, s.countRules)
}

func (s *Server) countRules(ctx context.Context, v visit, _ *InTenant) (RuleCounts, error) {
	told := RuleCounts{Since: time.Now().UTC().Add(-countedFor).Truncate(time.Hour), Items: []RuleCount{}}
	counts, err := s.history.RuleCounts(ctx, v.tenant.ID, told.Since)
	if err != nil {
		return told, err
	}
	told.ImaginedSince, err = s.engine.ImaginedSince(ctx, v.tenant)
	for id, n := range counts {
		told.Items = append(told.Items, countOf(id, n))
	}
	slices.SortFunc(told.Items, func(a, b RuleCount) int { return strings.Compare(a.Rule, b.Rule) })
	return told, err
}
