package httpapi

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf16"

	"caseweave/internal/core/rule"
)

const (
	queryPath      = "/api/v1/tenants/default/query/check"
	expressionPath = "/api/v1/tenants/default/expressions/check"
)

func (w *world) checking(text, kind, of string, position int) QueryChecked {
	body, _ := json.Marshal(QueryText{Text: text, Kind: kind, Of: of, Position: &position})
	return answered[QueryChecked](w.t, w.ask("read-only", "POST", queryPath, string(body)))
}

func inserts(all []Completion) map[string]Completion {
	found := map[string]Completion{}
	for _, c := range all {
		found[c.Insert] = c
	}
	return found
}

func TestAQueryIsCheckedAndCompletedInItsTongue(t *testing.T) {
	w := newWorld(t)
	good := w.checking("SEVERITY>=0.6 and not title='x'", "filter", "detections", 0)
	if len(good.Mistakes) != 0 || good.Normal == "" {
		t.Errorf("%+v", good)
	}
	bad := w.checking("scroe > 1", "filter", "cases", 9)
	if len(bad.Mistakes) != 1 || bad.Mistakes[0].Suggestion != "score" || bad.Normal != "" {
		t.Errorf("%+v", bad)
	}
	if q := w.checking("score > 1 EARLIEST=-7d", "search", "cases", 9); len(q.Mistakes) != 0 {
		t.Errorf("%+v", q)
	}
	if q := w.checking("score > 1 EARLIEST=-7d", "filter", "cases", 9); len(q.Mistakes) == 0 {
		t.Error("a filter has a range of time")
	}
	w.problem(w.ask("read-only", "POST", queryPath, `{"text":"x","kind":"poem"}`), 422)
}

func TestValuesAreThoseThatWereSeen(t *testing.T) {
	w := newWorld(t)
	if got := inserts(w.checking("@host = ", "filter", "detections", 8).Completions); got["'web-1'"].Kind != "value" {
		t.Errorf("%+v", got)
	}
	if got := inserts(w.checking("title = 'Web", "filter", "cases", 12).Completions); len(got) != 1 {
		t.Errorf("%+v", got)
	}
}

func TestPlacesCountAsBrowsersDo(t *testing.T) {
	w := newWorld(t)
	text := "title = '💩é' AND sev"
	end := len(utf16.Encode([]rune(text)))
	if c := inserts(w.checking(text, "filter", "detections", end).Completions)["severity"]; c.From != end-3 || c.To != end {
		t.Errorf("%+v of %d", c, end)
	}
	for _, position := range []int{9, 10, 11, end + 1, 1 << 30} {
		w.checking(text, "filter", "detections", position)
	}
	w.problem(w.ask("read-only", "POST", queryPath, `{"text":"x","kind":"filter","position":-1}`), 422)
}

func TestAnExpressionIsCheckedAndCompleted(t *testing.T) {
	w := newWorld(t)
	ask := func(body string) ExpressionChecked {
		return answered[ExpressionChecked](t, w.ask("read-only", "POST", expressionPath, body))
	}
	if e := ask(`{"text":"hostnames()","kind":"grouping"}`); e.Type != "list of text" || len(e.Mistakes) != 0 || len(e.Completions) != 0 {
		t.Errorf("%+v", e)
	}
	if e := ask(`{"text":"hostnames(","kind":"grouping"}`); e.Type != "" || e.Mistakes[0].Line != 1 {
		t.Errorf("%+v", e)
	}
	if e := ask(`{"text":"hostn","kind":"grouping","position":5}`); inserts(e.Completions)["hostnames()"].To != 5 {
		t.Errorf("%+v", e)
	}
	if e := ask(`{"text":"💩 ${hostn}","kind":"script","position":10}`); inserts(e.Completions)["hostnames()"].From != 5 {
		t.Errorf("%+v", e)
	}
}

func TestWhatARuleMayHoldCanBeChecked(t *testing.T) {
	w := newWorld(t)
	long := func(n int) string { return strings.Repeat(" ", n-5) + "title" }
	for n, want := range map[int]int{rule.MaxFilter: 200, rule.MaxFilter + 1: 422} {
		if a := w.ask("read-only", "POST", queryPath, `{"kind":"filter","text":"`+long(n)+`"}`); a.Code != want {
			t.Errorf("a filter of %d bytes: %d", n, a.Code)
		}
	}
	for n, want := range map[int]int{rule.MaxText: 200, rule.MaxText + 1: 422} {
		if a := w.ask("read-only", "POST", expressionPath, `{"kind":"script","text":"`+long(n)+`"}`); a.Code != want {
			t.Errorf("a script of %d bytes: %d", n, a.Code)
		}
	}
}
