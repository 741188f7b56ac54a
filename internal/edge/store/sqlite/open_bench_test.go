package sqlite_test

import (
	"testing"
	"time"

	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
)

// BenchmarkRelated searches 100,000 detections that all share a row, beside
// 400,000 that share nothing, for the nearest 100.
func BenchmarkRelated(b *testing.B) {
	ctx, s := b.Context(), opened(b, b.TempDir())
	head, err := s.Claim(ctx, "acme")
	if err != nil {
		b.Fatal(err)
	}
	at := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	for range 100 {
		set := change.Set{TenantID: "acme", Before: head, After: head}
		for range perCommit {
			set.After.Sequence++
			n := set.After.Sequence
			seen := at.Add(time.Duration(n) * 20 * time.Millisecond)
			set.Listed = append(set.Listed, change.OpenRow{Criterion: 1, Row: 1, CreatedAt: seen, Arrival: n})
			for other := range uint64(4) {
				set.Listed = append(set.Listed, change.OpenRow{Criterion: 1, Row: n*7919 + other, CreatedAt: seen, Arrival: n + other*1_000_000})
			}
		}
		if err := s.Commit(ctx, &set); err != nil {
			b.Fatal(err)
		}
		head = set.After
	}
	q := change.Inquiry{Criterion: 1, Rows: []uint64{1}, Shared: 1, Around: at.Add(1000 * time.Second), Reach: 4 * time.Hour, Limit: 100}
	for name, rows := range map[string][]uint64{"a row of 100,000": {1}, "five rows, one of 100,000": {1, 2, 3, 4, 5}, "rows of nobody": {2, 3, 4, 5, 6}} {
		q.Rows = rows
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Related(ctx, "acme", q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCandidates looks for what a batch of 4,000 may repeat, among 100,000
// detections. One operation is one batch.
func BenchmarkCandidates(b *testing.B) {
	ctx, s := b.Context(), opened(b, b.TempDir())
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
	var traces []change.Trace
	for n := range uint64(4000) {
		d := noise(head.Sequence + n)
		traces = append(traces, change.Trace{Key: detection.RepeatKey(&d), Between: change.Between{From: d.CreatedAt.Add(-time.Minute), To: d.CreatedAt.Add(time.Minute)}})
	}
	b.ResetTimer()
	for b.Loop() {
		if _, err := s.Candidates(ctx, "acme", traces); err != nil {
			b.Fatal(err)
		}
	}
}
