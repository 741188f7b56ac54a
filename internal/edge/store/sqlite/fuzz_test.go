package sqlite_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"

	"caseweave/internal/core/fault"
	"caseweave/internal/edge/store/sqlite"
)

// FuzzRestore restores any file: as it is, and as what a whole backup holds. It
// is restored or refused, and what is refused leaves nothing.
func FuzzRestore(f *testing.F) {
	f.Add([]byte("SQLite format 3\x00"), true)
	f.Add([]byte("\x28\xb5\x2f\xfd\x04\x00"), false)
	f.Add([]byte{}, true)
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte, pack bool) {
		if pack {
			text = z.EncodeAll(bytes.Clone(text), nil)
		}
		data, file := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "backup")
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		err := sqlite.Restore(t.Context(), data, file, silent)
		left, _ := os.ReadDir(data)
		if err != nil && (fault.KindOf(err) != fault.Invalid || len(left) > 0) {
			t.Errorf("%v leaves %v", err, left)
		}
	})
}
