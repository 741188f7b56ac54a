package httpapi

import (
	"fmt"
	"strings"
	"testing"
)

func TestSeveralCasesAreChangedAndWhatIsRefusedHindersNone(t *testing.T) {
	w := newWorld(t)
	a := w.ask("responder", "PATCH", cases, `{"items":[{"number":"42","priority":"P1"},{"number":"43","resolution":"benign"},{"number":"SECC0000044","add_tags":["x"]},{"number":"45"}]}`)
	told := answered[CasesWereChanged](t, a)
	if told.Changed != 2 || len(told.Items) != 4 || told.Items[0].Case.Priority != "P1" || told.Items[2].Case == nil {
		t.Errorf("%+v", told)
	}
	if p := told.Items[1].Problem; p == nil || p.Status != 422 || told.Items[1].Case != nil {
		t.Errorf("a resolution of an open case: %+v", p)
	}
	if p := told.Items[3].Problem; p == nil || !strings.Contains(p.Detail, "nothing") {
		t.Errorf("no change: %+v", p)
	}
	if got := w.desk.ordered; got.Case != 44 || got.By.Name != "test" || got.Edit.AddTags[0] != "x" {
		t.Errorf("%+v", got)
	}
	var many []string
	for i := range maxBulk + 1 {
		many = append(many, fmt.Sprintf(`{"number":"%d","priority":"P1"}`, i+1))
	}
	for _, body := range []string{
		`{"items":[]}`, `{"items":[{"number":"42","priority":"P1"},{"number":"SECC42","priority":"P1"}]}`,
		`{"items":[{"number":"x","priority":"P1"}]}`, `{"items":[{"number":"42","priority":"P9"}]}`, `{"items":[` + strings.Join(many, ",") + `]}`,
	} {
		w.problem(w.ask("responder", "PATCH", cases, body), 422)
	}
	w.problem(w.ask("read-only", "PATCH", cases, `{"items":[{"number":"42","priority":"P1"}]}`), 403)
	w.problem(w.ask("stranger", "PATCH", cases, `{"items":[{"number":"42","priority":"P1"}]}`), 404)
}
