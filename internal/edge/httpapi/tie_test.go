package httpapi

import (
	"fmt"
	"testing"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/core/settings"
)

func TestCasesAreTiedAndUntied(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		method, path, body string
		want               command.Command
	}{
		{"POST", casePath + "/ties", `{"case":"43","kind":"apart","why":"A jump host."}`, command.Command{Kind: command.TieCases, Case: 42, To: 43, Tie: casefile.Apart, Note: "A jump host."}},
		{"DELETE", casePath + "/ties/parent/SECC0000043", ``, command.Command{Kind: command.UntieCases, Case: 42, To: 43, Tie: casefile.Parent}},
	} {
		answered[Case](t, w.ask("responder", c.method, c.path, c.body))
		got := w.desk.ordered
		if got.By.Name != "test" || !got.Side.Tenant {
			t.Errorf("by %+v at %+v", got.By, got.Side)
		}
		if got.By, got.Side = c.want.By, c.want.Side; fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("ordered %+v, want %+v", got, c.want)
		}
		w.problem(w.ask("read-only", c.method, c.path, c.body), 403)
		w.problem(w.ask("stranger", c.method, c.path, c.body), 404)
	}
	w.problem(w.ask("analyst", "POST", casePath+"/ties", `{"case":"x","kind":"apart"}`), 422)
	w.problem(w.ask("analyst", "POST", casePath+"/ties", `{"case":"43","kind":"cousin"}`), 422)
	w.problem(w.ask("analyst", "DELETE", casePath+"/ties/cousin/43", ``), 422)
}

func TestRelatedCasesTellTheReason(t *testing.T) {
	w := newWorld(t)
	got := answered[RelatedCases](t, w.ask("read-only", "GET", casePath+"/related", ""))
	if len(got.Ties) != 0 || len(got.Suggested) != 0 { // the only detection is of this case
		t.Errorf("%+v", got)
	}
	if e := w.shelf.asked.Filter.String(); e != "entities = 'user:www-data'" {
		t.Errorf("asked for %s", e)
	}
}

func TestNothingIsGroupedByAnEntityUntilThatIsTakenBack(t *testing.T) {
	w := newWorld(t)
	const path = "/api/v1/tenants/default/apart"
	if a := w.ask("analyst", "POST", path, `{"entity":"Host:Proxy-1","why":"All goes through it."}`); a.Code != 201 {
		t.Fatalf("%d %s", a.Code, a.Body)
	}
	if got := w.desk.bounds.Apart; len(got) != 1 || got[0].Entity != "host:proxy-1" || got[0].Why != "All goes through it." || got[0].By.Name != "test" {
		t.Errorf("%+v", got)
	}
	w.problem(w.ask("analyst", "POST", path, `{"entity":"host:proxy-1"}`), 409)
	if all := answered[EntitiesApart](t, w.ask("read-only", "GET", path, "")); len(all.Items) != 1 {
		t.Errorf("%+v", all)
	}
	if all := answered[EntitiesApart](t, w.ask("analyst", "DELETE", path+"?entity=host:PROXY-1", "")); len(all.Items) != 0 {
		t.Errorf("%+v", all)
	}
	w.problem(w.ask("analyst", "DELETE", path+"?entity=host:proxy-1", ""), 404)
	for _, body := range []string{`{"entity":"proxy"}`, `{"entity":":x"}`, `{"entity":"host:x","why":"\u0000"}`} {
		w.problem(w.ask("analyst", "POST", path, body), 422)
	}
	w.problem(w.ask("responder", "POST", path, `{"entity":"host:x"}`), 403)
	for i := range settings.MaxApart {
		w.desk.bounds.Apart = append(w.desk.bounds.Apart, settings.Apart{Entity: "host:x" + "y", Why: fmt.Sprint(i)})
	}
	w.problem(w.ask("analyst", "POST", path, `{"entity":"host:one-more"}`), 413)
}
