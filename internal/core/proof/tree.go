package proof

import (
	"errors"
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// Tiles reads the hashes of tiles of a log, those of each one after the other:
// for each as many as its Hashes have room for, or more; nil for one that is not there.
type Tiles func(tiles []Tile) ([][]byte, error)

// ErrTorn says that the tiles of a log do not belong together.
var ErrTorn = errors.New("the tree of hashes is damaged: its parts do not belong together")

// Tree is a log's tree at one size. What it tells was held against its root.
type Tree struct {
	size   uint64
	root   Hash
	hashes tlog.HashReader
}

// Grown is the tree of a log at a size, whatever it grew to since.
func Grown(size uint64, read Tiles) (*Tree, error) {
	source := tileSource{read}
	root, err := tlog.TreeHash(int64(size), tlog.HashReaderFunc(source.unchecked(int64(size))))
	if err != nil {
		return nil, err
	}
	return &Tree{size, root, tlog.TileHashReader(tlog.Tree{N: int64(size), Hash: root}, source)}, nil
}

// Size is how many leaves it has.
func (t *Tree) Size() uint64 { return t.size }

// Root is its hash.
func (t *Tree) Root() Hash { return t.root }

// RootAt is the root that the tree had when it was smaller, as follows from what
// it has now. Trees of which one grew out of the other agree on it.
func (t *Tree) RootAt(size uint64) (Hash, error) {
	if size > t.size {
		return Hash{}, fmt.Errorf("the tree has %d entries, fewer than %d", t.size, size)
	}
	root, err := tlog.TreeHash(int64(size), t.hashes)
	return root, torn(err)
}

// Leaves are the hashes of entries, in the order that is asked for.
func (t *Tree) Leaves(entries []uint64) ([]Hash, error) {
	places := make([]int64, len(entries))
	for i, entry := range entries {
		if entry == 0 || entry > t.size {
			return nil, fmt.Errorf("the tree has %d entries, and none with the number %d", t.size, entry)
		}
		places[i] = tlog.StoredHashIndex(0, int64(entry-1))
	}
	hashes, err := t.hashes.ReadHashes(places)
	return hashes, torn(err)
}

// stretch is as many entries as fit a part of a tree: a power of two, up to Width,
// and entries before it are a multiple of that.
type stretch struct {
	first uint64
	count int
}

// stretchAt is the longest from an entry on, of no more entries than n.
func stretchAt(first uint64, n int) stretch {
	count := 1 << (bits.Len(uint(min(n, Width))) - 1)
	for (first-1)%uint64(count) != 0 {
		count /= 2
	}
	return stretch{first, count}
}

func (s stretch) valid() bool {
	return s.first > 0 && s.count > 0 && s.count <= Width && s.count&(s.count-1) == 0 && (s.first-1)%uint64(s.count) == 0
}

// path leads from the root of a stretch to that of the tree.
func (t *Tree) path(s stretch) ([]Hash, error) {
	whole, err := tlog.ProveRecord(int64(t.size), int64(s.first-1), t.hashes)
	if err != nil {
		return nil, torn(err)
	}
	return whole[bits.Len(uint(s.count))-1:], nil
}

// leads says whether hashes of a stretch lead by a path to the root of a tree.
func (s stretch) leads(hashes, path []Hash, size uint64, root Hash) bool {
	if len(hashes) != s.count || s.first-1+uint64(s.count) > size {
		return false
	}
	var whole tlog.RecordProof
	for n := 1; n < s.count; n *= 2 {
		whole = append(whole, subtree(hashes[n:2*n]))
	}
	return tlog.CheckRecord(append(whole, path...), int64(size), root, int64(s.first-1), hashes[0]) == nil
}

// torn is err as damage to the tree, unless it only says that tiles could not be read.
func torn(err error) error {
	if failed, ok := errors.AsType[unread](err); ok {
		return failed.error
	}
	if err != nil {
		return fmt.Errorf("%w (%w)", ErrTorn, err)
	}
	return nil
}

// unread is why tiles could not be read.
type unread struct{ error }

// tileSource reads tiles as package tlog asks for them.
type tileSource struct{ read Tiles }

// Height is that of the tiles.
func (tileSource) Height() int { return height }

// SaveTiles keeps nothing.
func (tileSource) SaveTiles([]tlog.Tile, [][]byte) {}

// ReadTiles reads tiles in the widths that are asked for.
func (s tileSource) ReadTiles(asked []tlog.Tile) ([][]byte, error) {
	tiles := make([]Tile, len(asked))
	for i, t := range asked {
		tiles[i] = Tile{Level: t.L, Number: uint64(t.N), Hashes: make([]Hash, 0, t.W)}
	}
	read, err := s.read(tiles)
	if err != nil {
		return nil, unread{err}
	}
	for i, t := range asked {
		if len(read[i]) < t.W*tlog.HashSize {
			return nil, fmt.Errorf("%w: tile %d of level %d is not whole", ErrTorn, t.N, t.L)
		}
		read[i] = read[i][:t.W*tlog.HashSize]
	}
	return read, nil
}

// unchecked reads hashes of a tree of a size that nobody has held against its root yet.
func (s tileSource) unchecked(size int64) func([]int64) ([]Hash, error) {
	return func(places []int64) ([]Hash, error) {
		tiles := make([]tlog.Tile, len(places))
		for i, place := range places {
			tiles[i] = tlog.TileForIndex(height, place)
		}
		read, err := s.ReadTiles(tiles)
		if err != nil {
			return nil, err
		}
		hashes := make([]Hash, len(places))
		for i, place := range places {
			if hashes[i], err = tlog.HashFromTile(tiles[i], read[i], place); err != nil {
				return nil, err
			}
		}
		return hashes, nil
	}
}
