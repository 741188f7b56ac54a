package httpapi

import (
	"net/http"
	"strings"
	"testing"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

const (
	rulesPath     = "/api/v1/tenants/default/rules"
	templatesPath = "/api/v1/tenants/default/templates"
)

const oneRule = `{"title":"One","state":"enabled","order":10,"filter":"severity >= 0.4","group_by":["hostnames()"],"group_duration":"4h"}`

func TestRulesAreReplacedAsAWholeAndReadBack(t *testing.T) {
	w := newWorld(t)
	put := w.ask("analyst", "PUT", rulesPath, `{"items":[`+oneRule+`]}`)
	list := answered[RuleList](t, put)
	if list.Version != 1 || len(list.Items) != 1 || list.Items[0].GroupDuration.String() != "4h" || put.Header().Get("ETag") != `"1"` {
		t.Errorf("%+v %v", list, put.Header())
	}
	if w.desk.by.Kind != activity.Token || w.desk.by.Name != "test" {
		t.Errorf("by %+v", w.desk.by)
	}
	if got := w.ask("read-only", "GET", rulesPath, ""); got.Body.String() != put.Body.String() {
		t.Errorf("read %s", got.Body)
	}
	again := w.ask("analyst", "PUT", rulesPath, put.Body.String())
	if list := answered[RuleList](t, again); list.Version != 2 {
		t.Errorf("what was read can't be written: %+v", list)
	}
}

func TestARuleSetThatChangedMeanwhileIsNotOverwritten(t *testing.T) {
	w := newWorld(t)
	w.desk.version = 5
	body := func(version string) string { return `{` + version + `"items":[` + oneRule + `]}` }
	w.problem(w.ask("analyst", "PUT", rulesPath, body(`"version":4,`)), 409)
	w.problem(w.ask("analyst", "PUT", rulesPath, body(""), "If-Match", `"4"`), 409)
	w.problem(w.ask("analyst", "PUT", rulesPath, body(`"version":5,`), "If-Match", `"4"`), 422)
	w.problem(w.ask("analyst", "PUT", rulesPath, body(""), "If-Match", `"x"`), 422)
	for _, fine := range []string{`"5"`, `W/"6"`, "*", "8"} {
		if a := w.ask("analyst", "PUT", rulesPath, body(""), "If-Match", fine); a.Code != 200 {
			t.Errorf("If-Match %s: %d %s", fine, a.Code, a.Body)
		}
		w.desk.version = max(w.desk.version, 6)
		if fine == "*" {
			w.desk.version = 8
		}
	}
}

func TestRulesTravelAsYAMLToo(t *testing.T) {
	w := newWorld(t)
	w.desk.book.Templates = exampleTemplates.Items
	yaml := string(rule.WriteYAML(rule.Book{Rules: exampleRules.Items}))
	put := w.ask("analyst", "PUT", rulesPath, yaml, "Content-Type", "application/yaml", "Accept", "application/yaml")
	if put.Code != 200 || put.Header().Get("Content-Type") != "application/yaml" || put.Body.String() != yaml {
		t.Errorf("%d %s\n%s", put.Code, put.Header().Get("Content-Type"), put.Body)
	}
	p := w.problem(w.ask("analyst", "PUT", templatesPath, yaml, "Content-Type", "application/yaml"), 422)
	if !strings.Contains(p.Detail, "templates only") {
		t.Errorf("%+v", p)
	}
	p = w.problem(w.ask("analyst", "PUT", rulesPath, strings.Replace(yaml, "filter:", "fliter:", 1), "Content-Type", "application/yaml"), 422)
	if len(p.Errors) == 0 || p.Errors[0].Line == 0 {
		t.Errorf("%+v", p)
	}
}

func TestAMistakeInARuleKeepsItsPlace(t *testing.T) {
	w := newWorld(t)
	place := fault.Detail{Location: "rules[0].filter", Line: 1, Column: 5, Message: "No.", Suggestion: "yes"}
	w.desk.fails = fault.New(fault.Invalid, "The rules have a mistake.").With(place)
	if p := w.problem(w.ask("analyst", "PUT", rulesPath, `{"items":[]}`), 422); len(p.Errors) != 1 || p.Errors[0] != place {
		t.Errorf("%+v", p)
	}
}

func TestARuleBodyThatDoesNotFitIsRefused(t *testing.T) {
	w := newWorld(t)
	for body, c := range map[string]struct {
		status   int
		location string
	}{
		`{`: {400, ""}, ``: {400, ""}, `{}`: {422, "body"}, `null`: {422, "body"}, `{"items":null}`: {422, "body.items"},
		`{"items":[{"titel":"x"}]}`:                                         {422, "body.items[0]"},
		`{"items":[` + strings.Replace(oneRule, `"4h"`, `"soon"`, 1) + `]}`: {422, "body"},
		`{"items":[` + strings.Replace(oneRule, `10`, `"ten"`, 1) + `]}`:    {422, "body.items[0].order"},
		`{"items":[` + oneRule + `]} {}`:                                    {400, ""},
		`{"items":["` + strings.Repeat("a", maxRules) + `"]}`:               {413, ""},
	} {
		p := w.problem(w.ask("analyst", "PUT", rulesPath, body), c.status)
		if c.location != "" && !strings.HasPrefix(p.Errors[0].Location, c.location) {
			t.Errorf("%.60s: %+v", body, p)
		}
	}
	w.problem(w.ask("analyst", "PUT", rulesPath, "x", "Content-Type", "text/plain"), http.StatusUnsupportedMediaType)
}
