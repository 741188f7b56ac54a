package store

import (
	"cmp"
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

// repeat is a row of the index that finds what a repeat may become part of.
type repeat struct{ bucket, key, arrival int64 }

func byPlace(a, b repeat) int {
	return cmp.Or(cmp.Compare(a.bucket, b.bucket), cmp.Compare(a.key, b.key), cmp.Compare(a.arrival, b.arrival))
}

func repeatOf(d *detection.Detection) repeat {
	return repeat{bucketOf(d.LastSeenAt), int64(detection.RepeatKey(d)), int64(d.Arrival)}
}

var intoRepeats = insertion(`detection_repeats (tenant, bucket, "key", arrival)`, 4, "ON CONFLICT DO NOTHING")

// index writes rows in the order of the index. Rows of what was before stay: the
// reader looks again.
func (c *commit) index(ctx context.Context, rows []repeat) error {
	slices.SortFunc(rows, byPlace)
	values := make([]any, 0, intoRepeats.width*len(rows))
	for _, r := range rows {
		values = append(values, c.tenant, r.bucket, r.key, r.arrival)
	}
	return c.insert(ctx, intoRepeats, values)
}

// Candidates are the detections that repeats may become part of, by the key of
// the trace that led to them, in order of arrival.
func (s *Store) Candidates(ctx context.Context, tenantID string, traces []change.Trace) (map[uint64][]change.Candidate, error) {
	tenant, err := s.tenant(ctx, tenantID)
	if err != nil {
		return nil, err
	}
	found := map[uint64][]change.Candidate{}
	err = s.read(ctx, "look for what is repeated", func(tx *sql.Tx) error {
		t := trail{tx: tx, tenant: tenant, spans: map[uint64][]change.Between{}, seen: map[uint64]bool{}}
		if err := t.follow(ctx, traces); err != nil {
			return err
		}
		if err := file(ctx, tx, tenant, t.found); err != nil {
			return err
		}
		slices.SortFunc(t.found, func(a, b casefile.Filed) int { return cmp.Compare(a.Arrival, b.Arrival) })
		for i := range t.found {
			key := detection.RepeatKey(&t.found[i].Detection)
			found[key] = append(found[key], change.Candidate{Detection: t.found[i].Detection, Cases: t.found[i].Cases})
		}
		return nil
	})
	return found, err
}

// trail follows traces through the index.
type trail struct {
	tx     *sql.Tx
	tenant int64
	// spans are those in which a key is looked for.
	spans map[uint64][]change.Between
	found []casefile.Filed
	seen  map[uint64]bool
}

// follow finds the candidates of all traces, bucket by bucket.
func (t *trail) follow(ctx context.Context, traces []change.Trace) error {
	keys := map[int64][]any{}
	from, to := int64(math.MaxInt64), int64(math.MinInt64)
	for _, trace := range traces {
		t.spans[trace.Key] = append(t.spans[trace.Key], trace.Between)
		from, to = min(from, trace.From.UnixMicro()), max(to, trace.To.UnixMicro())
		for b := bucketOf(trace.From); b <= bucketOf(trace.To); b++ {
			keys[b] = append(keys[b], int64(trace.Key))
		}
	}
	for bucket, all := range keys {
		for some := range slices.Chunk(all, lookups) {
			if err := t.look(ctx, bucket, from, to, some); err != nil {
				return err
			}
		}
	}
	return nil
}

// look reads one bucket.
func (t *trail) look(ctx context.Context, bucket, from, to int64, keys []any) error {
	a := arguments{t.tenant, bucket, from, to}
	rows, err := t.tx.QueryContext(ctx, `SELECT `+currentColumns+` FROM detection_repeats r
		JOIN detections d ON d.tenant = r.tenant AND d.arrival = r.arrival
		WHERE r.tenant = $1 AND r.bucket = $2 AND d.last_seen_at BETWEEN $3 AND $4 AND r."key" IN `+a.in(keys), a...)
	if err != nil {
		return err
	}
	return each(rows, func() error {
		var c current
		if err := rows.Scan(c.columns()...); err != nil {
			return err
		}
		d, err := c.detection()
		if err == nil && !t.seen[d.Arrival] && t.leadsTo(&d) {
			t.seen[d.Arrival] = true
			t.found = append(t.found, casefile.Filed{Detection: d})
		}
		return err
	})
}

// leadsTo looks again: rows of the index may tell of what was.
func (t *trail) leadsTo(d *detection.Detection) bool {
	return slices.ContainsFunc(t.spans[detection.RepeatKey(d)], func(b change.Between) bool {
		return !d.LastSeenAt.Before(b.From) && !d.LastSeenAt.After(b.To)
	})
}
