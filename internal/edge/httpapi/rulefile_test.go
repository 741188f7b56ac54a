package httpapi

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"caseweave/internal/core/rule"
)

const importPath = rulesPath + "/import"

func (w *world) importing(body string) Import {
	return answered[Import](w.t, w.ask("analyst", "POST", importPath, body, "Content-Type", mediaYAML))
}

func TestAnImportTellsWhatItChanges(t *testing.T) {
	w := newWorld(t)
	w.stock()
	w.desk.book.Rules = append(w.desk.book.Rules, rule.Rule{ID: "beside", Title: "Beside", Filter: "TRUE", GroupBy: []string{"title"}, State: rule.Enabled})
	edited := w.desk.book.Rules[0]
	edited.Filter = "severity >= 0.9"
	added := rule.Rule{Title: "Added", Filter: "TRUE", GroupBy: []string{"title"}, State: rule.Test}
	file := string(rule.WriteYAML(rule.Book{Rules: []rule.Rule{edited, added}, Templates: w.desk.book.Templates}))

	dry := answered[Import](t, w.ask("analyst", "POST", importPath+"?dry_run=true", file, "Content-Type", mediaYAML))
	if w.desk.version != 3 || w.desk.book.Rules[0].Filter == edited.Filter || !dry.DryRun || dry.Version != 3 {
		t.Fatalf("a dry run wrote: %+v", dry)
	}
	told := map[string]string{}
	for _, c := range dry.Changes {
		told[c.Kind+" "+c.ID] = c.Change
	}
	if want := map[string]string{"template " + exampleTemplateID: "unchanged", "rule " + exampleRuleID: "changed", "rule added": "added"}; fmt.Sprint(told) != fmt.Sprint(want) {
		t.Errorf("told %v, want %v", told, want)
	}
	done := w.importing(file)
	if fmt.Sprint(done.Changes) != fmt.Sprint(dry.Changes) || done.DryRun || done.Version != 4 || len(w.desk.book.Rules) != 3 || w.desk.book.Rules[0].Filter != edited.Filter {
		t.Errorf("%+v", done)
	}
}

func TestOneBadRuleAmongFiftyImportsNothingAndHasItsPlaceInTheFile(t *testing.T) {
	w := newWorld(t)
	w.stock()
	var b rule.Book
	for i := range 50 {
		b.Rules = append(b.Rules, rule.Rule{ID: fmt.Sprint("r", i), Title: fmt.Sprint("Rule ", i), State: rule.Enabled, Filter: "severity >= 0.4", GroupBy: []string{"title"}})
	}
	b.Rules[30].Filter = "sevrity >= 0.4"
	file := string(rule.WriteYAML(b))
	line := strings.Count(file[:strings.Index(file, "sevrity")], "\n") + 1
	for _, path := range []string{importPath, importPath + "?dry_run=true"} {
		p := w.problem(w.ask("analyst", "POST", path, file, "Content-Type", mediaYAML), 422)
		if len(p.Errors) != 1 || p.Errors[0].Line != line || p.Errors[0].Column != len("filter: ")+1 || p.Errors[0].Suggestion != "severity" {
			t.Errorf("%s: %+v, want line %d", path, p, line)
		}
	}
	if len(w.desk.book.Rules) != 1 || w.desk.version != 3 {
		t.Errorf("%d rules at version %d", len(w.desk.book.Rules), w.desk.version)
	}
}

func TestAnImportTakesAFileOnlyAndNoLongOne(t *testing.T) {
	w := newWorld(t)
	w.problem(w.ask("analyst", "POST", importPath, `{}`, "Content-Type", "application/json"), 415)
	w.problem(w.ask("analyst", "POST", importPath+"?dry_run=perhaps", exampleFile, "Content-Type", mediaYAML), 422)
	w.problem(w.ask("analyst", "POST", importPath, strings.Repeat("#", maxRules+1), "Content-Type", mediaYAML), 413)
	w.problem(w.ask("analyst", "POST", importPath, "a: [", "Content-Type", mediaYAML), 422)
}

func TestWhatIsExportedImportsWithoutAChange(t *testing.T) {
	w := newWorld(t)
	w.stock()
	file := w.ask("read-only", "GET", rulesPath+"/export", "")
	if file.Code != 200 || file.Header().Get("Content-Type") != mediaYAML {
		t.Fatalf("%d %s", file.Code, file.Body)
	}
	for _, c := range w.importing(file.Body.String()).Changes {
		if c.Change != "unchanged" {
			t.Errorf("%+v", c)
		}
	}
}

