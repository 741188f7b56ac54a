package httpapi

import (
	"context"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
)

// QueryText is a filter or search that is being written.
type QueryText struct {
	Text     string `json:"text" maxLength:"20000"`
	Kind     string `json:"kind" enum:"filter,search" doc:"A search may end with EARLIEST and LATEST."`
	Of       string `json:"of,omitempty" enum:"detections,cases" default:"detections" doc:"What it selects among."`
	Position *int   `json:"position,omitempty" minimum:"0" doc:"Where to complete: counts UTF-16 units from the beginning, as browsers do. Without one, nothing is completed."`
}

// QueryChecked says whether the text can be read, and how it might go on.
type QueryChecked struct {
	Mistakes    []fault.Detail `json:"mistakes"`
	Normal      string         `json:"normal,omitempty" doc:"The text in its normal form; missing where there are mistakes."`
	Completions []Completion   `json:"completions"`
}

// ExpressionText is CEL that is being written.
type ExpressionText struct {
	Text     string `json:"text" maxLength:"20000"`
	Kind     string `json:"kind" enum:"grouping,script" doc:"One expression of group_by, or a text with ${…}."`
	Position *int   `json:"position,omitempty" minimum:"0" doc:"Where to complete: counts UTF-16 units from the beginning, as browsers do. Without one, nothing is completed."`
}

// ExpressionChecked says whether the text can be read, and how it might go on.
type ExpressionChecked struct {
	Mistakes    []fault.Detail `json:"mistakes"`
	Type        string         `json:"type,omitempty" doc:"What a grouping expression yields."`
	Completions []Completion   `json:"completions"`
}

// Completion is how the text might go on.
type Completion struct {
	Label  string `json:"label"`
	Insert string `json:"insert" doc:"Takes the place of what stands between from and to."`
	Kind   string `json:"kind" enum:"field,operator,value,keyword,function"`
	Detail string `json:"detail,omitempty"`
	From   int    `json:"from" doc:"Counts UTF-16 units."`
	To     int    `json:"to"`
}

func (s *Server) registerCheck() {
	register(s, operation{
		method: "POST", path: tenantPath + "/query/check", id: "check-query", summary: "Check and complete a query",
		about: "Values are those seen among the newest detections of the last day.",
		needs: needs(access.ReadDetections), takes: exampleQuery, gives: exampleChecked,
	}, s.checkQuery)
	register(s, operation{
		method: "POST", path: tenantPath + "/expressions/check", id: "check-expression", summary: "Check and complete an expression",
		needs: needs(access.ReadRules), takes: exampleExpression, gives: exampleExpressionChecked,
	}, s.checkExpression)
}

type checkQueryInput struct {
	InTenant
	Body QueryText
}

type checkExpressionInput struct {
	InTenant
	Body ExpressionText
}

func (s *Server) checkQuery(ctx context.Context, v visit, in *checkQueryInput) (QueryChecked, error) {
	return QueryChecked{}, notYet()
}

func (s *Server) checkExpression(ctx context.Context, v visit, in *checkExpressionInput) (ExpressionChecked, error) {
	return ExpressionChecked{}, notYet()
}
