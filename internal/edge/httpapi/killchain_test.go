package httpapi

import "testing"

func TestTheKillChainIsToldOfOpenCases(t *testing.T) {
	w := newWorld(t)
	const path = "/api/v1/tenants/default/kill-chain"
	told := answered[KillChain](t, w.ask("read-only", "GET", path, ""))
	if len(told.Stages) != 5 || told.Stages[1].Cases != 2 || told.Stages[1].Top[0].Number != "SECC0000042" || told.Stages[0].Top == nil {
		t.Errorf("%+v", told.Stages)
	}
	if told.Counted != 2 || !told.Complete || told.Tactics[0] != (Mentions{"TA0003", 2}) || told.Techniques[0].ID != "T1505.003" {
		t.Errorf("%+v", told)
	}
	if w.shelf.asked.Filter == nil || w.shelf.asked.Sort != "updated_at" || !w.shelf.asked.Descending {
		t.Errorf("asked %+v", w.shelf.asked)
	}
	w.problem(w.ask("read-only", "GET", path+"?q=nonsense+%3D+1", ""), 422)
	w.problem(w.ask("stranger", "GET", path, ""), 404)
	w.problem(w.ask("ingest", "GET", path, ""), 403)
}

func TestACaseTellsHowItsDetectionsReachTheKillChain(t *testing.T) {
	w := newWorld(t)
	told := answered[CaseDetail](t, w.ask("read-only", "GET", "/api/v1/tenants/default/cases/42", "")).KillChain
	if len(told) != 5 || told[0].Name != "Initial attempts" || told[0].Detections != 0 || told[0].FirstAt != nil {
		t.Errorf("%+v", told)
	}
	if told[1].Number != 2 || told[1].Detections != 1 || told[1].FirstAt == nil || !told[1].FirstAt.Equal(exampleTime) {
		t.Errorf("%+v", told[1])
	}
}
