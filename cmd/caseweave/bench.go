package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"caseweave/internal/app"
	"caseweave/internal/app/bench"
	"caseweave/internal/core/fault"
	"caseweave/internal/edge/store/postgres"
)

type benchmark struct {
	Detections int           `help:"How many detections the largest load has." default:"60000"`
	Growth     int           `help:"Measure again when there are so many times as many." default:"10"`
	Seconds    int           `help:"How long detections are offered at 5,000 a second." default:"20"`
	Cases      int           `help:"How many cases the lists have." default:"100000"`
	Stored     int           `help:"How many detections are stored beside the cases." default:"0"`
	Wide       int           `help:"How many detections one case has." default:"10000"`
	Open       int           `help:"How many open detections a search must not look at." default:"100000"`
	Soak       time.Duration `help:"How long the soak takes." default:"1h"`
	Rate       int           `help:"How many detections a second the soak offers." default:"2000"`
	Times      int           `help:"How often a figure is measured that drifts; its median counts." default:"3"`
	Only       []string      `help:"Measure these workloads only: intake, bare, growth, rules, lists, wide, search; or soak, which is measured only by name." placeholder:"NAME" sep:";"`
	Database   string        `help:"Measure on this PostgreSQL database, in schemas of its own that it removes." placeholder:"URL"`
	Out        string        `help:"Also write the tables to a file of today's date in this directory." placeholder:"DIR"`
}

// Run measures servers of its own, each on an empty storage.
func (v benchmark) Run(ctx context.Context) error {
	if min(v.Detections, v.Cases, v.Wide, v.Open) < 100 || min(v.Growth, v.Seconds, v.Rate, v.Times) < 1 || v.Stored < 0 || v.Soak < time.Second {
		return fault.New(fault.Invalid, "A measurement takes at least 100 of everything, and a second.")
	}
	var report strings.Builder
	told := func(format string, args ...any) {
		text := fmt.Sprintf(format, args...)
		fmt.Print(text)
		report.WriteString(text)
	}
	told("# Measurements of %s\n\n%d cores that also run the client, %s, caseweave %s, %s.\n",
		time.Now().UTC().Format(time.DateOnly), runtime.NumCPU(), runtime.Version(), stamped(), v.kind())
	for _, w := range bench.Workloads {
		if named := slices.Contains(v.Only, w.Name); !named && (w.Named || len(v.Only) > 0) {
			continue
		}
		rows, err := v.measured(ctx, w)
		if err != nil {
			return fmt.Errorf("%s: %w", w.Name, err)
		}
		told("\n## %s\n\n%s\n\n%s", w.Name, w.About, bench.Table(rows))
	}
	if v.Out == "" {
		return nil
	}
	if err := os.MkdirAll(v.Out, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(v.Out, v.file()), []byte(report.String()), 0o644)
}

// file names the tables by their day, the database and, unless it is all of them, what was measured.
func (v benchmark) file() string {
	parts := append([]string{time.Now().UTC().Format(time.DateOnly), v.kind()}, v.Only...)
	return strings.NewReplacer(" ", "-", ",", "").Replace(strings.Join(parts, "-")) + ".md"
}

func (v benchmark) kind() string {
	if v.Database != "" {
		return "postgresql"
	}
	return "embedded"
}

func (v benchmark) measured(ctx context.Context, w bench.Workload) ([]bench.Row, error) {
	sizes := bench.Sizes{Detections: v.Detections, Growth: v.Growth, Seconds: v.Seconds, Cases: v.Cases, Stored: v.Stored, Wide: v.Wide, Open: v.Open, Soak: v.Soak, Rate: v.Rate, Times: v.Times}
	if v.Database != "" {
		scratch, drop, err := postgres.Scratch(ctx, v.Database)
		if err != nil {
			return nil, err
		}
		rows, err := w.Run(ctx, app.Storage{Database: scratch}, sizes)
		return rows, errors.Join(err, drop())
	}
	dir, err := os.MkdirTemp("", "caseweave-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	return w.Run(ctx, app.Storage{Data: dir}, sizes)
}
