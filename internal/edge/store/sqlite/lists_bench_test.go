package sqlite_test

import (
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
	"caseweave/internal/edge/store/sqlite"
)

// BenchmarkDetections reads the first page of lists of 100,000 detections.
func BenchmarkDetections(b *testing.B) {
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
	for range 50 {
		set := change.Set{TenantID: "acme", Before: head, After: head}
		for range 2 * perCommit {
			set.After.Sequence++
			set.Arrived = append(set.Arrived, noise(set.After.Sequence))
		}
		if err := s.Commit(ctx, &set); err != nil {
			b.Fatal(err)
		}
		head = set.After
	}
	for _, q := range []struct{ name, sort, filter string }{
		{"newest", "arrival", ""},
		{"most severe", "severity", ""},
		{"by type", "type", ""},
		{"of a host", "arrival", "@host = 'ws-0042'"},
		{"of a host, by time", "created_at", "@host = 'ws-0042'"},
		{"of a hash that is not there", "arrival", "@hash = 'ffff'"},
		{"of a type", "arrival", "type = 'analytic-7'"},
		{"severe and recent", "arrival", "severity >= 0.99 AND created_at >= '2026-05-01T00:30:00Z'"},
		{"none so severe", "arrival", "severity > 0.9999"},
		{"a word in no title", "arrival", "title CONTAINS 'needle'"},
	} {
		r := listing.Request{Sort: q.sort, Descending: true, Limit: 50}
		if q.filter != "" {
			if r.Filter, err = query.ParseFilter(q.filter); err != nil {
				b.Fatal(err)
			}
		}
		b.Run(q.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Detections(ctx, "acme", casefile.AllSeeing, r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
