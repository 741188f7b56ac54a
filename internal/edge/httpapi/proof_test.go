package httpapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/proof"
)

// scribe is a notary that vouches for whatever a test says.
type scribe struct {
	checks   map[string]proof.Check
	broken   error
	conceals func(*activity.Activity) bool
	asked    proof.Selection
}

func (s *scribe) Checkpoint(_ context.Context, log string) (proof.Statement, error) {
	return proof.Statement{Checkpoint: proof.Checkpoint{Log: log, Size: 7, At: exampleTime}, Note: "note\n", PublicKey: exampleCheckpoint.PublicKey}, s.broken
}

func (s *scribe) Checked(log string) (proof.Check, bool) {
	check, ok := s.checks[log]
	return check, ok
}

func (s *scribe) CheckCase(_ context.Context, tenantID string, number uint64) (proof.Check, error) {
	return s.checks[fmt.Sprint(tenantID, "/", number)], s.broken
}

func (s *scribe) Export(_ context.Context, log string, _ casefile.Viewer, conceals func(*activity.Activity) bool, selection proof.Selection) (func(io.Writer) error, error) {
	s.asked, s.conceals = selection, conceals
	return func(w io.Writer) error {
		_, err := io.WriteString(w, "export of "+log+"\n")
		if selection.Actor == "breaks" {
			err = errors.New("broken off")
		}
		return err
	}, s.broken
}

func TestACheckpointIsSigned(t *testing.T) {
	w := newWorld(t)
	for path, log := range map[string]string{
		"/api/v1/tenants/default/checkpoint":            "tenant/default",
		"/api/v1/places/tenant:default/acts/checkpoint": "acts/tenant:default",
	} {
		c := answered[Checkpoint](t, w.ask("admin", "GET", path, ""))
		if c.Log != log || c.Size != 7 || c.Note != "note\n" || c.Fingerprint != exampleCheckpoint.Fingerprint || c.Fingerprint == "" {
			t.Errorf("%s: %+v", path, c)
		}
	}
	w.scribe.broken = fault.New(fault.Unavailable, "It does not go on.")
	if p := w.problem(w.ask("admin", "GET", "/api/v1/tenants/default/checkpoint", ""), 503); p.Detail != "It does not go on." {
		t.Errorf("%+v", p)
	}
}

func TestWhatACheckCameToIsTold(t *testing.T) {
	w := newWorld(t)
	const history, acts, ofCase = "/api/v1/tenants/default/history/check", "/api/v1/places/tenant:default/acts/check", "/api/v1/tenants/default/cases/42/history/check"
	if c := answered[HistoryCheck](t, w.ask("admin", "GET", history, "")); c.State != checkPending || c.CheckedAt != nil {
		t.Errorf("%+v", c)
	}
	w.scribe.checks = map[string]proof.Check{
		"tenant/default":      {At: exampleTime, Entries: 9, Signed: proof.Checkpoint{Size: 5, At: exampleTime}},
		"acts/tenant:default": {At: exampleTime, Flaw: &proof.Flaw{Kind: proof.Changed, Entry: 3, Why: "So."}},
		"default/42":          {At: exampleTime, Entries: 2},
	}
	if c := answered[HistoryCheck](t, w.ask("admin", "GET", history, "")); c.State != checkVerified || c.Entries != 9 || c.Signed.Size != 5 {
		t.Errorf("%+v", c)
	}
	if c := answered[HistoryCheck](t, w.ask("admin", "GET", acts, "")); c.State != checkBroken || *c.Flaw != (HistoryFlaw{3, "changed", "So."}) {
		t.Errorf("%+v", c)
	}
	if c := answered[HistoryCheck](t, w.ask("read-only", "GET", ofCase, "")); c.State != checkVerified || c.Entries != 2 || c.Signed != nil {
		t.Errorf("%+v", c)
	}
	w.problem(w.ask("read-only", "GET", "/api/v1/tenants/default/cases/999/history/check", ""), 404)
}

func TestAnExportWithProofIsAskedFor(t *testing.T) {
	w := newWorld(t)
	answer := w.ask("admin", "GET", "/api/v1/tenants/default/history/export?from=2026-05-01T00:00:00Z&to=2026-06-01T00:00:00Z&actor=ada&case=SECC0000042", "")
	asked, may := w.scribe.asked, time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	if answer.Code != 200 || answer.Body.String() != "export of tenant/default\n" || answer.Header().Get("Content-Disposition") != `attachment; filename="history-default.ndjson"` {
		t.Errorf("%d %v %s", answer.Code, answer.Header(), answer.Body)
	}
	if !asked.From.Equal(may) || !asked.To.Equal(may.AddDate(0, 1, 0)) || asked.Actor != "ada" || asked.Case != 42 {
		t.Errorf("asked for %+v", asked)
	}
	answer = w.ask("admin", "GET", "/api/v1/places/tenant:default/acts/export", "")
	if answer.Body.String() != "export of acts/tenant:default\n" || !w.scribe.asked.All() || answer.Header().Get("Content-Disposition") != `attachment; filename="acts-default.ndjson"` {
		t.Errorf("%v %s", answer.Header(), answer.Body)
	}
	for _, wrong := range []string{"from=yesterday", "to=2026", "from=2026-06-01T00:00:00Z&to=2026-05-01T00:00:00Z", "case=x", "user=ada"} {
		w.problem(w.ask("admin", "GET", "/api/v1/tenants/default/history/export?"+wrong, ""), 422)
	}
}

func TestAnExportThatBreaksOffIsNoWholeFile(t *testing.T) {
	w := newWorld(t)
	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("the connection goes on")
		}
	}()
	w.ask("admin", "GET", "/api/v1/tenants/default/history/export?actor=breaks", "")
}

// TestAProofTellsATenantNoMoreThanItsHistory: what its own people are told in other
// words stays out of their exports.
func TestAProofTellsATenantNoMoreThanItsHistory(t *testing.T) {
	w := newWorld(t)
	assigned := &activity.Activity{Fact: activity.Fact{Kind: activity.AssigneeChanged, New: "eve"}}
	held := &activity.Activity{Fact: activity.Fact{Kind: activity.StatusChanged, Old: "new", New: "on_hold"}}
	conceals := func(who string) (assignee, status bool) {
		t.Helper()
		if a := w.ask(who, "GET", "/api/v1/tenants/default/history/export", ""); a.Code != 200 {
			t.Fatalf("%d %s", a.Code, a.Body)
		}
		return w.scribe.conceals != nil && w.scribe.conceals(assigned), w.scribe.conceals != nil && w.scribe.conceals(held)
	}
	if assignee, status := conceals("admin"); assignee || !status {
		t.Errorf("a customer: %v, %v", assignee, status)
	}
	w.people.must(admin.Deed{}.HideAssignees(access.Installation{}, true))
	if assignee, status := conceals("admin"); !assignee || !status {
		t.Errorf("a customer, assignees hidden: %v, %v", assignee, status)
	}
	if assignee, status := conceals("acme's admin"); assignee || status {
		t.Errorf("the provider: %v, %v", assignee, status)
	}
}
