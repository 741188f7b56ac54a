package httpapi

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/query"
	"caseweave/internal/core/rule"
)

// QueryText is a filter or search that is being written.
type QueryText struct {
	Text     string `json:"text" maxLength:"65536"`
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
	Text     string `json:"text" maxLength:"16384"`
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
	Kind   string `json:"kind" enum:"field,operator,value,keyword,function,method,record"`
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
	if in.Body.Of == "cases" {
		return check(in.Body, casefile.Fields, func() ([]*casefile.Case, error) { return s.samples.cases(ctx, v.tenant.ID) })
	}
	return check(in.Body, detection.Fields, func() ([]*detection.Detection, error) { return s.samples.detections(ctx, v.tenant.ID) })
}

// check checks q and completes it by the values that records have.
func check[T any](q QueryText, fields *query.Schema[T], records func() ([]*T, error)) (QueryChecked, error) {
	told := QueryChecked{Completions: []Completion{}}
	told.Normal, told.Mistakes = normal(q, fields)
	if q.Position == nil {
		return told, nil
	}
	at := runeAt(q.Text, *q.Position)
	completion := query.Complete(fields, q.Text, at)
	if q.Kind == "search" {
		completion = query.CompleteSearch(fields, q.Text, at)
	}
	if completion.Field != "" {
		seen, err := records()
		if err != nil {
			return told, err
		}
		completion = completion.With(valuesOf(fields, completion.Field, seen))
	}
	units := newUnits(q.Text)
	for _, item := range completion.Items {
		told.Completions = append(told.Completions, Completion{
			Label: item.Label, Insert: item.Insert, Kind: item.Kind, Detail: item.Detail, From: units.at(completion.From), To: units.at(completion.To),
		})
	}
	return told, nil
}

// normal is the text in its normal form, or its mistakes.
func normal[T any](q QueryText, fields *query.Schema[T]) (string, []fault.Detail) {
	if q.Kind == "search" {
		search, err := query.ParseSearch(q.Text)
		if err == nil {
			err = query.Check(search.Filter, fields)
		}
		if err != nil {
			return "", mistakes(query.Fitting(err, fields))
		}
		return search.String(), []fault.Detail{}
	}
	filter, err := query.ParseFilter(q.Text)
	if err == nil {
		err = query.Check(filter, fields)
	}
	if err != nil {
		return "", mistakes(query.Fitting(err, fields))
	}
	return filter.String(), []fault.Detail{}
}

// mistakes are the places that an error speaks of, never none.
func mistakes(err error) []fault.Detail {
	if details := fault.DetailsOf(err); len(details) > 0 {
		return details
	}
	return []fault.Detail{{Message: sentenceOf(err.Error())}}
}

// maxValues is how many values are offered.
const maxValues = 200

// valuesOf are the texts that records have in a field, the most frequent first.
func valuesOf[T any](fields *query.Schema[T], name string, records []*T) []string {
	counts := map[string]int{}
	for _, record := range records {
		for _, text := range fields.Texts(record, name) {
			counts[text]++
		}
	}
	values := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(counts[b]-counts[a], strings.Compare(a, b))
	})
	return values[:min(len(values), maxValues)]
}

func (s *Server) checkExpression(_ context.Context, _ visit, in *checkExpressionInput) (ExpressionChecked, error) {
	q := in.Body
	script := q.Kind == "script"
	kind, wrong := rule.CheckExpression(q.Text, script)
	told := ExpressionChecked{Mistakes: append([]fault.Detail{}, wrong...), Type: kind, Completions: []Completion{}}
	if q.Position == nil {
		return told, nil
	}
	units := newUnits(q.Text)
	for _, c := range rule.CompleteExpression(q.Text, runeAt(q.Text, *q.Position), script) {
		told.Completions = append(told.Completions, Completion{
			Label: c.Label, Insert: c.Insert, Kind: c.Kind, Detail: c.Detail, From: units.at(c.From), To: units.at(c.To),
		})
	}
	return told, nil
}

// runeAt is how many characters stand before so many UTF-16 units of text; one
// in the middle of a character is before it.
func runeAt(text string, units int) int {
	n := 0
	for _, r := range text {
		if units -= utf16.RuneLen(r); units < 0 {
			break
		}
		n++
	}
	return n
}

// units are the UTF-16 units before each character of a text, and at its end.
type units []int

func newUnits(text string) units {
	u := units{0}
	for _, r := range text {
		u = append(u, u[len(u)-1]+utf16.RuneLen(r))
	}
	return u
}

func (u units) at(character int) int { return u[max(0, min(character, len(u)-1))] }
