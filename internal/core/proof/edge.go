package proof

import (
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// Tile is a row of hashes of one level: those of level 0 are the leaves', and
// each hash of the level above is the root of a full tile below.
type Tile struct {
	Level  int
	Number uint64
	// Hashes are Width of them at most.
	Hashes []Hash
}

// Edge is the right edge of a tree: all that it takes to let it grow. It is a
// value that never changes; the zero Edge is that of an empty tree.
type Edge struct {
	size uint64
	// open are the last tiles of the levels, from the lowest, each with fewer than Width hashes.
	open [][]Hash
}

// OpenTiles are the tiles, without their hashes, that an edge is made of, and how
// many hashes each of them has.
func OpenTiles(size uint64) (tiles []Tile, widths []int) {
	for level := 0; size > 0; level, size = level+1, size/Width {
		tiles, widths = append(tiles, Tile{Level: level, Number: size / Width}), append(widths, int(size%Width))
	}
	return tiles, widths
}

// EdgeOf is the edge of a tree of a size, whose OpenTiles have these hashes; false
// where they have not as many as they should.
func EdgeOf(size uint64, open [][]Hash) (Edge, bool) {
	_, widths := OpenTiles(size)
	ok := len(open) == len(widths) && slices.EqualFunc(open, widths, func(hashes []Hash, width int) bool { return len(hashes) == width })
	return Edge{size, open}, ok
}

// Size is how many leaves the tree has.
func (e Edge) Size() uint64 { return e.size }

// Append is the edge after some more leaves, with the tiles that are new or
// longer than before.
func (e Edge) Append(leaves []Hash) (Edge, []Tile) {
	grown := Edge{size: e.size + uint64(len(leaves))}
	var tiles []Tile
	for level := 0; len(leaves) > 0; level++ {
		row := leaves
		if level < len(e.open) {
			row = slices.Concat(e.open[level], leaves)
		}
		number := e.size >> (height * (level + 1))
		var roots []Hash
		for ; len(row) >= Width; number, row = number+1, row[Width:] {
			tiles = append(tiles, Tile{level, number, row[:Width]})
			roots = append(roots, subtree(row[:Width]))
		}
		if len(row) > 0 {
			tiles = append(tiles, Tile{level, number, row})
		}
		grown.open, leaves = append(grown.open, slices.Clone(row)), roots
	}
	if have := len(grown.open); have < len(e.open) {
		grown.open = append(grown.open, e.open[have:]...)
	}
	return grown, tiles
}

// Root is the tree's.
func (e Edge) Root() Hash {
	var root Hash
	some := false
	for _, row := range e.open {
		for n := len(row); n > 0; {
			size := n & -n
			if left := subtree(row[n-size : n]); some {
				root = tlog.NodeHash(left, root)
			} else {
				root, some = left, true
			}
			n -= size
		}
	}
	if !some {
		root, _ = tlog.TreeHash(0, nil)
	}
	return root
}
