package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
)

// Related are the arrivals of detections that the index finds related, nearest
// in time first, then lower arrivals. They may no longer be so: who asks looks again.
func (s *Store) Related(ctx context.Context, tenantID string, q change.Inquiry) (arrivals []uint64, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	err = s.read(ctx, "look for related detections", func(tx *sql.Tx) error {
		search := search{tx: tx, tenant: tenant, Inquiry: q}
		search.Rows = slices.Compact(slices.Sorted(slices.Values(q.Rows)))
		if q.Shared <= 1 {
			arrivals, err = search.outwards(ctx)
		} else {
			arrivals, err = search.counted(ctx)
		}
		return err
	})
	return arrivals, err
}

// search answers one inquiry.
type search struct {
	tx     *sql.Tx
	tenant int64
	change.Inquiry
}

// near is a detection with its distance from what was asked about.
type near struct{ distance, arrival int64 }

func byDistance(a, b near) int {
	return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.arrival, b.arrival))
}

// walkRows is how many rows one statement walks from.
const walkRows = 32

// outwards walks from the time asked about, to either side, along each row. It
// walks on where a detection that is listed twice took the place of another.
func (s *search) outwards(ctx context.Context) ([]uint64, error) {
	wanted := s.Skip + s.Limit
	for steps := max(1, wanted); ; steps *= 2 {
		var found []near
		end, ends := near{}, false
		for some := range slices.Chunk(s.Rows, walkRows) {
			walks, err := s.walk(ctx, some, steps)
			if err != nil {
				return nil, err
			}
			for _, w := range walks {
				found = append(found, w...)
				if last := w[len(w)-1]; len(w) == steps && (!ends || byDistance(last, end) < 0) {
					end, ends = last, true
				}
			}
		}
		nearest := distinct(found)
		if !ends || len(nearest) >= wanted && (wanted == 0 || byDistance(nearest[wanted-1], end) <= 0) {
			return s.part(nearest), nil
		}
	}
}

// walk goes some steps along rows, to either side; what it finds on each way is apart and in order.
func (s *search) walk(ctx context.Context, rows []uint64, steps int) (map[int][]near, error) {
	around, reach := s.Around.UnixMicro(), s.Reach.Microseconds()
	a := arguments{s.tenant, int64(s.Criterion), around, around + reach, around - reach, steps}
	var ways []string
	way := func(row, bounds, order string) {
		ways = append(ways, `SELECT * FROM (SELECT CAST(`+a.add(len(ways))+` AS BIGINT) AS way, created_at, arrival FROM open_rows
			WHERE tenant = $1 AND criterion = $2 AND "row" = `+row+` AND `+bounds+` ORDER BY `+order+`, arrival LIMIT $6) AS w`)
	}
	for _, r := range rows {
		row := a.add(int64(r))
		way(row, "created_at BETWEEN $3 AND $4", "created_at")
		way(row, "created_at BETWEEN $5 AND $3 - 1", "created_at DESC")
	}
	found, err := s.tx.QueryContext(ctx, strings.Join(ways, " UNION ALL "), a...)
	if err != nil {
		return nil, err
	}
	walks := map[int][]near{}
	err = each(found, func() error {
		var w int
		var at, arrival int64
		err := found.Scan(&w, &at, &arrival)
		walks[w] = append(walks[w], near{max(at-around, around-at), arrival})
		return err
	})
	for w := range walks {
		slices.SortFunc(walks[w], byDistance)
	}
	return walks, err
}

// counted reads all that shares a row, and keeps what shares enough of them.
func (s *search) counted(ctx context.Context) ([]uint64, error) {
	shared, nearest := map[int64]int{}, map[int64]int64{}
	for some := range slices.Chunk(s.Rows, maxValues) {
		if err := s.count(ctx, some, shared, nearest); err != nil {
			return nil, err
		}
	}
	var found []near
	for arrival, rows := range shared {
		if rows >= s.Shared {
			found = append(found, near{nearest[arrival], arrival})
		}
	}
	return s.part(distinct(found)), nil
}

func (s *search) count(ctx context.Context, rows []uint64, shared map[int64]int, nearest map[int64]int64) error {
	around, reach := s.Around.UnixMicro(), s.Reach.Microseconds()
	a := arguments{s.tenant, int64(s.Criterion), around - reach, around + reach, around}
	var values []any
	for _, r := range rows {
		values = append(values, int64(r))
	}
	found, err := s.tx.QueryContext(ctx, `SELECT arrival, COUNT(DISTINCT "row"), MIN(ABS(created_at - $5)) FROM open_rows
		WHERE tenant = $1 AND criterion = $2 AND created_at BETWEEN $3 AND $4 AND "row" IN `+a.in(values)+` GROUP BY arrival`, a...)
	if err != nil {
		return err
	}
	return each(found, func() error {
		var arrival, distance int64
		var rows int
		err := found.Scan(&arrival, &rows, &distance)
		if before, ok := nearest[arrival]; ok {
			distance = min(distance, before)
		}
		shared[arrival] += rows
		nearest[arrival] = distance
		return err
	})
}

// distinct is each detection once, where it is nearest, in order.
func distinct(found []near) []near {
	slices.SortFunc(found, byDistance)
	seen := map[int64]bool{}
	return slices.DeleteFunc(found, func(n near) bool {
		again := seen[n.arrival]
		seen[n.arrival] = true
		return again
	})
}

// part is the page of arrivals that is asked for.
func (s *search) part(found []near) (arrivals []uint64) {
	found = found[min(s.Skip, len(found)):]
	for _, n := range found[:min(s.Limit, len(found))] {
		arrivals = append(arrivals, uint64(n.arrival))
	}
	return arrivals
}

const openBetween = `SELECT ` + currentColumns + `, r.raw FROM detections d
	LEFT JOIN detection_raws r ON r.tenant = d.tenant AND r.arrival = d.arrival
	WHERE d.tenant = $1 AND d.status = 'open' AND d.created_at BETWEEN $2 AND $3 AND d.severity >= $4
	AND (d.created_at, d.arrival) > ($5, $6) ORDER BY d.created_at, d.arrival LIMIT $7`

// OpenBetween are the open detections of a span and at least so severe, with
// Raw, by created_at and arrival, beginning behind the place that afterCreated
// and afterArrival name.
func (s *Store) OpenBetween(ctx context.Context, tenantID string, between change.Between, atLeast detection.Fraction,
	afterCreated time.Time, afterArrival uint64, limit int,
) (open []detection.Detection, err error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	err = s.read(ctx, "read the open detections", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, openBetween, tenant, max(between.From.UnixMicro(), afterCreated.UnixMicro()), between.To.UnixMicro(),
			int64(atLeast), afterCreated.UnixMicro(), int64(afterArrival), limit)
		if err != nil {
			return err
		}
		filed, err := appendDetections(rows, nil)
		if err == nil {
			err = withRaws(ctx, tx, tenant, filed)
		}
		for _, f := range filed {
			open = append(open, f.Detection)
		}
		return err
	})
	return open, err
}
