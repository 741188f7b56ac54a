package proof_test

import (
	"errors"
	"fmt"
	"testing"

	"caseweave/internal/core/proof"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// grown is a log that is kept as stores keep it, and the same kept plainly.
type grown struct {
	edge   proof.Edge
	tiles  map[[2]uint64][]byte
	leaves []proof.Hash
}

func (g *grown) append(n int) {
	var news []proof.Hash
	for range n {
		news = append(news, proof.Leaf(record(uint64(len(g.leaves)+len(news)+1))))
	}
	edge, tiles := g.edge.Append(news)
	for _, t := range tiles {
		g.tiles[[2]uint64{uint64(t.Level), t.Number}] = proof.Bytes(t.Hashes)
	}
	g.edge, g.leaves = edge, append(g.leaves, news...)
}

func (g *grown) read(tiles []proof.Tile) (read [][]byte, err error) {
	for _, t := range tiles {
		read = append(read, g.tiles[[2]uint64{uint64(t.Level), t.Number}])
	}
	return read, nil
}

// naive is the root of a tree by its definition in RFC 6962, section 2.1.
func naive(leaves []proof.Hash) proof.Hash {
	if len(leaves) == 1 {
		return leaves[0]
	}
	k := 1
	for 2*k < len(leaves) {
		k *= 2
	}
	return tlog.NodeHash(naive(leaves[:k]), naive(leaves[k:]))
}

func record(entry uint64) []byte {
	return fmt.Appendf(nil, `{"actor":{"kind":"engine","name":"Automatic cases"},"at":"2026-05-01T12:00:00.123456Z","case":%d,"detection":{"id":"d00000000002a","title":"Encoded PowerShell"},"entry":%d,"kind":"detection_added","rule":{"id":"by-host","set_version":2,"title":"By host"},"sequence":%d,"tenant_id":"default"}`, entry/10, entry, entry*entry)
}

func TestTheTreeIsThatOfTheRFC(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := &grown{tiles: map[[2]uint64][]byte{}}
		for _, n := range rapid.SliceOfN(rapid.OneOf(rapid.IntRange(0, 3), rapid.IntRange(200, 1200)), 1, 8).Draw(t, "commits") {
			g.append(n)
			if rapid.Bool().Draw(t, "reopened") {
				g.reopen(t)
			}
			if len(g.leaves) == 0 {
				continue
			}
			want := naive(g.leaves)
			if g.edge.Root() != want {
				t.Fatalf("the edge of %d leaves has the root %v, want %v", len(g.leaves), g.edge.Root(), want)
			}
			tree, err := proof.Grown(g.edge.Size(), g.read)
			if err != nil || tree.Root() != want {
				t.Fatalf("the tiles of %d leaves have the root %v, want %v (%v)", len(g.leaves), tree.Root(), want, err)
			}
			before := rapid.IntRange(1, len(g.leaves)).Draw(t, "before")
			if root, err := tree.RootAt(uint64(before)); err != nil || root != naive(g.leaves[:before]) {
				t.Fatalf("the root at %d was %v: %v", before, root, err)
			}
		}
	})
}

// reopen reads the edge anew, as after a restart.
func (g *grown) reopen(t *rapid.T) {
	tiles, _ := proof.OpenTiles(g.edge.Size())
	var open [][]proof.Hash
	for _, tile := range tiles {
		text := g.tiles[[2]uint64{uint64(tile.Level), tile.Number}]
		hashes, _ := proof.Hashes(text)
		open = append(open, hashes)
	}
	var ok bool
	if g.edge, ok = proof.EdgeOf(g.edge.Size(), open); !ok {
		t.Fatalf("the edge of %d leaves can't be read anew", g.edge.Size())
	}
}

func BenchmarkAppend(b *testing.B) {
	leaves := make([]proof.Hash, 4000)
	for b.Loop() {
		proof.Edge{}.Append(leaves)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/4000, "ns/entry")
}

// TestAReadThatFailedIsNoDamage: nobody is accused because a database was away.
func TestAReadThatFailedIsNoDamage(t *testing.T) {
	away := errors.New("the database is away")
	g, failing := &grown{tiles: map[[2]uint64][]byte{}}, false
	g.append(700)
	tree, err := proof.Grown(700, func(tiles []proof.Tile) ([][]byte, error) {
		if failing {
			return nil, away
		}
		return g.read(tiles)
	})
	if err != nil {
		t.Fatal(err)
	}
	failing = true
	for name, look := range map[string]func() (*proof.Flaw, error){
		"signed":  func() (*proof.Flaw, error) { return tree.Continues(proof.Checkpoint{Size: 300}) },
		"records": func() (*proof.Flaw, error) { return tree.Differs([]proof.Record{{Entry: 5, Text: record(5)}}) },
	} {
		if flaw, err := look(); flaw != nil || !errors.Is(err, away) || errors.Is(err, proof.ErrTorn) {
			t.Errorf("%s: %+v, %v", name, flaw, err)
		}
	}
}
