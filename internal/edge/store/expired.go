package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"caseweave/internal/core/retention"
)

// inNoCase holds for detections that never were in a case.
const inNoCase = `NOT EXISTS (SELECT 1 FROM case_members m WHERE m.tenant = d.tenant AND m.arrival = d.arrival)
		AND NOT EXISTS (SELECT 1 FROM case_bars b WHERE b.tenant = d.tenant AND b.arrival = d.arrival)`

// loose is the part of detections that the index of those in no case tells, of a status.
const loose = `FROM detections d WHERE d.tenant = $1 AND d.status <> 'in_case' AND d.status = $2 AND d.received_at < $3`

const (
	expired = `SELECT d.received_at, d.arrival, d.last_seen_at < $3 AND ` + inNoCase + ` ` + loose + `
		AND (d.received_at, d.arrival) > ($4, $5) ORDER BY d.received_at, d.arrival LIMIT $6`

	countExpired = `SELECT count(*), coalesce(min(received_at), 0) FROM (SELECT d.received_at ` + loose + `
		AND d.last_seen_at < $3 AND ` + inNoCase + ` ORDER BY d.received_at, d.arrival LIMIT $4) AS e`

	lastExpired = `SELECT d.received_at ` + loose + `
		AND d.last_seen_at < $3 AND ` + inNoCase + ` ORDER BY d.received_at DESC, d.arrival DESC LIMIT 1`

	newest = `SELECT received_at FROM detections WHERE tenant = $1 AND received_at <= $2 ORDER BY received_at DESC LIMIT 1`
)

// maxFolds bounds how many repeats go with the detections of a stretch, unless a
// single one has more.
const maxFolds = 2000

// Expired looks at no more than limit detections: see engine.Retention.
func (s *Store) Expired(ctx context.Context, tenantID string, q retention.Inquiry, limit int) (found retention.Stretch, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return found, err
	}
	err = s.read(ctx, "look for what has expired", func(tx *sql.Tx) error {
		seen, err := looked(ctx, tx, tenant, q, limit)
		if err != nil {
			return err
		}
		folds, err := foldsOf(ctx, tx, tenant, seen)
		if err != nil {
			return err
		}
		found = taken(q.After, seen, folds)
		found.End = found.End && len(seen) < limit
		return nil
	})
	return found, err
}

// candidate is a detection that a pass looks at.
type candidate struct {
	retention.Place
	expired bool
}

func looked(ctx context.Context, tx *sql.Tx, tenant int64, q retention.Inquiry, limit int) (seen []candidate, err error) {
	rows, err := tx.QueryContext(ctx, expired, tenant, string(q.Status), ceiling(q.Before), q.After.ReceivedAt.UnixMicro(), int64(q.After.Arrival), limit)
	if err != nil {
		return nil, err
	}
	err = each(rows, func() error {
		var c candidate
		var at int64
		err := rows.Scan(&at, &c.Arrival, &c.expired)
		c.ReceivedAt = moment(at)
		seen = append(seen, c)
		return err
	})
	return seen, err
}

// foldsOf counts the repeats that became part of those that expired.
func foldsOf(ctx context.Context, tx *sql.Tx, tenant int64, seen []candidate) (map[uint64]int, error) {
	folds := map[uint64]int{}
	for some := range slices.Chunk(seen, lookups) {
		a := arguments{tenant}
		var arrivals []any
		for _, c := range some {
			arrivals = append(arrivals, int64(c.Arrival))
		}
		rows, err := tx.QueryContext(ctx, `SELECT target, count(*) FROM detection_folds
			WHERE tenant = $1 AND target IN `+a.in(arrivals)+` GROUP BY target`, a...)
		if err != nil {
			return nil, err
		}
		err = each(rows, func() error {
			var target uint64
			var n int
			err := rows.Scan(&target, &n)
			folds[target] = n
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return folds, nil
}

// taken are those that expired, until their repeats become too many; End says
// that it took all.
func taken(after retention.Place, seen []candidate, folds map[uint64]int) retention.Stretch {
	found := retention.Stretch{Next: after}
	sum := 0
	for _, c := range seen {
		if c.expired {
			if sum += folds[c.Arrival]; sum > maxFolds && len(found.Expired) > 0 {
				return found
			}
			found.Expired = append(found.Expired, c.Arrival)
		}
		found.Next = c.Place
	}
	found.End = true
	return found
}

// CountExpired counts to retention.MaxCounted: see engine.Retention.
func (s *Store) CountExpired(ctx context.Context, tenantID string, q retention.Inquiry) (count retention.Count, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return count, err
	}
	err = s.read(ctx, "count what has expired", func(tx *sql.Tx) error {
		var oldest, last int64
		args := []any{tenant, string(q.Status), ceiling(q.Before)}
		err := tx.QueryRowContext(ctx, countExpired, append(args, retention.MaxCounted+1)...).Scan(&count.N, &oldest)
		if err != nil || count.N == 0 {
			return err
		}
		if count.N > retention.MaxCounted {
			count.N, count.More = retention.MaxCounted, true
		}
		err = tx.QueryRowContext(ctx, lastExpired, args...).Scan(&last)
		count.Oldest, count.Newest = moment(oldest), moment(last)
		return err
	})
	return count, err
}

// Newest is the last received_at that is not after a time; false where there is none.
func (s *Store) Newest(ctx context.Context, tenantID string, until time.Time) (at time.Time, some bool, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return at, false, err
	}
	var received int64
	err = s.reader.QueryRowContext(ctx, newest, tenant, until.UnixMicro()).Scan(&received)
	if errors.Is(err, sql.ErrNoRows) {
		return at, false, nil
	}
	return moment(received), err == nil, s.refusal("look for the newest detection", err)
}
