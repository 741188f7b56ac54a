package httpapi

import (
	"testing"
	"time"

	"caseweave/internal/core/span"
)

const retentionPath = "/api/v1/tenants/default/retention"

func TestAForecastIsByTheTenantsBoundsOrByOthers(t *testing.T) {
	w := newWorld(t)
	w.desk.bounds.KeepOpen = span.Span(7 * 24 * time.Hour)
	before := w.desk.bounds
	for query, want := range map[string]struct {
		open, settled string
		count         int
	}{
		"": {"7d", "0s", 7}, "?keep_open=30d": {"30d", "0s", 30}, "?keep_settled=2d": {"7d", "2d", 7}, "?keep_open=0s": {"0s", "0s", 0},
	} {
		f := answered[Forecast](t, w.ask("read-only", "GET", retentionPath+query, ""))
		if f.KeepOpen != want.open || f.KeepSettled != want.settled || f.Retired[0].Count != want.count || f.Retired[0].Status != "open" || f.Retired[1].Before != nil {
			t.Errorf("%q: %+v", query, f)
		}
	}
	if !w.desk.bounds.Equal(before) {
		t.Error("a dry run changed the settings")
	}
}

func TestAForecastOfWhatCantBeIsRefused(t *testing.T) {
	w := newWorld(t)
	for query, place := range map[string]string{
		"keep_open=soon": "query.keep_open", "keep_open=1h": "query.keep_open", "keep_settled=3651d": "query.keep_settled", "keep=1d": "query.keep",
	} {
		if p := w.problem(w.ask("admin", "GET", retentionPath+"?"+query, ""), 422); len(p.Errors) == 0 || p.Errors[0].Location != place {
			t.Errorf("%s: %+v", query, p)
		}
	}
	w.problem(w.ask("ingest", "GET", retentionPath, ""), 403)
	w.problem(w.ask("stranger", "GET", retentionPath, ""), 404)
}
