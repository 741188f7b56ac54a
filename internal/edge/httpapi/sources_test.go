package httpapi

import (
	"strings"
	"testing"
)

func TestSourcesTellHowTheySend(t *testing.T) {
	w := newWorld(t)
	const path = "/api/v1/tenants/default/sources"
	told := answered[Sources](t, w.ask("read-only", "GET", path, "")).Items
	if len(told) != 2 || told[0].Source != "ocsf" || told[1].Source != "wazuh" {
		t.Fatalf("%+v", told)
	}
	if s := told[0]; s.State != "sending" || s.Day != 144 || len(s.Hours) != 24 || s.Usual == nil || s.Usual.PerDay != 144 || s.Usual.LongestPause != 3600 {
		t.Errorf("%+v", s)
	}
	if s := told[1]; s.State != "new" || !strings.HasPrefix(s.Why, "wazuh last sent just now") || s.Usual != nil {
		t.Errorf("%+v", s)
	}
	w.problem(w.ask("read-only", "GET", path+"?q=x", ""), 422)
	w.problem(w.ask("stranger", "GET", path, ""), 404)
	w.problem(w.ask("ingest", "GET", path, ""), 403)
}
