package insight_test

import (
	"fmt"
	"testing"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/insight"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func TestOpenCasesAreCountedBySeverityAndAge(t *testing.T) {
	var o insight.Open
	for _, age := range []time.Duration{0, 24 * time.Hour, 24*time.Hour + 1, 7 * 24 * time.Hour, 30*24*time.Hour + 1} {
		o.Add(casefile.Case{Severity: casefile.High, CreatedAt: noon.Add(-age)}, noon)
	}
	o.Add(casefile.Case{Severity: "none", CreatedAt: noon}, noon)
	if got := fmt.Sprint(o); got != "[[0 0 0 0 0] [0 0 0 0 0] [0 0 0 0 0] [2 1 1 0 1] [0 0 0 0 0]]" {
		t.Error(got)
	}
}

func TestTimesComeFromTheHistory(t *testing.T) {
	w := insight.NewWork()
	happened := func(number uint64, kind activity.Kind, value string, after time.Duration) {
		w.Happened(activity.Activity{At: noon.Add(after), Fact: activity.Fact{Kind: kind, Case: number, New: value}})
	}
	for i, status := range []casefile.Status{casefile.Resolved, casefile.InProgress, casefile.New, casefile.Cancelled} {
		w.Add(casefile.Case{Number: uint64(i + 1), Severity: casefile.High, Status: status, CreatedAt: noon})
	}
	happened(1, activity.StatusChanged, "resolved", 3*time.Hour) // opened again, and closed again
	happened(1, activity.StatusChanged, "new", 4*time.Hour)
	happened(1, activity.StatusChanged, "resolved", 5*time.Hour)
	happened(1, activity.AssigneeChanged, "ada", time.Hour)
	happened(1, activity.AssigneeChanged, "", 30*time.Minute) // nobody is nobody
	happened(2, activity.StatusChanged, "resolved", time.Minute)
	happened(2, activity.StatusChanged, "in_progress", 2*time.Hour)
	happened(3, activity.TitleChanged, "resolved", time.Minute)
	happened(4, activity.StatusChanged, "cancelled", 10*time.Hour)
	happened(9, activity.StatusChanged, "resolved", time.Minute) // of no case that counts
	if got := fmt.Sprint(w.Acknowledged()); got != "map[high:{3 1h0m0s 10h0m0s}]" {
		t.Error(got)
	}
	if got := fmt.Sprint(w.Closed()); got != "map[high:{2 5h0m0s 10h0m0s}]" {
		t.Error(got)
	}
}

func TestRulesYieldCasesAlsoWhereTheyShareATitle(t *testing.T) {
	w := insight.NewWork()
	by := func(number uint64, rule string, n int, status casefile.Status, r casefile.Resolution) {
		w.Add(casefile.Case{Number: number, OpenedBy: casefile.RuleRef{ID: rule, Title: "R"}, DetectionCount: n, Status: status, Resolution: r})
	}
	by(1, "a", 3, casefile.Resolved, casefile.TruePositive)
	by(2, "b", 5, casefile.Resolved, casefile.FalsePositive)
	by(3, "b", 1, casefile.New, casefile.Unresolved)
	by(4, "c", 4, casefile.New, casefile.Unresolved)
	if got := fmt.Sprint(w.Yields()); got != "[{b R 2 6 1 0 1} {a R 1 3 0 1 0} {c R 1 4 0 0 1}]" {
		t.Error(got)
	}
}
