package backtest

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"strings"
	"sync"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/backtest"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/settings"
)

const (
	// maxWaiting is how many backtests of a tenant wait while one runs.
	maxWaiting = 5
	// maxRunning is how many run at a time, of all tenants.
	maxRunning = 2
	// listed is how many a list tells.
	listed = 50
	// saveWithin bounds how long the store may take to keep one.
	saveWithin = 10 * time.Second
)

// Rules are by what a tenant decides today.
type Rules interface {
	Book(ctx context.Context, tenant access.Organisation) (rule.Book, uint64, error)
	Settings(ctx context.Context, tenant access.Organisation) (settings.Settings, error)
}

// Runner runs the backtests of an installation. It is safe for use by many at once.
type Runner struct {
	store Store
	rules Rules
	log   *slog.Logger
	// turns has a place for each that may run.
	turns   chan struct{}
	running sync.WaitGroup

	mu     sync.Mutex
	closed bool
	// lines are the backtests of each tenant that did not end: the first runs.
	lines map[string][]*pending
}

// pending is a backtest that did not end yet; mu of the Runner guards told.
type pending struct {
	told   backtest.Backtest
	trial  trial
	ctx    context.Context
	cancel context.CancelFunc
}

// New is a Runner that runs nothing yet. log hears what goes wrong.
func New(store Store, rules Rules, log *slog.Logger) *Runner {
	return &Runner{store: store, rules: rules, log: log, turns: make(chan struct{}, maxRunning), lines: map[string][]*pending{}}
}

// Start begins a backtest, or puts it in line. Rules with mistakes are
// fault.Invalid, a range with too many detections fault.TooLarge, a line that is
// full fault.Conflict.
func (r *Runner) Start(ctx context.Context, tenant access.Organisation, by activity.Actor, asked backtest.Request) (backtest.Backtest, error) {
	p, err := r.prepare(ctx, tenant, by, asked)
	if err != nil {
		return backtest.Backtest{}, err
	}
	if err := r.save(tenant.ID, p.told); err != nil {
		return backtest.Backtest{}, err
	}
	if err := r.enqueue(tenant.ID, p); err != nil {
		p.told.Status = backtest.Cancelled
		r.keep(tenant.ID, p.told)
		return backtest.Backtest{}, err
	}
	return p.told, nil
}

// prepare reads all that a backtest needs, and refuses one that can't be run.
func (r *Runner) prepare(ctx context.Context, tenant access.Organisation, by activity.Actor, asked backtest.Request) (*pending, error) {
	if err := r.room(tenant.ID); err != nil {
		return nil, err
	}
	today, version, err := r.rules.Book(ctx, tenant)
	if err != nil {
		return nil, err
	}
	bounds, err := r.rules.Settings(ctx, tenant)
	if err != nil {
		return nil, err
	}
	book := instead(today, asked.Book)
	if _, err := rule.Compile(version+1, rule.Tenant{ID: tenant.ID, Name: tenant.Name, Zone: bounds.Zone(), Apart: bounds.Unlinked()}, book); err != nil {
		return nil, err
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	to := asked.To
	if to.IsZero() {
		to = now
	}
	n, first, err := r.store.Created(ctx, tenant.ID, asked.From, to)
	if err != nil {
		return nil, err
	}
	if n > MaxDetections {
		return nil, tooMany(n)
	}
	from := asked.From
	if from.IsZero() {
		from = first
	}
	told := backtest.Backtest{
		ID: "b" + strings.ToLower(rand.Text()[:12]), Status: backtest.Running, By: by.Name, At: now,
		From: from, To: to, Progress: backtest.Progress{Total: n},
	}
	return &pending{told: told, trial: trial{store: r.store, tenant: tenant, today: today, asked: book, from: from, to: to}}, nil
}

// instead is the tenant's book with another in the place of its own half: what
// has a counterpart there is known by its id, and all is tried in the order in
// which it would be once saved.
func instead(today, asked rule.Book) rule.Book {
	own := today.Of(rule.TenantOwned)
	asked = rule.Revise(own, rule.Instead(own, asked), "backtest", time.Now())
	return rule.Together(asked, today.Of(rule.PartnerOwned))
}

// room refuses where the line is full.
func (r *Runner) room(tenantID string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.roomIn(tenantID)
}

func (r *Runner) roomIn(tenantID string) error {
	if r.closed {
		return fault.New(fault.Unavailable, "The server is stopping; please try again shortly.")
	}
	waiting := 0
	for _, p := range r.lines[tenantID] {
		if p.ctx.Err() == nil {
			waiting++
		}
	}
	if waiting > maxWaiting {
		return fault.New(fault.Conflict, "A backtest is running and %d wait for their turn: let one end, or cancel one.", maxWaiting)
	}
	return nil
}

// enqueue puts a backtest in its tenant's line, which begins to move where it was empty.
func (r *Runner) enqueue(tenantID string, p *pending) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.roomIn(tenantID); err != nil {
		return err
	}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.trial.told = func(done int) {
		r.mu.Lock()
		defer r.mu.Unlock()
		p.told.Progress = backtest.Progress{Done: done, Total: max(done, p.told.Progress.Total)}
	}
	r.lines[tenantID] = append(r.lines[tenantID], p)
	if len(r.lines[tenantID]) == 1 {
		r.running.Go(func() { r.work(tenantID) })
	}
	return nil
}