func TestAnExportHoldsWhatIsAskedFor(t *testing.T) {
	w := newWorld(t)
	w.stock()
	w.desk.book.Rules = append(w.desk.book.Rules, rule.Rule{ID: "other", Title: "Other", Filter: "TRUE", GroupBy: []string{"title"}, State: rule.Enabled})
	for query, want := range map[string]string{
		"": "rules 2 templates 1", "?what=rules": "rules 2 templates 0", "?what=templates": "rules 0 templates 1", "?what=all&id=other": "rules 1 templates 0",
		"?id=other&id=" + exampleTemplateID: "rules 1 templates 1",
	} {
		book, err := rule.ReadYAML(w.ask("read-only", "GET", rulesPath+"/export"+query, "").Body.Bytes())
		if got := fmt.Sprint("rules ", len(book.Rules), " templates ", len(book.Templates)); got != want {
			t.Errorf("%s: %s %v, want %s", query, got, err, want)
		}
	}
	w.problem(w.ask("read-only", "GET", rulesPath+"/export?id=none", ""), 404)
	w.problem(w.ask("read-only", "GET", rulesPath+"/export?id="+url.QueryEscape("partner:"+exampleRuleID), ""), 404)
	w.problem(w.ask("read-only", "GET", rulesPath+"/export?what=cases", ""), 422)
}

func TestLintLooksAtWhatIsSentOrStored(t *testing.T) {
	w := newWorld(t)
	twice := []rule.Rule{
		{ID: "all", Title: "All", Order: 1, Filter: "severity >= 0.4", GroupBy: []string{"title"}, State: rule.Enabled},
		{ID: "some", Title: "Some", Order: 2, Filter: "severity >= 0.6", GroupBy: []string{"title"}, State: rule.Enabled},
	}
	w.desk.book.Rules = twice
	unreachable := func(path, body, media string) bool {
		for _, f := range answered[Findings](t, w.ask("read-only", "POST", path, body, "Content-Type", media)).Items {
			if f.Rule == "some" && f.Code == string(rule.Unreachable) && f.RelatedRule == "all" && f.Level == "warning" {
				return true
			}
		}
		return false
	}
	asJSON, _ := json.Marshal(rule.Book{Rules: twice})
	if !unreachable(rulesPath+"/lint", "", "application/json") {
		t.Error("what is stored was not looked at")
	}
	w.desk.book.Rules = nil
	if !unreachable(rulesPath+"/lint", string(rule.WriteYAML(rule.Book{Rules: twice})), mediaYAML) || !unreachable(rulesPath+"/lint", string(asJSON), "application/json") {
		t.Error("what is sent was not looked at")
	}
	w.stock()
	named := `{"rules":[{"id":"x","title":"X","template":"` + exampleTemplateID + `","filter":"severity >= 0.9","group_by":["title"],"order":1}]}`
	if found := answered[Findings](t, w.ask("read-only", "POST", rulesPath+"/lint", named)).Items; len(found) > 0 && found[0].Level == "error" {
		t.Errorf("a rule may name a template that is stored: %+v", found)
	}
	wrong := answered[Findings](t, w.ask("read-only", "POST", rulesPath+"/lint", `{"rules":[{"id":"x","title":"X","filter":"nothing = 1","group_by":["title"]}]}`)).Items
	if len(wrong) != 1 || wrong[0].Level != "error" || wrong[0].Rule != "x" || !strings.HasPrefix(wrong[0].Message, "filter: ") {
		t.Errorf("%+v", wrong)
	}
}

func TestEditorsGetTheSchemaOfRuleFilesWithoutLoggingIn(t *testing.T) {
	w := newWorld(t)
	a := w.ask("", "GET", "/api/v1/rule-file.schema.json", "")
	if a.Code != 200 || !json.Valid(a.Body.Bytes()) || !strings.Contains(a.Body.String(), "append_filter") {
		t.Errorf("%d %s", a.Code, a.Body)
	}
}

func TestAFileWithoutADocumentIsNotImported(t *testing.T) {
	w := newWorld(t)
	for _, body := range []string{"", "---\n", "# nothing\n"} {
		w.problem(w.ask("analyst", "POST", rulesPath+"/import", body, "Content-Type", mediaYAML), 422)
	}
}
