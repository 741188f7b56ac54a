package store

import (
	"context"
	"slices"
	"sync"

	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/edge/store/compact"
	"caseweave/internal/edge/store/marks"
)

var (
	intoDetections = insertion("detections", `tenant, arrival, sequence, source, type, severity, status,
		created_at, received_at, fingerprint, document, count, last_seen_at`, "")
	intoVersions = insertion("detection_versions", "tenant, arrival, sequence, applied, fingerprint, document, raw", "")
)

// news is how the new detections and activities of a set are written. Making it
// takes time and no database: it goes on beside the writing.
type news struct {
	// rows are those of the detections, encoded a part at a time.
	rows chan []any
	// blocks are what their sources sent, marks what they bear, and chronicle the activities, once beside is over.
	blocks    []any
	marks     marks.Run
	chronicle *chronicle
	beside    sync.WaitGroup
}

// encodeSize is how many detections are encoded before the first of them are written.
const encodeSize = 512

// encode begins to make the news of a set.
func (s *Store) encode(tenant int64, set *change.Set) *news {
	n := &news{rows: make(chan []any, 1+len(set.Arrived)/encodeSize)}
	n.beside.Go(func() { n.blocks = raws(tenant, set.Arrived) })
	n.beside.Go(func() { n.chronicle = s.chronicleOf(set) })
	n.beside.Go(func() {
		defer close(n.rows)
		a := arrivals{tenant: tenant, later: later(set.Standings)}
		originals := set.Originals()
		for some := range slices.Chunk(set.Arrived, encodeSize) {
			n.rows <- a.rows(some, originals[:len(some)])
			originals = originals[len(some):]
		}
		n.marks = marks.Sorted(a.borne)
	})
	return n
}

// arrivals makes the rows of new detections, and takes note of their marks.
type arrivals struct {
	tenant int64
	later  map[uint64]change.Standing
	borne
}

func (a *arrivals) rows(arrived, originals []detection.Detection) []any {
	rows := make([]any, 0, intoDetections.width*len(arrived))
	for i := range arrived {
		d := &arrived[i]
		now, ok := a.later[d.Arrival]
		if !ok {
			now = change.Standing{Status: d.Status, Count: d.Count, LastSeenAt: d.LastSeenAt}
		}
		a.bears(identityMark(d.Identity()), d.Arrival)
		a.bears(repeatMark(detection.RepeatKey(d), bucketOf(now.LastSeenAt)), d.Arrival)
		a.mentions(d)
		rows = append(rows, a.tenant, int64(d.Arrival), int64(d.Arrival), folded(d.Source), folded(d.Type),
			int64(d.Severity), string(now.Status), d.CreatedAt.UnixMicro(), d.ReceivedAt.UnixMicro(), d.Fingerprint,
			compact.Bytes(&originals[i]), now.Count, now.LastSeenAt.UnixMicro())
	}
	return rows
}

// later are standings by arrival: who arrives with one is written with it at once.
func later(standings []change.Standing) map[uint64]change.Standing {
	later := make(map[uint64]change.Standing, len(standings))
	for _, s := range standings {
		later[s.Arrival] = s
	}
	return later
}

// arrived writes the new detections, with what their sources sent.
func (c *commit) arrived(ctx context.Context) error {
	for rows := range c.news.rows {
		if err := c.insert(ctx, intoDetections, rows); err != nil {
			return err
		}
	}
	c.news.beside.Wait()
	return c.insert(ctx, intoBlocks, c.news.blocks)
}

// hasIDs refuses detections whose ids do not say how they arrived.
func hasIDs(arrived []detection.Detection) error {
	for i := range arrived {
		if d := &arrived[i]; d.ID != detection.ID(d.Arrival) {
			return fault.New(fault.Internal, "Detection %q arrived as %d, which its id does not say.", d.ID, d.Arrival)
		}
	}
	return nil
}

// updated writes new versions, in order.
func (c *commit) updated(ctx context.Context) error {
	for i := range c.set.Updated {
		u := &c.set.Updated[i]
		step := c.keep
		if u.Applied {
			step = c.supersede
		}
		if err := step(ctx, u); err != nil {
			return err
		}
	}
	return nil
}

// keep puts a version beside the current one.
func (c *commit) keep(ctx context.Context, u *change.Update) error {
	return c.insert(ctx, intoVersions, []any{
		c.tenant, int64(u.Version.Arrival), int64(u.Sequence), false, u.Version.Fingerprint, compact.Bytes(&u.Version), bytesOf(u.Version.Raw),
	})
}

const (
	keepCurrent = `INSERT INTO detection_versions (tenant, arrival, sequence, applied, fingerprint, document, raw)
		SELECT d.tenant, d.arrival, d.sequence, true, d.fingerprint, d.document, coalesce(r.raw, $1)
		FROM detections d LEFT JOIN detection_raws r ON r.tenant = d.tenant AND r.arrival = d.arrival
		WHERE d.tenant = $2 AND d.arrival = $3`

	replaceCurrent = `UPDATE detections SET sequence = $1, source = $2, type = $3, severity = $4, status = $5,
		created_at = $6, received_at = $7, fingerprint = $8, document = $9, count = $10, last_seen_at = $11
		WHERE tenant = $12 AND arrival = $13`

	replaceRaw = `INSERT INTO detection_raws (tenant, arrival, raw) VALUES ($1, $2, $3)
		ON CONFLICT (tenant, arrival) DO UPDATE SET raw = excluded.raw`
)

// supersede makes a version the current one and keeps the one before. What only
// that one spoke of stays in the index, where lists leave it out again.
func (c *commit) supersede(ctx context.Context, u *change.Update) error {
	d := &u.Version
	kept, err := c.run(ctx, keepCurrent, []byte{}, c.tenant, int64(d.Arrival))
	if err == nil && kept == 0 {
		err = noDetection(d.ID)
	}
	if err != nil {
		return err
	}
	if _, err := c.run(ctx, replaceCurrent, int64(u.Sequence), folded(d.Source), folded(d.Type), int64(d.Severity), string(d.Status),
		d.CreatedAt.UnixMicro(), d.ReceivedAt.UnixMicro(), d.Fingerprint, compact.Bytes(d), d.Count, d.LastSeenAt.UnixMicro(), c.tenant, int64(d.Arrival)); err != nil {
		return err
	}
	if _, err := c.run(ctx, replaceRaw, c.tenant, int64(d.Arrival), bytesOf(d.Raw)); err != nil {
		return err
	}
	c.bears(repeatMark(detection.RepeatKey(d), bucketOf(d.LastSeenAt)), d.Arrival)
	c.mentions(d)
	return nil
}

// arrivalOf is the key of the detection that has the id.
func arrivalOf(id string) (int64, error) {
	arrival, ok := detection.ArrivalOf(id)
	if !ok {
		return 0, noDetection(id)
	}
	return int64(arrival), nil
}

func noDetection(id string) error {
	return fault.New(fault.NotFound, "There is no detection %q.", id)
}

// bytesOf is b as a value that is not null.
func bytesOf(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
