package store

import (
	"context"
	"database/sql"
	"slices"

	"caseweave/internal/edge/store/block"
)

// What a source sent when a detection arrived lies in a block with that of its
// neighbours. What came with an update lies in detection_raws while it is
// current, and beside its version afterwards. A raw that is empty where it is
// read lies in the block, therefore.

var intoBlocks = insertion("raw_blocks (tenant, first, events)", 3, "")

// raws are the rows of what the sources sent of the new detections.
func (c *commit) raws() (rows []any) {
	events := make([]block.Event, len(c.set.Arrived))
	for i := range c.set.Arrived {
		events[i] = block.Event{Number: int64(c.set.Arrived[i].Arrival), Raw: c.set.Arrived[i].Raw}
	}
	for first, text := range block.Cut(events) {
		rows = append(rows, c.tenant, first, text)
	}
	return rows
}

// blocks reads them. Neighbours that are asked for one after the other are read once.
type blocks struct {
	tx     *sql.Tx
	tenant int64
	last   []block.Event
}

const blockOf = `SELECT events FROM raw_blocks WHERE tenant = $1 AND first <= $2 ORDER BY first DESC LIMIT 1`

// fill sets *raw to what the source sent of an arrival, where it is empty.
func (b *blocks) fill(ctx context.Context, arrival int64, raw *[]byte) (err error) {
	if len(*raw) > 0 {
		return nil
	}
	at, found := b.find(arrival)
	if !found {
		if err := b.read(ctx, arrival); err != nil {
			return err
		}
		at, found = b.find(arrival)
	}
	if found {
		*raw = slices.Clone(b.last[at].Raw)
	}
	return nil
}

func (b *blocks) find(arrival int64) (int, bool) {
	return slices.BinarySearchFunc(b.last, arrival, func(e block.Event, arrival int64) int { return int(e.Number - arrival) })
}

func (b *blocks) read(ctx context.Context, arrival int64) error {
	var text []byte
	err := b.tx.QueryRowContext(ctx, blockOf, b.tenant, arrival).Scan(&text)
	switch {
	case none(err):
		b.last = nil
		return nil
	case err == nil:
		b.last, err = block.Parse(text)
	}
	return err
}
