package store

import (
	"context"
	"database/sql"
	"slices"

	"caseweave/internal/core/detection"
	"caseweave/internal/edge/store/block"
)

// What a source sent when a detection arrived lies in a block with that of its
// neighbours. What came with an update lies in detection_raws while it is
// current, and beside its version afterwards. A raw that is empty where it is
// read lies in the block, therefore.

var intoBlocks = insertion("raw_blocks", "tenant, first, events", "")

// raws are the rows of what the sources sent of new detections.
func raws(tenant int64, arrived []detection.Detection) (rows []any) {
	events := make([]block.Event, len(arrived))
	for i := range arrived {
		events[i] = block.Event{Number: int64(arrived[i].Arrival), Raw: arrived[i].Raw}
	}
	for first, text := range block.Cut(events) {
		rows = append(rows, tenant, first, text)
	}
	return rows
}

// blocks reads them. Neighbours that are asked for one after the other are read once.
type blocks struct {
	tx     *sql.Tx
	tenant int64
	last   []block.Event
}

const (
	blockOf = `SELECT events FROM raw_blocks WHERE tenant = $1 AND first <= $2 ORDER BY first DESC LIMIT 1`
	placeOf = `SELECT first, events FROM raw_blocks WHERE tenant = $1 AND first <= $2 ORDER BY first DESC LIMIT 1`
)

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

const (
	rewriteBlock = `UPDATE raw_blocks SET events = $1 WHERE tenant = $2 AND first = $3`
	dropBlock    = `DELETE FROM raw_blocks WHERE tenant = $1 AND first = $2`
)

// forgetRaws takes what was sent of some arrivals, which rise, out of their
// blocks. A block keeps its place when its first event goes.
func (c *commit) forgetRaws(ctx context.Context, arrivals []uint64) error {
	for len(arrivals) > 0 {
		var first int64
		var text []byte
		err := c.QueryRowContext(ctx, placeOf, c.tenant, int64(arrivals[0])).Scan(&first, &text)
		if none(err) { // it came before there were blocks
			arrivals = arrivals[1:]
			continue
		}
		var events []block.Event
		if err == nil {
			events, err = block.Parse(text)
		}
		if err != nil {
			return err
		}
		last := int64(arrivals[0])
		if n := len(events); n > 0 {
			last = max(last, events[n-1].Number)
		}
		n := 0
		for n < len(arrivals) && int64(arrivals[n]) <= last {
			n++
		}
		if err := c.keepOthers(ctx, first, events, arrivals[:n]); err != nil {
			return err
		}
		arrivals = arrivals[n:]
	}
	return nil
}

// keepOthers leaves in a block what is not of some arrivals.
func (c *commit) keepOthers(ctx context.Context, first int64, events []block.Event, gone []uint64) error {
	kept := slices.DeleteFunc(slices.Clone(events), func(e block.Event) bool {
		_, goes := slices.BinarySearch(gone, uint64(e.Number))
		return goes
	})
	if len(kept) == len(events) {
		return nil
	}
	if len(kept) == 0 {
		_, err := c.run(ctx, dropBlock, c.tenant, first)
		return err
	}
	for _, text := range block.Cut(kept) { // one, since it was one
		if _, err := c.run(ctx, rewriteBlock, text, c.tenant, first); err != nil {
			return err
		}
	}
	return nil
}
