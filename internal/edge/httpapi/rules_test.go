package httpapi

import (
	"fmt"
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
	for _, never := range []string{`"x"`, `"0"`, `""`, "", `"4", "5"`, `"99999999999999999999"`, "*,*"} {
		w.problem(w.ask("analyst", "PUT", rulesPath, body(""), "If-Match", never), 409)
	}
	w.problem(w.ask("analyst", "PUT", rulesPath, body(`"version":0,`)), 409)
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

func TestWhoSawNoRulesMayWriteTheFirst(t *testing.T) {
	for _, header := range [][]string{nil, {"If-Match", `"0"`}} {
		w := newWorld(t)
		if got := w.ask("analyst", "GET", rulesPath, "").Body.String(); got != `{"version":0,"items":[],"partner_items":[],"lint":[]}`+"\n" {
			t.Errorf("no rules are told as %s", got)
		}
		answered[RuleList](t, w.ask("analyst", "PUT", rulesPath, `{"version":0,"items":[]}`, header...))
		w.problem(w.ask("analyst", "PUT", rulesPath, `{"version":0,"items":[]}`, header...), 409)
	}
}

func TestAListIsNeverNull(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{rulesPath, templatesPath} {
		for _, a := range []string{w.ask("analyst", "GET", path, "").Body.String(), w.ask("analyst", "PUT", path, `{"items":[]}`).Body.String()} {
			if !strings.Contains(a, `"items":[]`) {
				t.Errorf("%s: %s", path, a)
			}
		}
	}
}

func TestYAMLWithoutADocumentRemovesNothing(t *testing.T) {
	w := newWorld(t)
	w.desk.book = rule.Book{Rules: []rule.Rule{exampleRuleWritten}, Templates: []rule.Template{exampleTemplateWritten}}
	for _, path := range []string{rulesPath, templatesPath} {
		for _, body := range []string{"", "---\n", "# nothing\n", "---\n---\n", "null"} {
			w.problem(w.ask("analyst", "PUT", path, body, "Content-Type", "application/yaml"), 422)
		}
	}
	if len(w.desk.book.Rules) != 1 || len(w.desk.book.Templates) != 1 {
		t.Errorf("left: %+v", w.desk.book)
	}
}

func TestARuleInJSONHasTheDefaultsOfOneInAFile(t *testing.T) {
	w := newWorld(t)
	bare := `{"title":"%","filter":"severity >= 0.4","group_by":["title"]}`
	first := strings.Replace(bare, `{`, `{"order":0,"state":"disabled",`, 1)
	got := answered[RuleList](t, w.ask("analyst", "PUT", rulesPath, `{"items":[`+bare+`,`+first+`]}`)).Items
	if got[0].Order != rule.DefaultOrder || got[0].State != ruleState(rule.Enabled) || got[1].Order != 0 || got[1].State != ruleState(rule.Disabled) {
		t.Errorf("%+v", got)
	}
}

func TestRulesTravelAsYAMLToo(t *testing.T) {
	w := newWorld(t)
	w.desk.book.Templates = []rule.Template{exampleTemplateWritten}
	yaml := string(rule.WriteYAML(rule.Book{Rules: []rule.Rule{exampleRuleWritten}}))
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
		`{"items":[{"titel":"x"}]}`:                                                     {422, "rules[0]"},
		`{"items":[` + strings.Replace(oneRule, `"4h"`, `"soon"`, 1) + `]}`:             {422, "rules[0].group_duration"},
		`{"items":[` + strings.Replace(oneRule, `10`, `"ten"`, 1) + `]}`:                {422, "rules[0].order"},
		`{"items":[` + oneRule + `,` + strings.Replace(oneRule, `10`, `10.0`, 1) + `]}`: {422, "rules[1].order"},
		`{"version":7.0,"items":[]}`:                                                    {422, "body.version"},
		`{"version":-1,"items":[]}`:                                                     {422, "body.version"},
		`{"items":[` + oneRule + `]} {}`:                                                {400, ""},
		`{"items":["` + strings.Repeat("a", maxRules) + `"]}`:                           {413, ""},
	} {
		p := w.problem(w.ask("analyst", "PUT", rulesPath, body), c.status)
		if c.location != "" && !strings.HasPrefix(p.Errors[0].Location, c.location) {
			t.Errorf("%.60s: %+v", body, p)
		}
		if text := fmt.Sprint(p); strings.Contains(text, "Go ") || strings.Contains(text, "json:") || strings.Contains(text, "xpected") {
			t.Errorf("%.60s: %s is no sentence for people", body, text)
		}
	}
	w.problem(w.ask("analyst", "PUT", rulesPath, "x", "Content-Type", "text/plain"), http.StatusUnsupportedMediaType)
}
