package app

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"caseweave/internal/app/retention"
	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/detection"
	retired "caseweave/internal/core/retention"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/settings"
	"caseweave/internal/edge/store/sqlite"
	"caseweave/internal/engine"
)

const (
	// expiredOnes is how many detections the benchmark lets expire.
	expiredOnes = 200_000
	// together is how many detections travel in a batch, of so many senders at once.
	together, senders = 100, 4
)

// BenchmarkIngestBesideRetention sends batches of 100 detections from four
// senders, alone and while 200,000 expired ones are being removed. One operation
// is one batch; run it with -benchtime 1500x.
func BenchmarkIngestBesideRetention(b *testing.B) {
	for _, keep := range []bool{true, false} {
		b.Run(map[bool]string{true: "alone", false: "beside"}[keep], func(b *testing.B) {
			r := aged(b)
			if !keep {
				r.removing(b)
			}
			times := r.send(b)
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(len(times)*together)/b.Elapsed().Seconds(), "detections/s")
			r.report(b)
		})
	}
}

// rig is an engine on SQLite, with expired detections.
type rig struct {
	*engine.Engine
	store  *sqlite.Store
	tenant access.Organisation
	sent   uint64
	mu     sync.Mutex
	steps  []retired.Step
}

// Retire keeps what the steps came to.
func (r *rig) Retire(ctx context.Context, t access.Organisation, status detection.Status, from retired.Place, limit int) (retired.Step, error) {
	step, err := r.Engine.Retire(ctx, t, status, from, limit)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.steps = append(r.steps, step)
	return step, err
}

// report tells of the steps.
func (r *rig) report(b *testing.B) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var sum, longest time.Duration
	n := 0
	for _, s := range r.steps {
		sum, longest, n = sum+s.Took, max(longest, s.Took), n+s.Retired
	}
	b.ReportMetric(float64(n), "removed")
	b.ReportMetric(float64(len(r.steps)), "steps")
	b.ReportMetric(sum.Seconds(), "in-steps-s")
	b.ReportMetric(float64(longest.Milliseconds()), "longest-step-ms")
}

func aged(b *testing.B) *rig {
	store, err := sqlite.Open(b.Context(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	r := &rig{Engine: engine.New(engine.Config{Ledger: store, First: first(rule.Shipped())}), store: store, tenant: access.Organisation{ID: "home", Name: "Home", TimeZone: "UTC"}}
	b.Cleanup(func() { r.Close(); store.Close() })
	if err := store.Administer(b.Context(), admin.Deed{}.CreateTenant(r.tenant)); err != nil {
		b.Fatal(err)
	}
	then := now().AddDate(0, 0, -3)
	for range expiredOnes / 1000 {
		if _, err := r.Receive(b.Context(), r.tenant, r.batch(1000, then, 300)); err != nil {
			b.Fatal(err)
		}
	}
	return r
}

// batch is the next detections that look like a busy company's, less severe than a bound.
func (r *rig) batch(size int, at time.Time, below uint64) iter.Seq[engine.Record] {
	first := r.sent
	r.sent += uint64(size)
	return func(yield func(engine.Record) bool) {
		for n := first; n < first+uint64(size); n++ {
			if !yield(engine.Record{Detection: noisy(n, at, below)}) {
				return
			}
		}
	}
}

func noisy(n uint64, at time.Time, below uint64) *detection.Detection {
	mixed := (n + 1) * 0x9e3779b97f4a7c15
	return &detection.Detection{
		Source: "ocsf", UID: fmt.Sprintf("%016x-%016x", mixed, n),
		Title: fmt.Sprintf("Suspicious activity %d", mixed>>32%300), Type: fmt.Sprintf("analytic-%d", mixed>>32%300),
		Severity: detection.Fraction(mixed >> 40 % below), Status: detection.Open, Count: 1, Version: 1,
		Tactics: []string{"TA0002"}, TechniqueIDs: []string{"T1059.001"},
		Entities: []detection.Entity{
			detection.Entity(fmt.Sprintf("host:ws-%04d", mixed>>20%2000)), detection.Entity(fmt.Sprintf("user:user%04d", mixed>>24%3000)),
			detection.Entity(fmt.Sprintf("ip:10.%d.%d.%d", mixed>>30&255, mixed>>38&255, mixed>>46&255)),
			detection.Entity(fmt.Sprintf("sha256:%064x", mixed)), detection.Entity(fmt.Sprintf("process:tool%d.exe", mixed>>36%500)),
		},
		CommandLine: "powershell.exe -nop -w hidden -enc SQBFAFgA",
		CreatedAt:   at, FirstSeenAt: at, LastSeenAt: at, ReceivedAt: at,
		Raw: json.RawMessage(`{"message":"` + strings.Repeat("x", 1400) + `"}`), Fingerprint: fmt.Sprintf("%032x", mixed),
	}
}

// removing lets the runner remove what has expired until the benchmark ends.
func (r *rig) removing(b *testing.B) {
	_, err := r.Receive(b.Context(), r.tenant, r.batch(1, now(), 300))
	if err == nil {
		_, err = r.EditSettings(b.Context(), r.tenant, activity.Itself, func(s settings.Settings) (settings.Settings, error) {
			s.KeepOpen = settings.MinKept
			return s, nil
		})
	}
	if err != nil {
		b.Fatal(err)
	}
	runner := retention.New(r.store, r, slog.New(slog.DiscardHandler))
	runner.Start()
	b.Cleanup(runner.Close)
}

// send measures how long each batch takes to be answered.
func (r *rig) send(b *testing.B) (times []time.Duration) {
	var mu sync.Mutex
	var all sync.WaitGroup
	next := make(chan iter.Seq[engine.Record])
	for range senders {
		all.Go(func() {
			for batch := range next {
				began := time.Now()
				_, err := r.Receive(context.Background(), r.tenant, batch)
				took := time.Since(began)
				mu.Lock()
				times = append(times, took)
				mu.Unlock()
				if err != nil {
					b.Error(err)
				}
			}
		})
	}
	for b.Loop() {
		next <- r.batch(together, now(), 1000)
	}
	close(next)
	all.Wait()
	return times
}
