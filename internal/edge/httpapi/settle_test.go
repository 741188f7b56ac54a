package httpapi

import (
	"fmt"
	"testing"

	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

func TestDetectionsAreSettled(t *testing.T) {
	w := newWorld(t)
	const path = "/api/v1/tenants/default/detections"
	a := w.ask("responder", "PATCH", path, `{"detections":["a","b"],"status":"ignored","note":"noise"}`)
	want := command.Command{Kind: command.SettleDetections, Detections: []string{"a", "b"}, Settled: detection.Ignored, Note: "noise"}
	got := w.desk.ordered
	got.By, got.Side = want.By, want.Side
	if told := answered[DetectionsSettled](t, a); fmt.Sprint(got) != fmt.Sprint(want) || len(told.Changed) != 2 || told.Already == nil {
		t.Errorf("ordered %+v, told %+v", got, told)
	}
	for _, body := range []string{
		`{"detections":[],"status":"closed"}`, `{"detections":["a","a"],"status":"closed"}`,
		`{"detections":["a"],"status":"in_case"}`, `{"detections":["a"]}`,
	} {
		w.problem(w.ask("responder", "PATCH", path, body), 422)
	}
	w.problem(w.ask("read-only", "PATCH", path, `{"detections":["a"],"status":"closed"}`), 403)
	w.problem(w.ask("stranger", "PATCH", path, `{"detections":["a"],"status":"closed"}`), 404)
	w.desk.fails = fault.New(fault.NotFound, `There is no detection "a".`)
	w.problem(w.ask("responder", "PATCH", path, `{"detections":["a"],"status":"closed"}`), 404)
}
