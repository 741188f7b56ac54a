package bench

import (
	"context"
	"errors"
	"os"
	"time"

	"caseweave/internal/app"
	"caseweave/internal/edge/store"
	"caseweave/internal/edge/store/sqlite"
)

// perTransaction is how many detections a bare insert writes at a time.
const perTransaction = 1000

// beside measures how fast the rows of so many detections, with all that came of
// them, are inserted bare into empty storages, with the same tables, driver and
// settings: by one row a statement, and by many.
func beside(ctx context.Context, in app.Storage, detections int, ours Row) (rows []Row, err error) {
	from, err := sqlite.Open(ctx, in.Data)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	for _, bulk := range []bool{false, true} {
		what := map[bool]string{false: "a row a statement", true: "128 rows a statement"}[bulk]
		took, err := insertBare(ctx, from, max(1, detections/perTransaction), bulk)
		if err != nil {
			return nil, err
		}
		bare := float64(detections) / took.Seconds()
		ratio := Row{What: "ours against that", Value: ours.Value / bare, Unit: "×"}
		if !bulk {
			ratio.Budget, ratio.AtLeast = 0.8, true
		}
		rows = append(rows, Row{What: "the same rows inserted bare, 1,000 detections a transaction, " + what, Value: bare, Unit: "/s"}, ratio)
	}
	return rows, nil
}

func insertBare(ctx context.Context, from *store.Store, transactions int, bulk bool) (took time.Duration, err error) {
	dir, err := os.MkdirTemp("", "caseweave-bare-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	into, err := sqlite.Open(ctx, dir)
	if err != nil {
		return 0, err
	}
	took, err = into.Bare(ctx, from, transactions, bulk)
	return took, errors.Join(err, into.Close())
}
