package sqlite_test

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"caseweave/internal/core/fault"
	"caseweave/internal/edge/store/sqlite"
)

func silent(uint64, uint64) {}

// backedUp is a backup of a small installation, and its bytes.
func backedUp(t *testing.T) (string, []byte) {
	t.Helper()
	data, file := t.TempDir(), filepath.Join(t.TempDir(), "backup")
	opened(t, data)
	if err := sqlite.Backup(t.Context(), data, file, false, silent); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return file, text
}

func TestABackupIsRestoredAndAnotherServerGoesOn(t *testing.T) {
	file, _ := backedUp(t)
	data := filepath.Join(t.TempDir(), "new", "data")
	if err := sqlite.Restore(t.Context(), data, file, silent); err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	head, err := s.Claim(t.Context(), "acme")
	if err != nil || head.Epoch == 0 {
		t.Errorf("the restored installation has no holder: %+v %v", head, err)
	}
	if info, err := os.Stat(filepath.Join(data, sqlite.File)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
}

func TestABackupHasItsNameOnlyOnceItIsWhole(t *testing.T) {
	data, dir := t.TempDir(), t.TempDir()
	opened(t, data)
	file := filepath.Join(dir, "backup")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := sqlite.Backup(ctx, data, file, false, silent); err == nil {
		t.Error("it was broken off, and that is no error")
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("what was broken off leaves %v", left)
	}
	if err := sqlite.Backup(t.Context(), data, file, false, silent); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	if err := sqlite.Backup(t.Context(), data, file, false, silent); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a backup was replaced: %v", err)
	}
	if err := sqlite.Backup(t.Context(), data, file, true, silent); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("beside the backup there is %v", left)
	}
}

func TestAnOlderVersionsTablesAreBackedUpAndRestored(t *testing.T) {
	data, file := t.TempDir(), filepath.Join(t.TempDir(), "backup")
	asItBegan(t, database(t, data))
	if err := sqlite.Backup(t.Context(), data, file, false, silent); err != nil {
		t.Fatal(err)
	}
	restored := t.TempDir()
	if err := sqlite.Restore(t.Context(), restored, file, silent); err != nil {
		t.Fatal(err)
	}
	opened(t, restored)
}

func TestADamagedBackupIsRefused(t *testing.T) {
	_, whole := backedUp(t)
	plain := unpacked(t, whole)
	chance := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		at := chance.IntN(len(whole))
		refuses(t, whole[:at], fault.Invalid, "")
		flipped := bytes.Clone(whole)
		flipped[at] ^= 1 << chance.IntN(8)
		// A few bits only tell how to unpack; what is restored is then what was backed up.
		if text, err := restored(t, flipped); fault.KindOf(err) != fault.Invalid && !bytes.Equal(text, plain) {
			t.Errorf("byte %d was flipped: %v", at, err)
		}
	}
	refuses(t, whole[:len(whole)-1], fault.Invalid, "is damaged")
}

func TestWhatIsNoBackupIsRefused(t *testing.T) {
	_, whole := backedUp(t)
	plain := unpacked(t, whole)
	for name, text := range map[string][]byte{
		"nothing": {}, "a text": []byte("Once upon a time."), "the database itself": plain,
		"another packed file": packed(t, []byte("Once upon a time.")), "two backups": append(bytes.Clone(whole), whole...),
		"a page less": packed(t, plain[:len(plain)-8192]), "another database": packed(t, ofOthers(t)),
	} {
		t.Run(name, func(t *testing.T) { refuses(t, text, fault.Invalid, "is no backup of Caseweave") })
	}
}

func TestABackupOfWhatWasDamagedBeforeIsRefused(t *testing.T) {
	_, whole := backedUp(t)
	plain := unpacked(t, whole)
	copy(plain[len(plain)-8192:], bytes.Repeat([]byte{0xa5}, 8192))
	refuses(t, packed(t, plain), fault.Invalid, "is damaged")
}

func TestABackupOfALaterVersionIsRefused(t *testing.T) {
	data, file := t.TempDir(), filepath.Join(t.TempDir(), "backup")
	opened(t, data)
	if _, err := database(t, data).Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`); err != nil {
		t.Fatal(err)
	}
	if err := sqlite.Backup(t.Context(), data, file, false, silent); err != nil {
		t.Fatal(err)
	}
	if err := sqlite.Restore(t.Context(), t.TempDir(), file, silent); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "newer version") {
		t.Error(err)
	}
}

func TestNothingIsRestoredOverSomething(t *testing.T) {
	file, _ := backedUp(t)
	data := t.TempDir()
	if err := os.WriteFile(filepath.Join(data, "notes"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := sqlite.Restore(t.Context(), data, file, silent); fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), "notes") {
		t.Error(err)
	}
	if left, _ := os.ReadDir(data); len(left) != 1 {
		t.Errorf("there is %v", left)
	}
}

// refuses restores text into an empty directory, which must stay empty.
func refuses(t *testing.T, text []byte, kind fault.Kind, words string) {
	t.Helper()
	if _, err := restored(t, text); err == nil || fault.KindOf(err) != kind || !strings.Contains(err.Error(), words) {
		t.Errorf("%d bytes: %v", len(text), err)
	}
}

// restored is the database that text is restored to; what is refused leaves nothing.
func restored(t *testing.T, text []byte) ([]byte, error) {
	t.Helper()
	data, file := t.TempDir(), filepath.Join(t.TempDir(), "backup")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := sqlite.Restore(t.Context(), data, file, silent); err != nil {
		if left, _ := os.ReadDir(data); len(left) > 0 {
			t.Errorf("%v leaves %v", err, left)
		}
		return nil, err
	}
	database, err := os.ReadFile(filepath.Join(data, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(t.Context(), data)
	if err != nil {
		t.Fatalf("what was restored does not open: %v", err)
	}
	return database, s.Close()
}

func unpacked(t *testing.T, text []byte) []byte {
	t.Helper()
	z, err := zstd.NewReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func packed(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := zstd.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ofOthers is a database of another program.
func ofOthers(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	db := database(t, dir)
	if _, err := db.Exec("CREATE TABLE recipes (name TEXT)"); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	return text
}
