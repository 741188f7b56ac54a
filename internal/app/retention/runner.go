// Package retention lets what tenants have kept long enough be removed. It visits
// each tenant that sets a bound, at start and then every quarter of an hour, in
// steps that hold the tenant up for about a tenth of a second, and rests after
// each for three times as long: what is sent meanwhile waits little, and has the
// tenant's sequencer for most of the time.
//
// It keeps nothing: what a visit did not come to, or failed at, is the next one's.
package retention

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/retention"
	"caseweave/internal/core/settings"
)

const (
	// every is how far apart visits begin.
	every = 15 * time.Minute
	// rests is how many times as long as a step took the pause after it is.
	rests = 3
	// aim is how long a step should take at most, and least the smallest step.
	aim   = 100 * time.Millisecond
	least = 25
)

// Tenants are those to visit.
type Tenants interface {
	Tenants(ctx context.Context) ([]access.Organisation, error)
	// Settings are a tenant's, false where it never set any.
	Settings(ctx context.Context, tenantID string) (settings.Settings, bool, error)
}

// Engine removes, in a tenant's order.
type Engine interface {
	// Retire takes a step of a pass through the detections of a status.
	Retire(ctx context.Context, tenant access.Organisation, status detection.Status, from retention.Place, limit int) (retention.Step, error)
}

// Runner visits the tenants of an installation from Start to Close.
type Runner struct {
	tenants Tenants
	engine  Engine
	log     *slog.Logger
	stop    context.CancelFunc
	running sync.WaitGroup
}

// New is a Runner that does nothing yet. log hears what was removed, and what goes wrong.
func New(tenants Tenants, engine Engine, log *slog.Logger) *Runner {
	return &Runner{tenants: tenants, engine: engine, log: log, stop: func() {}}
}

// Start begins the visits; it is called once.
func (r *Runner) Start() {
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	r.running.Go(func() { r.run(ctx) })
}

// Close lets the step under way end, and stops.
func (r *Runner) Close() {
	r.stop()
	r.running.Wait()
}

func (r *Runner) run(ctx context.Context) {
	next := time.NewTicker(every)
	defer next.Stop()
	for {
		r.round(ctx)
		select {
		case <-next.C:
		case <-ctx.Done():
			return
		}
	}
}

// round visits all tenants that set a bound.
func (r *Runner) round(ctx context.Context) {
	all, err := r.tenants.Tenants(ctx)
	if err != nil {
		r.complain(ctx, "", err)
	}
	for _, t := range all {
		if ctx.Err() != nil {
			return
		}
		bounds, _, err := r.tenants.Settings(ctx, t.ID)
		if err == nil && retention.Any(bounds) {
			err = r.visit(ctx, t, bounds)
		}
		if err != nil {
			r.complain(ctx, t.ID, err)
		}
	}
}

func (r *Runner) complain(ctx context.Context, tenantID string, err error) {
	if ctx.Err() == nil {
		r.log.Error("detections that were kept long enough could not be removed", "tenant", tenantID, "error", err)
	}
}

// visit goes through the tenant's detections of each status that has a bound.
func (r *Runner) visit(ctx context.Context, t access.Organisation, bounds settings.Settings) (err error) {
	retired, doubted := 0, false
	for _, status := range retention.Statuses {
		if retention.Keep(bounds, status) == 0 || err != nil {
			continue
		}
		var of tally
		of, err = r.pass(ctx, t, status)
		retired, doubted = retired+of.retired, doubted || of.doubted
	}
	if doubted {
		r.log.Warn("the newest detections came long after all others: until they have come for a day, ages are measured at the others; is the clock right?", "tenant", t.ID)
	}
	if retired > 0 {
		r.log.Info("detections were kept long enough, and are removed", "tenant", t.ID, "detections", retired)
	}
	return err
}

// tally is what a pass came to.
type tally struct {
	retired int
	doubted bool
}

func (r *Runner) pass(ctx context.Context, t access.Organisation, status detection.Status) (of tally, err error) {
	size := 4 * least
	for step := (retention.Step{}); !step.End; size = after(size, step.Took) {
		if step, err = r.engine.Retire(ctx, t, status, step.Next, size); err != nil {
			return of, err
		}
		of.retired, of.doubted = of.retired+step.Retired, of.doubted || step.Doubted
		select {
		case <-time.After(rests * step.Took):
		case <-ctx.Done():
			return of, ctx.Err()
		}
	}
	return of, nil
}

// after is the size of the next step where one of a size took so long.
func after(size int, took time.Duration) int {
	switch {
	case took > aim:
		size /= 2
	case took < aim/2:
		size *= 2
	}
	return min(max(size, least), retention.MaxStep)
}
