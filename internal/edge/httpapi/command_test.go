package httpapi

import (
	"fmt"
	"strings"
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/command"
	"caseweave/internal/core/fault"
)

const casePath = "/api/v1/tenants/default/cases/SECC0000042"

func TestPeopleOpenCasesAndChangeTheirDetections(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		method, path, body string
		want               command.Command
	}{
		{"POST", cases, `{"title":"Mine","detections":["a","b"]}`, command.Command{Kind: command.OpenCase, Title: "Mine", Detections: []string{"a", "b"}}},
		{"POST", cases, `{"title":"Hunt"}`, command.Command{Kind: command.OpenCase, Title: "Hunt"}},
		{"POST", casePath + "/detections", `{"detections":["a"]}`, command.Command{Kind: command.AddDetections, Case: 42, Detections: []string{"a"}}},
		{"POST", casePath + "/detections", `{"detections":["a"],"from":"INC-7"}`, command.Command{Kind: command.MoveDetections, Case: 7, To: 42, Detections: []string{"a"}}},
		{"DELETE", casePath + "/detections", `{"detections":["a"]}`, command.Command{Kind: command.RemoveDetections, Case: 42, Detections: []string{"a"}}},
	} {
		a := w.ask("responder", c.method, c.path, c.body)
		if a.Code/100 != 2 {
			t.Errorf("%s %s: %d %s", c.method, c.body, a.Code, a.Body)
		}
		got := w.desk.ordered
		if got.By.Name != "test" || !got.Side.Tenant || got.Side.Partner {
			t.Errorf("by %+v at %+v", got.By, got.Side)
		}
		got.By, got.Side = c.want.By, c.want.Side
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("ordered %+v, want %+v", got, c.want)
		}
	}
	added := answered[DetectionsAdded](t, w.ask("analyst", "POST", casePath+"/detections", `{"detections":["a"]}`))
	if fmt.Sprint(added.Added, added.Related, added.Already) != "[a] [d2] []" || added.Case.Number != "SECC0000042" {
		t.Errorf("%+v", added)
	}
}

func TestACommandBearsWhomThePersonBelongsTo(t *testing.T) {
	w := newWorld(t)
	for who, want := range map[string]command.Side{
		"analyst": {Tenant: true, Customer: true, Served: true}, "acme's analyst": {Partner: true, Served: true}, "root": {Tenant: true, Partner: true, Served: true},
	} {
		w.ask(who, "PATCH", casePath, `{"status":"resolved"}`)
		if w.desk.ordered.Side != want {
			t.Errorf("%s is at %+v", who, w.desk.ordered.Side)
		}
	}
	w.token["stranger's root"] = w.people.mint(access.Analyst, access.Reach{PartnerID: "other"})
	w.problem(w.ask("stranger's root", "PATCH", casePath, `{"status":"resolved"}`), 404)
}

func TestACommandThatCanNotBeIsNotOrdered(t *testing.T) {
	w := newWorld(t)
	many := func(n int) string {
		var ids []string
		for i := range n {
			ids = append(ids, fmt.Sprintf(`"d%d"`, i))
		}
		return `{"detections":[` + strings.Join(ids, ",") + `]}`
	}
	for _, c := range []struct {
		method, path, body string
		status             int
	}{
		{"POST", cases, `{"detections":[]}`, 422},
		{"POST", cases, `{"title":" "}`, 422},
		{"POST", cases, many(command.MaxDetections + 1), 422},
		{"POST", cases, `{"detections":["a","a"]}`, 422},
		{"POST", cases, `{"detections":["a"],"title":"` + strings.Repeat("x", 501) + `"}`, 422},
		{"POST", casePath + "/detections", `{"detections":["a"],"from":"42"}`, 422},
		{"POST", casePath + "/detections", `{"detections":["a"],"from":"x"}`, 422},
		{"DELETE", casePath + "/detections", `{"detections":[]}`, 422},
		{"PATCH", casePath, `{}`, 422},
		{"PATCH", casePath, `{"status":"open"}`, 422},
		{"PATCH", cases + "/none", `{"status":"resolved"}`, 404},
	} {
		w.problem(w.ask("analyst", c.method, c.path, c.body), c.status)
	}
	if w.desk.ordered.Kind != "" {
		t.Errorf("ordered %+v", w.desk.ordered)
	}
	if a := w.ask("analyst", "POST", cases, many(command.MaxDetections)); a.Code != 201 {
		t.Errorf("as many as are allowed: %d", a.Code)
	}
	w.desk.fails = fault.New(fault.NotFound, "There is no detection a.")
	w.problem(w.ask("analyst", "POST", cases, `{"detections":["a"]}`), 404)
}

func TestOldLinksOutliveANewPrefix(t *testing.T) {
	w := newWorld(t)
	w.desk.bounds.CasePrefix = "INC-"
	for _, path := range []string{"/SECC0000042", "/INC-0000042", "/42"} {
		c := answered[CaseDetail](t, w.ask("analyst", "GET", cases+path, ""))
		if c.Number != "INC-0000042" || c.Template.ID != exampleTemplateID || len(c.Stages) != 1 || c.KeyFindings == "" || c.Rule.Version != 2 {
			t.Errorf("%s is %+v", path, c)
		}
	}
	for _, path := range []string{cases, "/api/v1/tenants/default/detections", casePath + "/activity", "/api/v1/tenants/default/rule-logs"} {
		if a := w.ask("analyst", "GET", path, ""); !strings.Contains(a.Body.String(), "INC-0000042") || strings.Contains(a.Body.String(), "SECC") {
			t.Errorf("%s: %s", path, a.Body)
		}
	}
}
