package bench_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/campaign"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/rule"
	"caseweave/internal/edge/intake"
	"caseweave/internal/edge/store/sqlite"
	"caseweave/internal/engine"
)

// timed measures what the engine waits for.
type timed struct {
	engine.Ledger
	commit, known, candidates time.Duration
}

func (t *timed) Commit(ctx context.Context, set *change.Set) error {
	defer since(&t.commit, time.Now())
	return t.Ledger.Commit(ctx, set)
}

func (t *timed) Known(ctx context.Context, tenant string, ids []detection.Identity) (map[detection.Identity]change.Known, error) {
	defer since(&t.known, time.Now())
	return t.Ledger.Known(ctx, tenant, ids)
}

func (t *timed) Candidates(ctx context.Context, tenant string, traces []change.Trace) (map[uint64][]change.Candidate, error) {
	defer since(&t.candidates, time.Now())
	return t.Ledger.Candidates(ctx, tenant, traces)
}

func since(spent *time.Duration, began time.Time) { *spent += time.Since(began) }

// atATime is how many detections are told, and measured, together.
const atATime = 20_000

// BenchmarkLedger lets the engine decide by the shipped rules on campaigns in
// everyday noise, into the embedded store, and tells of the last 20,000. One
// operation is one detection: -benchtime 60000x is a new installation,
// -benchtime 3000000x one that has grown.
func BenchmarkLedger(b *testing.B) {
	ctx, dir := b.Context(), b.TempDir()
	s, err := sqlite.Open(ctx, dir)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	l := &timed{Ledger: s}
	e := engine.New(engine.Config{Ledger: l})
	defer e.Close()
	tenant := access.Organisation{ID: "acme", Name: "Acme", TimeZone: "UTC"}
	if err := s.Administer(ctx, admin.Deed{}.CreateTenant(tenant)); err != nil {
		b.Fatal(err)
	}
	shipped := func(rule.Book) (rule.Book, error) { return rule.Shipped(), nil }
	if _, _, err := e.EditBook(ctx, tenant, activity.Actor{Kind: activity.System, Name: "bench"}, nil, shipped); err != nil {
		b.Fatal(err)
	}
	source, err := intake.Sources().Source("ocsf")
	if err != nil {
		b.Fatal(err)
	}
	story := campaign.New(1, time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), campaign.Options{Hosts: 2000, Users: 1500, Pace: 40 * time.Millisecond})
	b.ResetTimer()
	var told int
	for n := b.N; n > 0; n -= told {
		told = min(n, atATime)
		b.StopTimer()
		records := tell(story, source, told)
		*l = timed{Ledger: s}
		b.StartTimer()
		if _, err := e.Receive(ctx, tenant, records); err != nil {
			b.Fatal(err)
		}
	}
	for name, spent := range map[string]time.Duration{"commit": l.commit, "known": l.known, "candidates": l.candidates} {
		b.ReportMetric(float64(spent.Microseconds())/float64(told), name+"-µs")
	}
	if file, err := os.Stat(filepath.Join(dir, sqlite.File)); err == nil {
		b.ReportMetric(float64(file.Size())/float64(b.N), "file-B/op")
	}
}

// tell is the next of a story, read.
func tell(story *campaign.Story, source intake.Source, n int) func(func(engine.Record) bool) {
	records := make([]engine.Record, n)
	for i := range records {
		event := story.Next()
		records[i] = engine.Record{Line: i + 1, Detection: source.Read(event.JSON, event.At).Detection}
	}
	return func(yield func(engine.Record) bool) {
		for _, r := range records {
			if !yield(r) {
				return
			}
		}
	}
}
