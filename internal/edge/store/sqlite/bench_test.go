package sqlite_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/edge/store/sqlite"
)

// perCommit is how many detections a commit of the benchmark holds.
const perCommit = 1000

// BenchmarkCommit writes detections of 1.4 kB with 5 entities, 1,000 a commit,
// after the look-up that the engine makes of each. One operation is one detection.
func BenchmarkCommit(b *testing.B) {
	ctx := b.Context()
	s, err := sqlite.Open(ctx, b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if err := s.Administer(ctx, admin.Deed{}.CreateTenant(access.Organisation{ID: "acme"})); err != nil {
		b.Fatal(err)
	}
	head, err := s.Claim(ctx, "acme")
	if err != nil {
		b.Fatal(err)
	}
	var spent, looked time.Duration
	n := 0
	for ; n < b.N; n += perCommit {
		set := change.Set{TenantID: "acme", Before: head, After: head}
		var ids []detection.Identity
		for range perCommit {
			set.After.Sequence++
			d := noise(set.After.Sequence)
			set.Arrived = append(set.Arrived, d)
			ids = append(ids, d.Identity())
		}
		began := time.Now()
		if _, err := s.Known(ctx, "acme", ids); err != nil {
			b.Fatal(err)
		}
		looked += time.Since(began)
		began = time.Now()
		if err := s.Commit(ctx, &set); err != nil {
			b.Fatal(err)
		}
		spent += time.Since(began)
		head = set.After
	}
	b.ReportMetric(float64(n)/spent.Seconds(), "committed/s")
	b.ReportMetric(float64(n)/looked.Seconds(), "looked-up/s")
}

// noise is the n-th of detections that look like a busy company's.
func noise(n uint64) detection.Detection {
	at := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * 20 * time.Millisecond)
	mixed := n * 0x9e3779b97f4a7c15
	return detection.Detection{
		ID: detection.ID(n), TenantID: "acme", Source: "ocsf", UID: fmt.Sprintf("%016x-%016x", mixed, n),
		Title: fmt.Sprintf("Suspicious activity %d", mixed>>32%300), Type: fmt.Sprintf("analytic-%d", mixed>>32%300),
		Severity: detection.Fraction(mixed >> 40 % 1000), Status: detection.Open, Count: 1, Arrival: n, Version: 1,
		Tactics: []string{"TA0002"}, TechniqueIDs: []string{"T1059.001"},
		Entities: []detection.Entity{
			detection.Entity(fmt.Sprintf("host:ws-%04d", mixed>>20%2000)), detection.Entity(fmt.Sprintf("user:user%04d", mixed>>24%3000)),
			detection.Entity(fmt.Sprintf("ip:10.%d.%d.%d", mixed>>30&255, mixed>>38&255, mixed>>46&255)),
			detection.Entity(fmt.Sprintf("sha256:%064x", mixed)), detection.Entity(fmt.Sprintf("process:tool%d.exe", mixed>>36%500)),
		},
		CommandLine: "powershell.exe -nop -w hidden -enc SQBFAFgA",
		CreatedAt:   at.Add(-time.Duration(mixed>>50%3000) * time.Millisecond), FirstSeenAt: at, LastSeenAt: at, ReceivedAt: at,
		Raw: json.RawMessage(`{"message":"` + strings.Repeat("x", 1400-14) + `"}`), Fingerprint: fmt.Sprintf("%032x", mixed),
	}
}
