package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"caseweave/internal/app"
	"caseweave/internal/app/bench"
	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
)

type benchmark struct {
	Detections int    `help:"How many detections the largest load has." default:"60000"`
	Runs       int    `help:"How often each load is measured; the median counts." default:"3"`
	Out        string `help:"Also write the table to a file of today's date in this directory." placeholder:"DIR"`
}

// Run measures a server of its own, in a directory that it removes afterwards.
func (v benchmark) Run(ctx context.Context) error {
	if v.Runs < 1 || v.Detections < 100 {
		return fault.New(fault.Invalid, "A measurement takes at least one run of 100 detections.")
	}
	loads := []bench.Load{
		{Seed: 1, Detections: v.Detections, PerRequest: 500, Clients: 4},
		{Seed: 2, Detections: v.Detections / 2, PerRequest: 20, Clients: 8},
		{Seed: 3, Detections: v.Detections / 10, PerRequest: 1, Clients: 16},
	}
	var results []bench.Result
	for _, l := range loads {
		var runs []bench.Result
		for range v.Runs {
			r, err := measured(ctx, l)
			if err != nil {
				return err
			}
			runs = append(runs, r)
		}
		results = append(results, bench.Median(runs))
	}
	report := v.report(results)
	fmt.Print(report)
	if v.Out == "" {
		return nil
	}
	if err := os.MkdirAll(v.Out, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(v.Out, time.Now().UTC().Format(time.DateOnly)+".md"), []byte(report), 0o644)
}

func (v benchmark) report(results []bench.Result) string {
	return fmt.Sprintf("# Detections through HTTP into the embedded store\n\n"+
		"The two shipped rules, everything on as by default; the client runs on the same machine (%d cores, %s, caseweave %s).\n"+
		"Each row is the median of %d runs, each into a new directory. `make bench` makes this table.\n\n%s",
		runtime.NumCPU(), runtime.Version(), stamped(), v.Runs, bench.Table(results))
}

// measured sends a load to a new installation.
func measured(ctx context.Context, l bench.Load) (r bench.Result, err error) {
	dir, err := os.MkdirTemp("", "caseweave-bench-")
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(dir)
	in := app.Storage{Data: dir}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return r, err
	}
	a, err := app.New(ctx, app.Config{Storage: in, Version: stamped(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return r, err
	}
	until, stop := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- a.Serve(until, listener) }()
	defer func() { stop(); err = errors.Join(err, <-served) }()
	token, err := app.CreateToken(ctx, in, access.Token{
		Name: "bench", Role: access.Ingest, Reach: access.Reach{TenantID: app.DefaultTenant},
	})
	if err != nil {
		return r, err
	}
	url := "http://" + listener.Addr().String() + "/api/v1/tenants/" + app.DefaultTenant + "/detections?source=ocsf"
	return bench.Run(ctx, l, url, token, time.Now().Add(-time.Hour))
}
