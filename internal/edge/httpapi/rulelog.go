package httpapi

import (
	"context"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/rulelog"
)

// RuleLog is one line of the rule log.
type RuleLog struct {
	Entry      uint64      `json:"entry" doc:"Counts the tenant's lines from 1, without a gap."`
	Sequence   uint64      `json:"sequence" doc:"The tenant's sequence number of what it is about."`
	At         time.Time   `json:"at"`
	Kind       logKind     `json:"kind"`
	Sentence   string      `json:"sentence" doc:"The line for people."`
	Actor      Actor       `json:"actor"`
	SetVersion uint64      `json:"set_version"`
	Rule       *LogSubject `json:"rule" doc:"As it was then; null where it is about none."`
	Template   *LogSubject `json:"template"`
	Detection  *LogSubject `json:"detection"`
	Case       *string     `json:"case" doc:"The number of the case chosen or opened; null for none, and for an imagined one."`
	Imagined   *uint64     `json:"imagined" doc:"The number of a case that only a rule on test sees."`
	Rows       []string    `json:"rows" doc:"The detection's grouping values by the rule, the first 20."`
	RowCount   int         `json:"row_count"`
	Note       string      `json:"note"`
}

// LogSubject names a rule, template or detection as it was then.
type LogSubject struct {
	_     struct{} `nullable:"true"`
	ID    string   `json:"id"`
	Title string   `json:"title"`
}

// RuleLogList is a page of the rule log, newest first.
type RuleLogList struct {
	Items      []RuleLog `json:"items"`
	NextCursor string    `json:"next_cursor,omitempty" doc:"Continues the list; missing on its last page."`
}

func (p telling) ruleLogOf(e rulelog.Entry) RuleLog {
	told := RuleLog{
		Entry: e.Entry, Sequence: e.Sequence, At: e.At.UTC(), Kind: logKind(e.Kind), Sentence: e.Sentence(),
		Actor: Actor{Kind: actorKind(e.Actor.Kind), ID: e.Actor.ID, Name: e.Actor.Name}, SetVersion: e.SetVersion,
		Rule: logSubject(e.Rule), Template: logSubject(e.Template), Detection: logSubject(e.Detection),
		Case: p.perhaps(e.Case), Rows: list(e.Rows), RowCount: e.RowCount, Note: e.Note,
	}
	if e.Imagined != 0 {
		told.Imagined = &e.Imagined
	}
	return told
}

func logSubject(r *rulelog.Ref) *LogSubject {
	if r == nil {
		return nil
	}
	return &LogSubject{ID: r.ID, Title: r.Title}
}

func (s *Server) registerRuleLog() {
	register(s, operation{
		method: "GET", path: tenantPath + "/rule-logs", id: "list-rule-logs", summary: "List what rules did, and changes of them",
		about: "Newest first. Several filters mean that all of them must hold.",
		needs: needs(access.ReadRules), gives: RuleLogList{Items: []RuleLog{exampleRuleLog}},
	}, s.listRuleLogs)
}

type listRuleLogsInput struct {
	InTenant
	Rule      string  `query:"rule" doc:"A rule's id."`
	Template  string  `query:"template" doc:"A template's id."`
	Detection string  `query:"detection" doc:"A detection's id."`
	Case      string  `query:"case" doc:"A case's number."`
	Kind      logKind `query:"kind"`
	PageQuery
}

func (s *Server) listRuleLogs(ctx context.Context, v visit, in *listRuleLogsInput) (RuleLogList, error) {
	f := rulelog.Filter{Rule: in.Rule, Template: in.Template, Detection: in.Detection}
	if in.Kind != "" {
		f.Kinds = []rulelog.Kind{rulelog.Kind(in.Kind)}
	}
	if in.Case != "" {
		number, err := parseNumber(in.Case)
		if err != nil {
			return RuleLogList{}, wrongField("query.case", "This is no number of a case.")
		}
		f.Case = number
	}
	asked := v.r.URL.Query()
	asked.Del("cursor")
	asked.Del("limit")
	request, err := paged(v, in.PageQuery, asked.Encode(), "-entry")
	if err != nil {
		return RuleLogList{}, err
	}
	p, err := s.telling(ctx, v)
	if err != nil {
		return RuleLogList{}, err
	}
	page, err := s.history.RuleLogs(ctx, v.tenant.ID, v.viewer(), f, request)
	return RuleLogList{Items: each(page.Items, p.ruleLogOf), NextCursor: next(v, asked.Encode(), page.Next)}, err
}
