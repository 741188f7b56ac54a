package httpapi

import (
	"fmt"
	"strings"
	"testing"

	"caseweave/internal/core/command"
	"caseweave/internal/core/fault"
)

const ordersPath = "/api/v1/tenants/default/orders/"

func TestCasesAreMergedAndSplitAndThatIsUndone(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		path, body string
		want       command.Command
		status     int
	}{
		{casePath + "/merge", `{"cases":["43","SECC0000044"]}`, command.Command{Kind: command.MergeCases, Case: 42, Cases: []uint64{43, 44}}, 200},
		{casePath + "/split", `{"detections":["a"],"title":"Apart"}`, command.Command{Kind: command.SplitCase, Case: 42, Detections: []string{"a"}, Title: "Apart"}, 201},
		{ordersPath + "17/undo", ``, command.Command{Kind: command.Undo, Undoes: 17}, 200},
	} {
		a := w.ask("responder", "POST", c.path, c.body)
		if a.Code != c.status {
			t.Errorf("%s: %d %s", c.path, a.Code, a.Body)
		}
		got := w.desk.ordered
		if got.By.Name != "test" || !got.Side.Tenant {
			t.Errorf("by %+v at %+v", got.By, got.Side)
		}
		got.By, got.Side = c.want.By, c.want.Side
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("ordered %+v, want %+v", got, c.want)
		}
		w.problem(w.ask("read-only", "POST", c.path, c.body), 403)
		w.problem(w.ask("stranger", "POST", c.path, c.body), 404)
	}
	w.desk.fails = fault.New(fault.Conflict, "SECC0000043 is resolved: only open cases are merged and split.")
	if p := w.problem(w.ask("analyst", "POST", casePath+"/merge", `{"cases":["43"]}`), 409); !strings.Contains(p.Detail, "resolved") {
		t.Error(p.Detail)
	}
	w.desk.fails = nil
	for path, body := range map[string]string{
		casePath + "/merge":      `{"cases":["x"]}`,
		casePath + "/split":      `{"detections":[]}`,
		ordersPath + "0/undo":    ``,
		ordersPath + "next/undo": ``,
	} {
		w.problem(w.ask("analyst", "POST", path, body), 422)
	}
}

func TestTheNumberOfAMergedCaseLeadsToTheOther(t *testing.T) {
	w := newWorld(t)
	for _, number := range []string{"43", "SECC0000044"} {
		a := w.ask("read-only", "GET", "/api/v1/tenants/default/cases/"+number, "")
		if w.problem(a, 307); a.Header().Get("Location") != casePath {
			t.Errorf("%s leads to %q", number, a.Header().Get("Location"))
		}
	}
}
