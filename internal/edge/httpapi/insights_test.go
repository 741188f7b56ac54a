package httpapi

import "testing"

func TestInsightsAreToldFromHistories(t *testing.T) {
	w := newWorld(t)
	const path = "/api/v1/tenants/default/insights"
	told := answered[Insights](t, w.ask("read-only", "GET", path+"?days=7", ""))
	if told.Cases != 2 || told.Detections != 2 || len(told.Open) != 5 || told.Open[1].Severity != "high" || len(told.Open[1].ByAge) != 5 {
		t.Errorf("%+v", told)
	}
	if len(told.Rules) != 1 || told.Rules[0].RuleID != "same-host-or-user" || told.Rules[0].Rule != "Same host or user" || len(told.Acknowledged) != 1 || told.Acknowledged[0].Cases != 1 || !told.Complete {
		t.Errorf("%+v", told)
	}
	w.problem(w.ask("read-only", "GET", path+"?days=0", ""), 422)
	w.problem(w.ask("stranger", "GET", path, ""), 404)
	w.problem(w.ask("ingest", "GET", path, ""), 403)
}
