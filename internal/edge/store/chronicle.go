package store

import (
	"context"
	"database/sql"

	"caseweave/internal/core/change"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/proof"
)

var intoTiles = insertion("proof_tiles", "log, level, number, hashes", "ON CONFLICT (log, level, number) DO UPDATE SET hashes = excluded.hashes")

// chronicle is what a commit adds to a tenant's history: the records, and what its
// tree gains by them. Making it takes time and, mostly, no database.
type chronicle struct {
	log     string
	records [][]byte
	leaves  []proof.Hash
	growth
	// grown says that the growth is known.
	grown bool
}

// growth is how a log's tree grew.
type growth struct {
	edge  proof.Edge
	tiles []proof.Tile
}

func growing(edge proof.Edge, leaves []proof.Hash) growth {
	edge, tiles := edge.Append(leaves)
	return growth{edge, tiles}
}

// keptEdge is the edge of a tenant's history as this process left it under an epoch;
// as long as that is the tenant's, nobody else lets it grow.
type keptEdge struct {
	epoch uint64
	edge  proof.Edge
}

// chronicleOf makes the chronicle of a set, with its growth where the edge is at hand.
func (s *Store) chronicleOf(set *change.Set) *chronicle {
	t := &chronicle{log: proof.History(set.TenantID), records: make([][]byte, len(set.Activities)), leaves: make([]proof.Hash, len(set.Activities))}
	for i, a := range set.Activities {
		t.records[i] = a.Canonical()
		t.leaves[i] = proof.Leaf(t.records[i])
	}
	if found, ok := s.edges.Load(t.log); ok {
		kept := found.(keptEdge)
		if t.grown = kept.epoch == set.Before.Epoch && kept.edge.Size() == set.Before.Entry; t.grown {
			t.growth = growing(kept.edge, t.leaves)
		}
	}
	return t
}

// tree lets the history's tree grow.
func (c *commit) tree(ctx context.Context) error {
	t := c.news.chronicle
	if len(t.leaves) == 0 {
		return nil
	}
	if !t.grown {
		edge, err := edgeAt(ctx, c.Tx, t.log, c.set.Before.Entry)
		if err != nil {
			return err
		}
		t.growth, t.grown = growing(edge, t.leaves), true
	}
	return c.grow(ctx, t.log, t.tiles)
}

// keepEdge remembers where the history's tree stands after a commit.
func (s *Store) keepEdge(set *change.Set, t *chronicle) {
	if t.grown {
		s.edges.Store(t.log, keptEdge{set.After.Epoch, t.edge})
	}
}

// grow writes what a log's tree gained.
func (t *transaction) grow(ctx context.Context, log string, tiles []proof.Tile) error {
	values := make([]any, 0, intoTiles.width*len(tiles))
	for _, tile := range tiles {
		values = append(values, log, int64(tile.Level), int64(tile.Number), proof.Bytes(tile.Hashes))
	}
	return t.insert(ctx, intoTiles, values)
}

// growAfter lets a log's tree, which must have so many entries, grow by some more.
func (t *transaction) growAfter(ctx context.Context, log string, size uint64, leaves []proof.Hash) error {
	edge, err := edgeAt(ctx, t.Tx, log, size)
	if err != nil {
		return err
	}
	return t.grow(ctx, log, growing(edge, leaves).tiles)
}

const (
	oneTile  = `SELECT hashes FROM proof_tiles WHERE log = $1 AND level = $2 AND number = $3`
	lastTile = `SELECT number, length(hashes) FROM proof_tiles WHERE log = $1 AND level = 0 ORDER BY number DESC LIMIT 1`
)

// edgeAt is the edge of a log's tree, which must have so many entries.
func edgeAt(ctx context.Context, tx *sql.Tx, log string, size uint64) (proof.Edge, error) {
	have, err := sizeOfTree(ctx, tx, log)
	if err != nil {
		return proof.Edge{}, err
	}
	tiles, widths := proof.OpenTiles(size)
	open := make([][]proof.Hash, len(tiles))
	for i, tile := range tiles {
		if widths[i] == 0 {
			continue
		}
		text, err := tileText(ctx, tx, log, tile)
		if err != nil {
			return proof.Edge{}, err
		}
		open[i], _ = proof.Hashes(text)
	}
	edge, whole := proof.EdgeOf(size, open)
	if have != size || !whole {
		return edge, fault.New(fault.Internal, "The tree of hashes of %s is damaged: it has %d entries where there are %d.", log, have, size)
	}
	return edge, nil
}

// tileText is a tile's hashes; nil where it is not there.
func tileText(ctx context.Context, tx *sql.Tx, log string, tile proof.Tile) (text []byte, err error) {
	err = tx.QueryRowContext(ctx, oneTile, log, int64(tile.Level), int64(tile.Number)).Scan(&text)
	if none(err) {
		return nil, nil
	}
	return text, err
}

func sizeOfTree(ctx context.Context, tx *sql.Tx, log string) (uint64, error) {
	var number, length int64
	err := tx.QueryRowContext(ctx, lastTile, log).Scan(&number, &length)
	if none(err) {
		return 0, nil
	}
	return uint64(number)*proof.Width + uint64(length)/uint64(len(proof.Hash{})), err
}
