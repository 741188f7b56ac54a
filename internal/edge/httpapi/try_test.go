package httpapi

import (
	"fmt"
	"testing"
)

const (
	tryPath         = rulesPath + "/try"
	tryTemplatePath = templatesPath + "/try"
)

func TestADraftIsTriedOnWhatIsStored(t *testing.T) {
	w := newWorld(t)
	got := answered[RuleTried](t, w.ask("read-only", "POST", tryPath, `{"filter":"severity >= 0.6","append_filter":"severity >= 0.4","group_by":["hostnames()","title"]}`))
	if len(got.Mistakes) != 0 || got.Matching.Count != 1 || got.Matching.More || len(got.Samples) != 1 {
		t.Fatalf("%+v", got)
	}
	s := got.Samples[0]
	if !s.Filter || !s.Append || fmt.Sprint(s.Rows) != "[web-1 web shell written below the document root]" || s.RowCount != 2 || len(s.Errors) != 0 {
		t.Errorf("%+v", s)
	}
	if e := w.shelf.asked.Filter.String(); e == "" || w.shelf.asked.Order() != "-created_at" {
		t.Errorf("asked for %s by %s", e, w.shelf.asked.Order())
	}
	if w.desk.version != 0 {
		t.Error("something was written")
	}
}

func TestAnUnfinishedDraftShowsWhatItCan(t *testing.T) {
	w := newWorld(t)
	got := answered[RuleTried](t, w.ask("read-only", "POST", tryPath, `{"filter":"sevrity >= 0.6","group_by":["hostnames()","usernames("]}`))
	places := map[string]bool{}
	for _, m := range got.Mistakes {
		places[m.Location] = true
	}
	if !places["filter"] || !places["group_by[1]"] || len(places) != 2 {
		t.Errorf("%+v", got.Mistakes)
	}
	if got.Matching.Count != 0 || len(got.Samples) != 1 || got.Samples[0].Filter || fmt.Sprint(got.Samples[0].Rows) != "[web-1]" {
		t.Errorf("%+v", got)
	}
	if empty := answered[RuleTried](t, w.ask("read-only", "POST", tryPath, `{}`)); len(empty.Mistakes) != 2 || len(empty.Samples) != 1 || len(empty.Samples[0].Rows) != 0 {
		t.Errorf("%+v", empty)
	}
	for _, order := range []string{"-1", "1000000000000000000"} {
		odd := answered[RuleTried](t, w.ask("read-only", "POST", tryPath, `{"filter":"severity >= 0.6","group_by":["title"],"order":`+order+`}`))
		if len(odd.Mistakes) != 1 || odd.Mistakes[0].Location != "order" || odd.Matching.Count != 1 {
			t.Errorf("order %s: %+v", order, odd)
		}
	}
	w.problem(w.ask("read-only", "POST", tryPath, `{"filter":1}`), 422)
	w.problem(w.ask("read-only", "POST", tryPath, `{"fliter":""}`), 422)
}

func TestADraftTakesThePlaceOfItsRuleForLint(t *testing.T) {
	w := newWorld(t)
	w.stock()
	w.desk.shared.Rules = nil
	lint := func(body string) []Finding {
		return answered[RuleTried](t, w.ask("read-only", "POST", tryPath, body)).Lint
	}
	if found := lint(`{"filter":"severity >= 0.6","group_by":["hostnames()"],"order":50}`); len(found) == 0 || found[0].Rule != draftID {
		t.Errorf("a new rule behind one that takes all: %+v", found)
	}
	if found := lint(`{"id":"` + exampleRuleID + `","filter":"severity >= 0.6","group_by":["hostnames()"],"order":50}`); len(found) != 0 {
		t.Errorf("the rule stands in its own way: %+v", found)
	}
}

func TestATemplateIsTriedOnDetections(t *testing.T) {
	w := newWorld(t)
	ask := func(body string) TemplateTried {
		return answered[TemplateTried](t, w.ask("read-only", "POST", tryTemplatePath, body))
	}
	got := ask(`{"case_title":"On ${hostnames().join(', ')}","key_findings":"Seen: ${detection.title}","detections":["` + exampleFiled.ID + `"]}`)
	if len(got.Mistakes) != 0 || len(got.Samples) != 1 || got.Samples[0].CaseTitle != "On web-1" || got.Samples[0].KeyFindings != "Seen: "+exampleFiled.Title {
		t.Errorf("%+v", got)
	}
	if got := ask(`{"case_title":"${nothing}"}`); len(got.Mistakes) != 1 || got.Mistakes[0].Location != "case_title" {
		t.Errorf("%+v", got)
	}
	if got := ask(`{"key_findings":"${values('none')[0]}"}`); len(got.Samples) != 1 || len(got.Samples[0].Errors) != 1 {
		t.Errorf("%+v", got)
	}
	w.problem(w.ask("read-only", "POST", tryTemplatePath, `{"detections":["none"]}`), 404)
}

func TestHostileTextInADraftHarmsNothing(t *testing.T) {
	w := newWorld(t)
	for _, text := range []string{"\\u0000", "\\ud800", "\\u202e<script>", "((((((((((((((((", "'", "${"} {
		for _, path := range []string{tryPath, tryTemplatePath, queryPath, expressionPath} {
			body := map[string]string{
				tryPath: `{"filter":"` + text + `","group_by":["` + text + `"]}`, tryTemplatePath: `{"case_title":"` + text + `"}`,
				queryPath: `{"text":"` + text + `","kind":"search","position":1}`, expressionPath: `{"text":"` + text + `","kind":"script","position":1}`,
			}[path]
			if a := w.ask("read-only", "POST", path, body); a.Code >= 500 {
				t.Errorf("%s %s: %d %s", path, text, a.Code, a.Body)
			}
		}
	}
}
