package httpapi

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"caseweave/internal/core/rule"
)

const newRule = `{"title":"Same user","filter":"severity >= 0.6","group_by":["usernames()"]}`

// created is the answer to a POST, or the end of the test.
func created[T any](t *testing.T, w *world, path, body string) T {
	t.Helper()
	a := w.ask("analyst", "POST", path, body)
	if a.Code != 201 {
		t.Fatalf("answered %d %s", a.Code, a.Body)
	}
	var v T
	if err := json.Unmarshal(a.Body.Bytes(), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestARuleIsWrittenReadChangedAndRemovedByItself(t *testing.T) {
	w := newWorld(t)
	post := w.ask("analyst", "POST", rulesPath, newRule)
	if post.Code != 201 || post.Header().Get("ETag") != `"1"` || post.Header().Get("Location") != rulesPath+"/same-user" {
		t.Fatalf("%d %v %s", post.Code, post.Header(), post.Body)
	}
	one := answered[RuleAnswer](t, w.ask("read-only", "GET", rulesPath+"/same-user", ""))
	if one.Version != 1 || one.Rule.Title != "Same user" || one.Rule.State != "enabled" || one.Rule.Order != 100 || one.Rule.Rule.Version != 1 {
		t.Errorf("%+v", one)
	}
	changed := answered[RuleAnswer](t, w.ask("analyst", "PUT", rulesPath+"/same-user", strings.Replace(newRule, "Same", "One", 1)))
	if changed.Version != 2 || changed.Rule.ID != "same-user" || changed.Rule.Title != "One user" || changed.Rule.Rule.Version != 2 {
		t.Errorf("%+v", changed)
	}
	if gone := answered[Removed](t, w.ask("analyst", "DELETE", rulesPath+"/same-user", "")); gone.Version != 3 || len(w.desk.book.Rules) != 0 {
		t.Errorf("%+v %+v", gone, w.desk.book)
	}
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		w.problem(w.ask("analyst", method, rulesPath+"/same-user", newRule), 404)
	}
}

func TestWhatStandsBesideARuleStays(t *testing.T) {
	w := newWorld(t)
	w.stock()
	before := fmt.Sprint(w.desk.book.Rules[0], w.desk.book.Templates)
	created[RuleAnswer](t, w, rulesPath, newRule)
	answered[RuleAnswer](t, w.ask("analyst", "PUT", rulesPath+"/same-user", newRule))
	answered[Removed](t, w.ask("analyst", "DELETE", rulesPath+"/same-user", ""))
	if after := fmt.Sprint(w.desk.book.Rules[0], w.desk.book.Templates); after != before || len(w.desk.book.Rules) != 1 {
		t.Errorf("%s became %s", before, after)
	}
}

func TestAnyWriteOfOneIsGuardedByIfMatch(t *testing.T) {
	for _, c := range []struct{ method, path, body string }{
		{"POST", rulesPath, newRule},
		{"PUT", rulesPath + "/" + exampleRuleID, newRule},
		{"DELETE", rulesPath + "/" + exampleRuleID, ""},
		{"POST", rulesPath + "/order", `{"ids":["` + exampleRuleID + `"]}`},
		{"POST", rulesPath + "/import", exampleFile},
		{"POST", rulesPath + "/import?dry_run=true", exampleFile},
	} {
		w := newWorld(t)
		w.stock()
		media := "application/json"
		if c.body == exampleFile {
			media = mediaYAML
		}
		w.problem(w.ask("analyst", c.method, c.path, c.body, "Content-Type", media, "If-Match", `"2"`), 409)
		if w.desk.version != 3 {
			t.Errorf("%s %s wrote", c.method, c.path)
		}
		if a := w.ask("analyst", c.method, c.path, c.body, "Content-Type", media, "If-Match", `"3"`); a.Code/100 != 2 {
			t.Errorf("%s %s: %d %s", c.method, c.path, a.Code, a.Body)
		}
	}
}

func TestAMistakeInOneRuleIsToldByItsFields(t *testing.T) {
	w := newWorld(t)
	w.stock()
	for body, want := range map[string]string{
		strings.Replace(newRule, "severity", "sevrity", 1):                         "filter",
		strings.Replace(newRule, "usernames()", "usernames(", 1):                   "group_by[0]",
		strings.Replace(newRule, `"group_by"`, `"order":"x","group_by"`, 1):        "order",
		strings.Replace(newRule, `"group_by"`, `"state":"on","group_by"`, 1):       "state",
		strings.Replace(newRule, `"title"`, `"id":"`+exampleRuleID+`","title"`, 1): "id",
	} {
		p := w.problem(w.ask("analyst", "POST", rulesPath, body), 422)
		if len(p.Errors) == 0 || p.Errors[0].Location != want {
			t.Errorf("%s: %+v", body, p)
		}
	}
	p := w.problem(w.ask("analyst", "PUT", rulesPath+"/"+exampleRuleID, strings.Replace(newRule, "severity", "sevrity", 1)), 422)
	if p.Errors[0].Location != "filter" || p.Errors[0].Column != 1 || p.Errors[0].Suggestion != "severity" {
		t.Errorf("%+v", p)
	}
	w.problem(w.ask("analyst", "PUT", rulesPath+"/"+exampleRuleID, strings.Replace(newRule, `"title"`, `"id":"other","title"`, 1)), 422)
}

func TestWhatAPartnerWroteIsReadInItsTenantsAndWrittenAtThePartner(t *testing.T) {
	w := newWorld(t)
	w.stock()
	list := answered[RuleList](t, w.ask("analyst", "GET", rulesPath, ""))
	if len(list.Items) != 1 || len(list.PartnerItems) != 1 || list.PartnerItems[0].ID != "partner:"+exampleRuleID || list.PartnerItems[0].Owner != "partner" {
		t.Errorf("%+v", list)
	}
	theirs := rulesPath + "/partner:" + exampleRuleID
	answered[RuleAnswer](t, w.ask("analyst", "GET", theirs, ""))
	w.problem(w.ask("analyst", "PUT", theirs, newRule), 403)
	w.problem(w.ask("analyst", "DELETE", theirs, ""), 403)

	const atPartner = "/api/v1/partners/acme/rules"
	w.problem(w.ask("analyst", "GET", atPartner, ""), 404)
	if own := answered[RuleList](t, w.ask("acme's read-only", "GET", atPartner, "")); len(own.Items) != 1 || own.Items[0].Owner != "tenant" && own.Items[0].Owner != "partner" {
		t.Errorf("%+v", own)
	}
	w.problem(w.ask("acme's read-only", "POST", atPartner, newRule), 403)
	for _, who := range []string{"acme's analyst", "root"} {
		if a := w.ask(who, "PUT", atPartner+"/"+exampleRuleID, newRule); a.Code != 200 {
			t.Errorf("%s: %d %s", who, a.Code, a.Body)
		}
	}
	w.problem(w.ask("root", "GET", "/api/v1/partners/nobody/rules", ""), 404)
}

func TestNobodyWritesInAnothersName(t *testing.T) {
	w := newWorld(t)
	created[RuleAnswer](t, w, rulesPath, strings.Replace(newRule, `"title"`, `"owner":"partner","title"`, 1))
	if r := w.desk.book.Rules[0]; r.Owner == rule.PartnerOwned || r.CreatedBy != "test" {
		t.Errorf("%+v", r)
	}
}

func TestATemplateThatARuleNamesIsNotRemoved(t *testing.T) {
	w := newWorld(t)
	w.desk.book = rule.Book{Rules: []rule.Rule{exampleRuleWritten}, Templates: []rule.Template{exampleTemplateWritten}}
	p := w.problem(w.ask("analyst", "DELETE", templatesPath+"/"+exampleTemplateID, ""), 422)
	if p.Errors[0].Location != "rules[0].template" || len(w.desk.book.Templates) != 1 {
		t.Errorf("%+v", p)
	}
	one := created[TemplateAnswer](t, w, templatesPath, `{"title":"Phishing","priority":"P1"}`)
	if one.Template.ID != "phishing" || one.Template.Priority != "P1" {
		t.Errorf("%+v", one)
	}
	w.problem(w.ask("analyst", "POST", templatesPath, `{"title":"Phishing","priority":"P9"}`), 422)
}

func TestARuleIsReadAsItWas(t *testing.T) {
	w := newWorld(t)
	w.desk.version = 9
	path := rulesPath + "/" + exampleRuleID
	for version, want := range map[string]string{"1": "The first", "2": "The first", "3": "Same host or user", "9": "Same host or user"} {
		if got := answered[RuleAnswer](t, w.ask("read-only", "GET", path+"?set_version="+version, "")); got.Rule.Title != want {
			t.Errorf("in version %s it is %q", version, got.Rule.Title)
		}
	}
	w.problem(w.ask("read-only", "GET", path+"?set_version=0", ""), 404)
	w.problem(w.ask("read-only", "GET", path+"?set_version=999", ""), 404)
	w.problem(w.ask("read-only", "GET", path+"?set_version=x", ""), 422)
	w.problem(w.ask("read-only", "GET", rulesPath+"/none/versions", ""), 404)
	all := answered[RuleVersions](t, w.ask("read-only", "GET", path+"/versions", ""))
	if len(all.Items) != 2 || all.Items[0].SetVersion != 3 || all.Items[0].By != "ada" || all.Items[1].Version != 1 {
		t.Errorf("%+v", all)
	}
}

func TestRulesAreOrderedAllAtOnce(t *testing.T) {
	w := newWorld(t)
	for _, title := range []string{"a", "b", "c"} {
		created[RuleAnswer](t, w, rulesPath, strings.Replace(newRule, "Same user", title, 1))
	}
	answered[RuleList](t, w.ask("analyst", "POST", rulesPath+"/order", `{"ids":["c","a","b"]}`))
	for i, want := range []int{20, 30, 10} {
		if w.desk.book.Rules[i].Order != want {
			t.Errorf("%s is at %d", w.desk.book.Rules[i].ID, w.desk.book.Rules[i].Order)
		}
	}
	w.problem(w.ask("analyst", "POST", rulesPath+"/order", `{"ids":["c","a"]}`), 409)
	for _, wrong := range []string{`{"ids":["c","a","a"]}`, `{"ids":["c","a","x"]}`, `{}`, `{"ids":"a"}`} {
		w.problem(w.ask("analyst", "POST", rulesPath+"/order", wrong), 422)
	}
	if w.desk.version != 4 {
		t.Errorf("something was written: %d", w.desk.version)
	}
}
