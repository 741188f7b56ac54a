package store

import (
	"context"
	"database/sql"
	"math"
	"slices"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
)

// bucketBits is how many bits of microseconds a bucket of time spans: 2^30, about
// 18 minutes, so that rows written together lie together.
const bucketBits = 30

func bucketOf(t time.Time) int64 { return t.UnixMicro() >> bucketBits }

// Candidates are the detections that repeats may become part of, by the key of
// the trace that led to them, in order of arrival.
func (s *Store) Candidates(ctx context.Context, tenantID string, traces []change.Trace) (map[uint64][]change.Candidate, error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	found := map[uint64][]change.Candidate{}
	err = s.read(ctx, "look for what is repeated", func(tx *sql.Tx) error {
		arrivals, err := s.traced(ctx, tx, tenant, traces)
		if err != nil {
			return err
		}
		t := trail{tx: tx, tenant: tenant, traces: traces}
		if err := t.follow(ctx, arrivals); err != nil {
			return err
		}
		if err := file(&sight{ctx: ctx, tx: tx, tenant: tenant, viewer: casefile.AllSeeing}, t.found); err != nil {
			return err
		}
		for i := range t.found {
			key := detection.RepeatKey(&t.found[i].Detection)
			found[key] = append(found[key], change.Candidate{Detection: t.found[i].Detection, Cases: t.found[i].Cases})
		}
		return nil
	})
	return found, err
}

// traced are the arrivals that traces lead to, in order.
func (s *Store) traced(ctx context.Context, tx *sql.Tx, tenant int64, traces []change.Trace) ([]int64, error) {
	var wanted []int64
	for _, t := range traces {
		for b := bucketOf(t.From); b <= bucketOf(t.To); b++ {
			wanted = append(wanted, repeatMark(t.Key, b))
		}
	}
	return s.marked(ctx, tx, tenant, wanted)
}

// trail looks at the detections that traces led to.
type trail struct {
	tx     *sql.Tx
	tenant int64
	traces []change.Trace
	found  []casefile.Filed
}

// follow finds the candidates among arrivals.
func (t *trail) follow(ctx context.Context, arrivals []int64) error {
	if len(arrivals) == 0 {
		return nil
	}
	spans := map[uint64][]change.Between{}
	from, to := int64(math.MaxInt64), int64(math.MinInt64)
	for _, trace := range t.traces {
		spans[trace.Key] = append(spans[trace.Key], trace.Between)
		from, to = min(from, trace.From.UnixMicro()), max(to, trace.To.UnixMicro())
	}
	for some := range slices.Chunk(arrivals, lookups) {
		if err := t.look(ctx, spans, from, to, some); err != nil {
			return err
		}
	}
	return nil
}

// look reads some of the arrivals.
func (t *trail) look(ctx context.Context, spans map[uint64][]change.Between, from, to int64, arrivals []int64) error {
	a := arguments{t.tenant, from, to}
	rows, err := t.tx.QueryContext(ctx, `SELECT `+currentColumns+` FROM detections d
		WHERE d.tenant = $1 AND d.last_seen_at BETWEEN $2 AND $3 AND d.arrival IN `+in(&a, arrivals)+` ORDER BY d.arrival`, a...)
	if err != nil {
		return err
	}
	return each(rows, func() error {
		var c current
		if err := rows.Scan(c.columns()...); err != nil {
			return err
		}
		d, err := c.detection()
		if err == nil && leadTo(spans[detection.RepeatKey(&d)], &d) {
			t.found = append(t.found, casefile.Filed{Detection: d})
		}
		return err
	})
}

// leadTo looks again: the index may tell of what was.
func leadTo(spans []change.Between, d *detection.Detection) bool {
	return slices.ContainsFunc(spans, func(b change.Between) bool {
		return !d.LastSeenAt.Before(b.From) && !d.LastSeenAt.After(b.To)
	})
}
