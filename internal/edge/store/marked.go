package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"math"

	"caseweave/internal/core/detection"
	"caseweave/internal/core/fold"
	"caseweave/internal/edge/store/marks"
)

// A mark stands for what detections are found by, and for nothing else: their
// identity, what repeats have in common with them, an entity that they speak of.
// Those of intake are not below zero, those of entities are. Where two things
// share a mark, a reader meets a row too many, and leaves it out again.

// identityMark is borne by the detection of that identity, and by the repeats
// that had it: their sequence numbers. The length of the source says where the uid begins.
func identityMark(i detection.Identity) int64 {
	text := append(binary.AppendUvarint([]byte{'i'}, uint64(len(i.Source))), i.Source...)
	return hash(append(text, i.UID...))
}

// repeatMark is borne by the detections of a repeat key that were last seen in a bucket of time.
func repeatMark(key uint64, bucket int64) int64 {
	text := binary.BigEndian.AppendUint64([]byte{'r'}, key)
	return hash(binary.BigEndian.AppendUint64(text, uint64(bucket)))
}

// entityMark is borne by the detections that speak of the entity.
func entityMark(e detection.Entity) int64 {
	return math.MinInt64 | hash([]byte(fold.String(string(e))))
}

func hash(text []byte) int64 {
	sum := sha256.Sum256(text)
	return int64(binary.BigEndian.Uint64(sum[:8]) >> 1)
}

var intoTails = insertion("mark_tails", "tenant, place, recent, marks", "")

const (
	tailEnd    = `SELECT place, recent FROM mark_tails WHERE tenant = $1 ORDER BY place DESC LIMIT 1`
	segmentEnd = `SELECT coalesce(max(place), 0), 0 FROM mark_segments WHERE tenant = $1`
)

// borne are marks that were taken note of, until they are written.
type borne []marks.Pair

// bears takes note that number bears a mark.
func (b *borne) bears(mark int64, number uint64) {
	*b = append(*b, marks.Pair{Mark: mark, Number: int64(number)})
}

// mentions takes note of the entities that d speaks of.
func (b *borne) mentions(d *detection.Detection) {
	for _, e := range d.Entities {
		b.bears(entityMark(e), d.Arrival)
	}
}

// marked writes which numbers bear which marks, as one run behind those of earlier sets.
func (c *commit) marked(ctx context.Context) (err error) {
	c.recent, err = c.transaction.marked(ctx, c.tenant, marks.Merged(c.news.marks, marks.Sorted(c.borne)))
	return err
}

// marked adds a run to the tail, and answers how many marks of intake that has.
func (t *transaction) marked(ctx context.Context, tenant int64, run marks.Run) (recent int64, err error) {
	if len(run) == 0 {
		return 0, nil
	}
	place, recent, err := t.tailEnd(ctx, tenant)
	if err != nil {
		return 0, err
	}
	place, recent = place+1, recent+int64(len(run.Above()))
	return recent, t.insert(ctx, intoTails, []any{tenant, place, recent, run.Bytes()})
}

// tailEnd is where the tail ends, and how many marks of intake it has.
func (t *transaction) tailEnd(ctx context.Context, tenant int64) (place, recent int64, err error) {
	if err = t.QueryRowContext(ctx, tailEnd, tenant).Scan(&place, &recent); none(err) {
		err = t.QueryRowContext(ctx, segmentEnd, tenant).Scan(&place, &recent)
	}
	return place, recent, err
}
