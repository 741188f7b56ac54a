package casefile

import (
	"testing"
	"time"

	"caseweave/internal/core/query"
)

func TestACaseIsFoundByWhatItsFieldsHold(t *testing.T) {
	c := Case{
		Number: 42, Title: "Mimikatz · 1 May 2026", Description: "seen twice", Type: "security incident",
		Severity: High, Priority: "P2", Status: InProgress, Score: 70, ManagedBy: Self, Assignee: "u1",
		Tags: []string{"vip"}, Tactics: []string{"TA0006", "Defense Evasion"}, TechniqueIDs: []string{"T1003"}, DetectionCount: 3,
		OpenedBy:  RuleRef{ID: "r", Title: "Same host"},
		CreatedAt: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), UpdatedAt: time.Date(2026, 5, 2, 0, 0, 0, 0, time.UTC),
	}
	for filter, want := range map[string]bool{
		"number = 42": true, "number = 'SECC0000042'": true, "number = 'secc42'": true, "number = 'INC-0042'": true, "number = '42'": true, "number IN (1, 'SECC0000042')": true,
		"number > 41": true, "number > 42": false, "number != 42": false, "number = 43": false,
		"title CONTAINS 'mimikatz'": true, "description IS NULL": false, "type = 'Security Incident'": true,
		"severity >= 'high'": true, "severity > 'high'": false, "severity < 'critical'": true,
		"priority = 'P2'": true, "priority <= 'P1'": false, "status IN ('new', 'in_progress')": true, "status != 'resolved'": true,
		"score >= 70": true, "managed_by = 'provider'": false, "assignee = 'u1'": true, "tags = 'VIP'": true,
		"tactics = 'TA0006'": true, "tactics = 'credential_access'": true, "tactics = 'TA0005'": true, "tactics != 'Stealth'": false, "tactics = 'TA0008'": false, "technique_ids STARTS_WITH 'T1003'": true, "detection_count = 3": true,
		"rule = 'same host'": true, "rule_id = 'R'": true, "rule_id IS NULL": false, "created_at < '2026-05-02'": true, "updated_at < '2026-05-02'": false,
	} {
		e, err := query.ParseFilter(filter)
		if err != nil {
			t.Fatalf("%s: %v", filter, err)
		}
		holds, err := query.Compile(e, Fields)
		if err != nil {
			t.Errorf("%s: %v", filter, err)
		} else if holds(&c) != want {
			t.Errorf("%s is %v of the case, want %v", filter, !want, want)
		}
	}
}

func TestCasesOfNobodyComeBehindAllNames(t *testing.T) {
	of := func(id, name string) string {
		c := Case{Assignee: id, AssigneeName: name}
		return c.AssigneeOrder()
	}
	if of("u1", "ADA") != of("u2", "ada") || of("u1", "Ada") >= of("u2", "bob") || of("u1", "") != of("u2", "U1") {
		t.Error("names are ordered by how they are written")
	}
	if of("u1", "\U0010FFFD 株式会社") >= of("", "") {
		t.Error("nobody comes before somebody")
	}
}
