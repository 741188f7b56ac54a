package httpapi

import (
	"context"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/backtest"
)

// unplugged answers for ports that nothing is plugged into.
type unplugged struct{}

// plugged is c with unplugged where there is nothing.
func (c Config) plugged() Config {
	if c.Backtests == nil {
		c.Backtests = unplugged{}
	}
	return c
}

func (unplugged) Start(context.Context, access.Organisation, activity.Actor, backtest.Request) (backtest.Backtest, error) {
	return backtest.Backtest{}, notYet()
}

func (unplugged) Backtest(context.Context, string, string) (backtest.Backtest, error) {
	return backtest.Backtest{}, notYet()
}

func (unplugged) Backtests(context.Context, string) ([]backtest.Backtest, error) {
	return nil, notYet()
}

func (unplugged) Cancel(context.Context, string, string) (backtest.Backtest, error) {
	return backtest.Backtest{}, notYet()
}

// notYet is what operations answer that nothing is plugged into.
func notYet() error { return unavailable("This can't be done yet.") }
