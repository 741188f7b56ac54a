package store

import (
	"context"
	"time"

	"caseweave/internal/core/fault"
)

// keptBacktests is how many backtests a tenant keeps.
const keptBacktests = 50

const (
	saveBacktest = `INSERT INTO backtests (tenant, id, at, document) VALUES ($1, $2, $3, $4)
		ON CONFLICT (tenant, id) DO UPDATE SET at = excluded.at, document = excluded.document`

	trimBacktests = `DELETE FROM backtests WHERE tenant = $1 AND id NOT IN
		(SELECT id FROM backtests WHERE tenant = $1 ORDER BY at DESC, id DESC LIMIT $2)`
)

// SaveBacktest keeps a backtest, in place of one of the same id. Of the tenant's
// the newest 50 are kept.
func (s *Store) SaveBacktest(ctx context.Context, tenantID, id string, at time.Time, document []byte) error {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return err
	}
	if !storable(id) {
		return fault.New(fault.Invalid, "The id of a backtest has characters that can't be stored.")
	}
	return s.write(ctx, "store the backtest", func(tx *transaction) error {
		if _, err := tx.run(ctx, saveBacktest, tenant, id, at.UnixMicro(), bytesOf(document)); err != nil {
			return err
		}
		_, err := tx.run(ctx, trimBacktests, tenant, keptBacktests)
		return err
	})
}

// Backtest is the backtest of that id; fault.NotFound where there is none.
func (s *Store) Backtest(ctx context.Context, tenantID, id string) (document []byte, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	var row scanner = noRow{}
	if storable(id) {
		row = s.reader.QueryRowContext(ctx, `SELECT document FROM backtests WHERE tenant = $1 AND id = $2`, tenant, id)
	}
	err = row.Scan(&document)
	return document, s.refusal("read the backtest", missing(err, "There is no such backtest."))
}

// Backtests are the tenant's, newest first, at most so many.
func (s *Store) Backtests(ctx context.Context, tenantID string, limit int) (documents [][]byte, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	rows, err := s.reader.QueryContext(ctx, `SELECT document FROM backtests WHERE tenant = $1 ORDER BY at DESC, id DESC LIMIT $2`, tenant, limit)
	if err != nil {
		return nil, s.refusal("list the backtests", err)
	}
	err = each(rows, func() error {
		var d []byte
		err := rows.Scan(&d)
		documents = append(documents, d)
		return err
	})
	return documents, s.refusal("list the backtests", err)
}
