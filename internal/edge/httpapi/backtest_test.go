package httpapi

import (
	"testing"

	"caseweave/internal/core/backtest"
	"caseweave/internal/core/fault"
)

const backtestPath = rulesPath + "/backtest"

func TestABacktestIsWaitedForAndReadAgain(t *testing.T) {
	w := newWorld(t)
	b := answered[Backtest](t, w.ask("analyst", "POST", backtestPath, `{"rules":"`+`apiVersion: caseweave/v1\nkind: Rule\ntitle: A\nfilter: severity >= 0.4\ngroup_by: [title]\n`+`","from":"2026-05-01T00:00:00Z","to":"2026-05-02T00:00:00Z"}`))
	if b.Status != "done" || !b.Result.Changed || b.Result.Examples[0].Change != "left" || b.By != "ada" {
		t.Errorf("%+v", b)
	}
	r := w.desk.request
	if len(r.Book.Rules) != 1 || r.Book.Rules[0].Title != "A" || r.From.Day() != 1 || r.To.Day() != 2 {
		t.Errorf("%+v", r)
	}
	w.desk.run.Status = backtest.Running
	if b := answered[Backtest](t, w.ask("analyst", "POST", backtestPath, `{"book":{"rules":[`+newRule+`]},"wait":0}`)); b.Status != "running" || b.Result != nil {
		t.Errorf("%+v", b)
	}
	if w.desk.request.Book.Rules[0].Order != 100 {
		t.Errorf("%+v", w.desk.request)
	}
	w.problem(w.ask("analyst", "GET", "/api/v1/tenants/default/backtests/none", ""), 404)
	if b := answered[Backtest](t, w.ask("analyst", "DELETE", "/api/v1/tenants/default/backtests/b1", "")); b.Status != "cancelled" {
		t.Errorf("%+v", b)
	}
}

func TestABacktestNeedsRulesAndARangeThatIsOne(t *testing.T) {
	w := newWorld(t)
	for _, body := range []string{
		`{}`, `{"rules":"x","book":{}}`, `{"rules":"a: ["}`, `{"book":{},"from":"2026-05-02T00:00:00Z","to":"2026-05-02T00:00:00Z"}`,
		`{"book":{},"wait":31}`, `{"book":{},"from":"yesterday"}`,
	} {
		w.problem(w.ask("analyst", "POST", backtestPath, body), 422)
	}
	w.problem(w.ask("read-only", "POST", backtestPath, `{"book":{}}`), 403)
	w.desk.fails = fault.New(fault.Invalid, "There is a mistake in the rules.").With(fault.Detail{Location: "rules[0].filter", Message: "No."})
	if p := w.problem(w.ask("analyst", "POST", backtestPath, `{"book":{}}`), 422); p.Errors[0].Location != "rules[0].filter" {
		t.Errorf("%+v", p)
	}
}

func TestABacktestOfNothingYetIsRefused(t *testing.T) {
	w := newWorld(t)
	w.problem(w.ask("analyst", "POST", backtestPath, `{"book":{},"from":"2999-01-01T00:00:00Z"}`), 422)
}

func TestMistakesOfABacktestAreToldInItsFile(t *testing.T) {
	w := newWorld(t)
	w.desk.fails = fault.New(fault.Invalid, "There is a mistake in the rules.").With(fault.Detail{Location: "rules[0].filter", Message: "No.", Line: 1, Column: 3})
	p := w.problem(w.ask("analyst", "POST", backtestPath, `{"rules":"kind: Rule\napiVersion: caseweave/v1\ntitle: A\nfilter: severity >= 0.4\ngroup_by: [title]\n"}`), 422)
	if p.Errors[0].Line != 4 || p.Errors[0].Column != 11 {
		t.Errorf("%+v", p.Errors)
	}
}
