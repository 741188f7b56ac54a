package backtest

import (
	"context"
	"encoding/json"

	"caseweave/internal/core/access"
	"caseweave/internal/core/backtest"
	"caseweave/internal/core/fault"
)

// Backtest is one of the tenant's as it is now; fault.NotFound where there is none.
func (r *Runner) Backtest(ctx context.Context, tenantID, id string) (backtest.Backtest, error) {
	if told, pending := r.pending(tenantID, id); pending {
		return told, nil
	}
	document, err := r.store.Backtest(ctx, tenantID, id)
	if err != nil {
		return backtest.Backtest{}, err
	}
	return decode(document)
}

// Backtests are the tenant's, newest first, without results.
func (r *Runner) Backtests(ctx context.Context, tenantID string) ([]backtest.Backtest, error) {
	documents, err := r.store.Backtests(ctx, tenantID, listed)
	if err != nil {
		return nil, err
	}
	all := make([]backtest.Backtest, len(documents))
	for i, document := range documents {
		if all[i], err = decode(document); err != nil {
			return nil, err
		}
		if told, pending := r.pending(tenantID, all[i].ID); pending {
			all[i] = told
		}
		all[i].Result = nil
	}
	return all, nil
}

// Cancel ends a backtest that runs or waits; any other stays as it is.
func (r *Runner) Cancel(ctx context.Context, tenantID, id string) (backtest.Backtest, error) {
	r.mu.Lock()
	for _, p := range r.lines[tenantID] {
		if p.told.ID == id && p.told.Status == backtest.Running {
			p.told.Status = backtest.Cancelled
			p.cancel()
		}
	}
	r.mu.Unlock()
	return r.Backtest(ctx, tenantID, id)
}

// pending is a backtest that did not end yet, as it is now.
func (r *Runner) pending(tenantID, id string) (backtest.Backtest, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range r.lines[tenantID] {
		if p.told.ID == id {
			return p.told, true
		}
	}
	return backtest.Backtest{}, false
}

// Sweep marks as cancelled what a server that stopped left running.
func (r *Runner) Sweep(ctx context.Context, tenants []access.Organisation) error {
	for _, t := range tenants {
		all, err := r.Backtests(ctx, t.ID)
		if err != nil {
			return err
		}
		for _, told := range all {
			if _, pending := r.pending(t.ID, told.ID); told.Status != backtest.Running || pending {
				continue
			}
			told.Status = backtest.Cancelled
			if err := r.save(t.ID, told); err != nil {
				return err
			}
		}
	}
	return nil
}

// Close cancels all backtests and waits until that is stored. Whoever comes later is refused.
func (r *Runner) Close() {
	r.mu.Lock()
	r.closed = true
	for _, line := range r.lines {
		for _, p := range line {
			p.cancel()
		}
	}
	r.mu.Unlock()
	r.running.Wait()
}

func decode(document []byte) (told backtest.Backtest, err error) {
	if err := json.Unmarshal(document, &told); err != nil {
		return told, fault.Because(err, fault.Internal, "The backtest can't be read")
	}
	return told, nil
}
