package store

import (
	"context"
	"database/sql"
	"sync"

	"caseweave/internal/core/change"
)

// openAtOnce is how many open cases are read at a time.
const openAtOnce = 2000

const (
	openCases = `SELECT document FROM cases WHERE tenant = $1 AND open AND number > $2 ORDER BY number LIMIT $3`

	// A CROSS JOIN goes from the cases to what they hold: there may be many closed ones between.
	openRows = `SELECT k.number, k."row" FROM cases c CROSS JOIN case_keys k
		WHERE c.tenant = $1 AND c.open AND c.number BETWEEN $2 AND $3 AND k.tenant = c.tenant AND k.number = c.number
		ORDER BY c.number`

	openBars = `SELECT b.number, b.arrival FROM cases c CROSS JOIN case_bars b
		WHERE c.tenant = $1 AND c.open AND c.number BETWEEN $2 AND $3 AND b.tenant = c.tenant AND b.number = c.number
		ORDER BY c.number, b.arrival`
)

// OpenCases tells of all open cases by number, as they are at one moment. What is
// told is taken in while the next are read.
func (s *Store) OpenCases(ctx context.Context, tenantID string, tell func(change.OpenCase)) error {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return err
	}
	pages := make(chan []change.OpenCase, 1)
	var telling sync.WaitGroup
	telling.Go(func() {
		for page := range pages {
			for _, c := range page {
				tell(c)
			}
		}
	})
	defer telling.Wait()
	defer close(pages)
	return s.read(ctx, "read the open cases", func(tx *sql.Tx) error {
		last := int64(0)
		for {
			page, err := openPage(ctx, tx, tenant, last)
			if err != nil || len(page) == 0 {
				return err
			}
			last = int64(page[len(page)-1].Number)
			pages <- page
		}
	})
}

// openPage are the open cases that come after one.
func openPage(ctx context.Context, tx *sql.Tx, tenant, after int64) ([]change.OpenCase, error) {
	page := make([]change.OpenCase, 0, openAtOnce)
	rows, err := tx.QueryContext(ctx, openCases, tenant, after, openAtOnce)
	if err != nil {
		return nil, err
	}
	err = each(rows, func() error {
		var text sql.RawBytes
		if err := rows.Scan(&text); err != nil {
			return err
		}
		c, err := caseOf(text)
		page = append(page, change.OpenCase{Outline: c.Outline()})
		return err
	})
	if err != nil || len(page) == 0 {
		return nil, err
	}
	span := []any{tenant, int64(page[0].Number), int64(page[len(page)-1].Number)}
	err = ofEach(ctx, tx, page, openRows, span, func(c *change.OpenCase, row string) { c.Rows = append(c.Rows, row) })
	if err == nil {
		err = ofEach(ctx, tx, page, openBars, span, func(c *change.OpenCase, arrival uint64) { c.Barred = append(c.Barred, arrival) })
	}
	return page, err
}

// ofEach gives the cases of a page what a statement tells of them, by number.
func ofEach[V any](ctx context.Context, tx *sql.Tx, page []change.OpenCase, statement string, args []any, give func(*change.OpenCase, V)) error {
	rows, err := tx.QueryContext(ctx, statement, args...)
	if err != nil {
		return err
	}
	return each(rows, func() error {
		var number uint64
		var v V
		if err := rows.Scan(&number, &v); err != nil {
			return err
		}
		for page[0].Number < number {
			page = page[1:]
		}
		give(&page[0], v)
		return nil
	})
}