// work runs a tenant's line to its end.
func (r *Runner) work(tenantID string) {
	for p := r.first(tenantID); p != nil; p = r.next(tenantID) {
		result, err := r.run(p)
		p.cancel()
		r.mu.Lock()
		end(&p.told, result, err)
		told := p.told
		r.mu.Unlock()
		if told.Status == backtest.Failed {
			r.log.Error("a backtest failed", "tenant", tenantID, "backtest", told.ID, "error", err)
		}
		r.keep(tenantID, told)
	}
}

func (r *Runner) first(tenantID string) *pending {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.lines[tenantID][0]
}

// next leaves the first of the line behind and answers who follows; nil at its end.
func (r *Runner) next(tenantID string) *pending {
	r.mu.Lock()
	defer r.mu.Unlock()
	line := r.lines[tenantID][1:]
	if len(line) == 0 {
		delete(r.lines, tenantID)
		return nil
	}
	r.lines[tenantID] = line
	return line[0]
}

// run waits for its turn among all tenants, and runs.
func (r *Runner) run(p *pending) (*backtest.Result, error) {
	select {
	case r.turns <- struct{}{}:
		defer func() { <-r.turns }()
	case <-p.ctx.Done():
	}
	if err := p.ctx.Err(); err != nil {
		return nil, err
	}
	result, err := p.trial.run(p.ctx)
	if p.ctx.Err() != nil {
		return nil, p.ctx.Err()
	}
	return result, err
}

// end says how a backtest ended; cancelling comes first.
func end(told *backtest.Backtest, result *backtest.Result, err error) {
	switch {
	case told.Status == backtest.Cancelled || err == context.Canceled:
		told.Status = backtest.Cancelled
	case fault.KindOf(err) == fault.Internal && err != nil:
		told.Status, told.Error = backtest.Failed, "It could not be run to its end; the server's log says why."
	case err != nil:
		told.Status, told.Error = backtest.Failed, err.Error()
	default:
		told.Status, told.Result = backtest.Done, result
		told.Progress = backtest.Progress{Done: result.Detections, Total: result.Detections}
	}
}

// keep saves what became of a backtest; that it can't be is told to the log.
func (r *Runner) keep(tenantID string, told backtest.Backtest) {
	if err := r.save(tenantID, told); err != nil {
		r.log.Error("a backtest could not be stored", "tenant", tenantID, "backtest", told.ID, "error", err)
	}
}

func (r *Runner) save(tenantID string, told backtest.Backtest) error {
	document, err := json.Marshal(told)
	if err != nil {
		return fault.Because(err, fault.Internal, "The backtest could not be written")
	}
	ctx, cancel := context.WithTimeout(context.Background(), saveWithin)
	defer cancel()
	return r.store.SaveBacktest(ctx, tenantID, told.ID, told.At, document)
}
