package compact_test

import (
	"testing"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/edge/store/compact"

	"github.com/go-json-experiment/json"
)

// usual is a detection as products send them.
func usual() detection.Detection {
	at := time.Date(2026, 5, 1, 12, 0, 0, 123_000, time.UTC)
	return detection.Detection{
		ID: detection.ID(123456), Arrival: 123456, TenantID: "acme", Source: "ocsf", UID: "7f3c9a1e-5b7d-4c1f-9a57-0d2c6b1e8f44",
		Title: "Encoded PowerShell command on a workstation", Description: "A script host ran a command that hides what it does.",
		Type: "analytic-207", Severity: 700, Status: detection.Open, Tactics: []string{"TA0002"}, TechniqueIDs: []string{"T1059.001"},
		Entities: []detection.Entity{
			"host:ws-0042.corp.example", "user:alice", "ip:10.20.30.40", "process:powershell.exe",
			"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		},
		SensorTypes: []string{"endpoint"}, CommandLine: "powershell.exe -nop -w hidden -enc SQBFAFgA", Count: 1, Version: 1,
		Attributes: []detection.Attribute{{Name: "device_hostname", Value: "ws-0042"}, {Name: "severity_text", Value: "High"}},
		CreatedAt:  at, FirstSeenAt: at, LastSeenAt: at, ReceivedAt: at.Add(time.Second),
	}
}

// BenchmarkCase compares the form with JSON for a case that a rule opened.
func BenchmarkCase(b *testing.B) {
	at := time.Date(2026, 5, 1, 12, 0, 0, 123_000, time.UTC)
	c := casefile.Case{
		TenantID: "acme", Number: 4711, Version: 7, Title: "Encoded PowerShell command on a workstation · 1 May 2026", TitleFollows: true,
		Type: casefile.Types[0], Severity: casefile.High, Priority: "P2", Status: casefile.New, Score: 70, ManagedBy: casefile.Self, Tags: []string{"endpoint"},
		OpenedBy: casefile.RuleRef{ID: "by-host", Title: "By host", Version: 3, SetVersion: 12},
		Top:      casefile.Member{ID: detection.ID(123456), Title: "Encoded PowerShell command on a workstation", Severity: 700, Arrival: 123456},
		Tactics:  []string{"TA0002"}, TechniqueIDs: []string{"T1059.001"}, DetectionCount: 7, LastArrival: 123456,
		AnchorAt: at, EarliestAt: at, LatestAt: at, CreatedAt: at, UpdatedAt: at,
	}
	plain, err := json.Marshal(&c)
	if err != nil {
		b.Fatal(err)
	}
	text := compact.CaseBytes(&c)
	b.Run("write JSON", func(b *testing.B) {
		for b.Loop() {
			if _, err := json.Marshal(&c); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(plain)), "bytes")
	})
	b.Run("write compact", func(b *testing.B) {
		for b.Loop() {
			compact.CaseBytes(&c)
		}
		b.ReportMetric(float64(len(text)), "bytes")
	})
	b.Run("read JSON", func(b *testing.B) {
		for b.Loop() {
			var c casefile.Case
			if err := json.Unmarshal(plain, &c); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("read compact", func(b *testing.B) {
		for b.Loop() {
			if _, err := compact.ParseCase(text); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkForms compares the form with JSON.
func BenchmarkForms(b *testing.B) {
	d := usual()
	plain, err := json.Marshal(&d)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("write JSON", func(b *testing.B) {
		for b.Loop() {
			if _, err := json.Marshal(&d); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(plain)), "bytes")
	})
	text := compact.Bytes(&d)
	b.Run("write compact", func(b *testing.B) {
		for b.Loop() {
			compact.Bytes(&d)
		}
		b.ReportMetric(float64(len(text)), "bytes")
	})
	b.Run("read JSON", func(b *testing.B) {
		for b.Loop() {
			var d detection.Detection
			if err := json.Unmarshal(plain, &d); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("read compact", func(b *testing.B) {
		for b.Loop() {
			if _, err := compact.Parse(text); err != nil {
				b.Fatal(err)
			}
		}
	})
}
