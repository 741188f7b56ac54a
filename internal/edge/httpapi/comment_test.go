package httpapi

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"caseweave/internal/core/command"
	"caseweave/internal/core/fault"
)

func TestPeopleComment(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		method, path, body string
		status             int
		want               command.Command
	}{
		{"POST", "", `{"text":"*seen*"}`, 201, command.Command{Kind: command.CommentCase, Case: 42, Text: "*seen*"}},
		{"PATCH", "/99", `{"text":"anew","version":2}`, 200, command.Command{Kind: command.EditComment, Case: 42, Comment: 99, Seen: 2, Text: "anew"}},
		{"DELETE", "/99", ``, 200, command.Command{Kind: command.DeleteComment, Case: 42, Comment: 99}},
	} {
		a := w.ask("responder", c.method, casePath+"/comments"+c.path, c.body)
		got := w.desk.ordered
		got.By, got.Side = c.want.By, c.want.Side
		if a.Code != c.status || fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %d %s, ordered %+v", c.method, a.Code, a.Body, got)
		}
		var told Comment
		if _ = json.Unmarshal(a.Body.Bytes(), &told); !told.Mine || told.ID != 99 {
			t.Errorf("%s: %+v", c.method, told)
		}
		w.problem(w.ask("read-only", c.method, casePath+"/comments"+c.path, c.body), 403)
		w.problem(w.ask("stranger", c.method, casePath+"/comments"+c.path, c.body), 404)
	}
	w.desk.fails = fault.New(fault.Denied, "Only its author changes a comment.")
	w.problem(w.ask("responder", "PATCH", casePath+"/comments/99", `{"text":"not mine"}`), 403)
	w.problem(w.ask("responder", "POST", casePath+"/comments", `{}`), 422)
	listed := answered[CommentList](t, w.ask("read-only", "GET", casePath+"/comments", ""))
	if len(listed.Items) != 1 || listed.Items[0].Mine || listed.Items[0].Author.Name != "else" {
		t.Errorf("%+v", listed)
	}
}

func TestAHistoryIsExported(t *testing.T) {
	w := newWorld(t)
	export := casePath + "/activity/export"
	a := w.ask("read-only", "GET", export+"?q=kind+%3D+%27case_opened%27", "")
	rows, err := csv.NewReader(a.Body).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][1] != "SECC0000042" || rows[1][4] != "case_opened" || w.shelf.asked.Filter == nil {
		t.Errorf("%v, %v", err, rows)
	}
	if name := a.Header().Get("Content-Disposition"); name != `attachment; filename="SECC0000042-history.csv"` {
		t.Error(name)
	}
	var all []Activity
	if err := json.Unmarshal(w.ask("read-only", "GET", export+"?format=json", "").Body.Bytes(), &all); err != nil || len(all) != 1 {
		t.Errorf("%v, %+v", err, all)
	}
	if lines := w.ask("read-only", "GET", export+"?format=ndjson", "").Body.String(); strings.Count(lines, "\n") != 1 {
		t.Error(lines)
	}
	w.problem(w.ask("read-only", "GET", export+"?format=xls", ""), 422)
	w.problem(w.ask("read-only", "GET", export+"?q=nonsense+%3D+1", ""), 422)
	w.problem(w.ask("stranger", "GET", export, ""), 404)
}

func TestListsAreExportedPageByPage(t *testing.T) {
	w := newWorld(t)
	rows, err := csv.NewReader(w.ask("read-only", "GET", cases+"/export?q=score+%3E+1", "").Body).ReadAll()
	if err != nil || len(rows) != 3 || rows[1][0] != "SECC0000042" || w.shelf.asked.After == nil || w.shelf.asked.Filter == nil {
		t.Errorf("%v, %v", err, rows)
	}
	var all []Detection
	a := w.ask("read-only", "GET", "/api/v1/tenants/default/detections/export?format=json", "")
	if err := json.Unmarshal(a.Body.Bytes(), &all); err != nil || len(all) != 1 || all[0].Raw != nil {
		t.Errorf("%v, %+v", err, all)
	}
	w.problem(w.ask("ingest", "GET", cases+"/export", ""), 403)

	some, err := csv.NewReader(w.ask("read-only", "GET", cases+"/export?columns=title,number", "").Body).ReadAll()
	if err != nil || !slices.Equal(some[0], []string{"title", "number"}) || some[1][1] != "SECC0000042" {
		t.Errorf("some columns: %v, %v", some, err)
	}
	for _, columns := range []string{"title,tilte", "title,title", "title,", ","} {
		w.problem(w.ask("read-only", "GET", cases+"/export?columns="+columns, ""), 422)
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\ttab": "'\ttab", "＝1": "'＝1", "a=1": "a=1", "": "",
		"\u202ertl": "\uFFFDrtl", "nul\x00": "nul\uFFFD", "two\nlines": "two\nlines",
	} {
		if got := harmless(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
