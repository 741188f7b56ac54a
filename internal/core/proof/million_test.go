package proof_test

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"caseweave/internal/core/proof"
)

// BenchmarkVerify verifies an export of a million entries, which it writes first.
func BenchmarkVerify(b *testing.B) {
	const size = 1_000_000
	file, err := os.Create(filepath.Join(b.TempDir(), "export.ndjson"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	writeLong(b, file, size)
	b.ResetTimer()
	for range b.N {
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			b.Fatal(err)
		}
		v, err := proof.Verify(file, signing.Public, nil)
		if err != nil || v.Entries != size {
			b.Fatalf("%d entries: %v", v.Entries, err)
		}
	}
	about, err := file.Stat()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(about.Size())/1e6, "MB")
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/million")
}

func writeLong(b *testing.B, file io.Writer, size int) {
	g := &grown{tiles: map[[2]uint64][]byte{}}
	g.append(size)
	tree, err := proof.Grown(uint64(size), g.read)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(file)
	at := proof.Checkpoint{Log: proof.History("default"), Size: uint64(size), Root: tree.Root(), At: time.Unix(1_780_000_000, 0)}
	e, err := proof.NewExport(w, signing, at, tree, proof.Selection{})
	for entry := uint64(1); entry <= uint64(size) && err == nil; entry++ {
		err = e.Add(entry, record(entry))
	}
	if err == nil {
		err = e.End()
	}
	if err == nil {
		err = w.Flush()
	}
	if err != nil {
		b.Fatal(err)
	}
}
