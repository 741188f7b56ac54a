package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"

	"caseweave/internal/core/change"
)

var (
	intoOpenRows = insertion("open_rows", `tenant, criterion, "row", created_at, arrival`, "ON CONFLICT DO NOTHING")
	fromOpenRows = deletion("open_rows", `tenant, criterion, "row", created_at, arrival`)
	intoOpenGaps = insertion("open_gaps", "tenant, criterion, spans", "ON CONFLICT (tenant, criterion) DO UPDATE SET spans = excluded.spans")
)

// listed adds rows to the index of open detections.
func (c *commit) listed(ctx context.Context) error {
	return c.insert(ctx, intoOpenRows, c.openRows(c.set.Listed))
}

// unlisted takes rows out of it.
func (c *commit) unlisted(ctx context.Context) error {
	return c.insert(ctx, fromOpenRows, c.openRows(c.set.Unlisted))
}

// openRows are the values of rows, in the order of the index.
func (c *commit) openRows(rows []change.OpenRow) []any {
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b change.OpenRow) int {
		return cmp.Or(cmp.Compare(a.Criterion, b.Criterion), cmp.Compare(a.Row, b.Row), a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.Arrival, b.Arrival))
	})
	values := make([]any, 0, intoOpenRows.width*len(rows))
	for _, r := range rows {
		values = append(values, c.tenant, int64(r.Criterion), int64(r.Row), r.CreatedAt.UnixMicro(), int64(r.Arrival))
	}
	return values
}

// gaps writes which parts of the index are not whole, and forgets criteria that are gone.
func (c *commit) gaps(ctx context.Context) error {
	var values []any
	for _, g := range c.set.Gaps {
		if g.Gone {
			if err := c.forget(ctx, g.Criterion); err != nil {
				return err
			}
			continue
		}
		spans, err := document(g.Spans)
		if err != nil {
			return err
		}
		values = append(values, c.tenant, int64(g.Criterion), spans)
	}
	return c.insert(ctx, intoOpenGaps, values)
}

func (c *commit) forget(ctx context.Context, criterion uint64) error {
	for _, table := range []string{"open_gaps", "open_rows"} {
		if _, err := c.run(ctx, `DELETE FROM `+table+` WHERE tenant = $1 AND criterion = $2`, c.tenant, int64(criterion)); err != nil {
			return err
		}
	}
	return nil
}

// Gaps tell of every criterion of the index where it is not whole, by criterion.
func (s *Store) Gaps(ctx context.Context, tenantID string) (gaps []change.Gap, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	rows, err := s.reader.QueryContext(ctx, `SELECT criterion, spans FROM open_gaps WHERE tenant = $1 ORDER BY criterion`, tenant)
	if err != nil {
		return nil, s.refusal("read the index of open detections", err)
	}
	err = each(rows, func() error {
		var g change.Gap
		var spans []byte
		if err := rows.Scan(&g.Criterion, &spans); err != nil {
			return err
		}
		gaps = append(gaps, g)
		return fromDocument(spans, &gaps[len(gaps)-1].Spans)
	})
	return gaps, s.refusal("read the index of open detections", err)
}

const openSpan = `SELECT created_at FROM detections WHERE tenant = $1 AND status = 'open' ORDER BY created_at`

// OpenSpan is from the earliest to the latest created_at of open detections;
// false where there are none.
func (s *Store) OpenSpan(ctx context.Context, tenantID string) (span change.Between, ok bool, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return span, false, err
	}
	err = s.read(ctx, "read the open detections", func(tx *sql.Tx) error {
		var first, last int64
		err := tx.QueryRowContext(ctx, openSpan+` LIMIT 1`, tenant).Scan(&first)
		if err == nil {
			err = tx.QueryRowContext(ctx, openSpan+` DESC LIMIT 1`, tenant).Scan(&last)
		}
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		span, ok = change.Between{From: moment(first), To: moment(last)}, err == nil
		return err
	})
	return span, ok, err
}
