package group_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/group"
)

// BenchmarkMemory tells what an index of 200,000 open cases with a million keys takes.
func BenchmarkMemory(b *testing.B) {
	const cases, keys = 200_000, 5
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	for b.Loop() {
		before := heap()
		x := group.NewIndex()
		at := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
		for n := uint64(1); n <= cases; n++ {
			d := &detection.Detection{
				ID: detection.ID(n), Title: fmt.Sprint("Suspicious PowerShell download ", n), Severity: 700, Arrival: n, CreatedAt: at, LastSeenAt: at,
				Tactics: []string{"TA0002"}, TechniqueIDs: []string{"T1059.001"},
			}
			c, _ := casefile.Open("default", n, casefile.Plan{Status: casefile.New}, d, casefile.Hand{}, at)
			x.Put(c.Outline())
			for k := range keys {
				x.Hold(n, fmt.Sprintf("workstation-%d-%d.example", n, k))
			}
		}
		b.ReportMetric(float64(heap()-before)/(cases*keys), "B/key")
		b.ReportMetric(float64(heap()-before)/(1<<20), "MB")
		runtime.KeepAlive(x)
	}
}
