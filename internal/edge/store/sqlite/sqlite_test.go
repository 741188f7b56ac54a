package sqlite_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/edge/store/sqlite"
	"caseweave/internal/edge/store/storetest"
)

func TestSQLiteKeepsEveryPromise(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Place {
		dir := t.TempDir()
		return func() (storetest.Store, error) { return sqlite.Open(t.Context(), dir) }
	})
}

func TestALongPastIsFoundAsAShortOne(t *testing.T) {
	dir := t.TempDir()
	storetest.LongPast(t, func() (storetest.Store, error) { return sqlite.Open(t.Context(), dir) })
}

func TestNobodyElseCanReadTheFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a dir with ? # % and ü", "data")
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Tenants(t.Context()); err != nil {
		t.Fatal(err)
	}
	seen := 0
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		want := fs.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if seen++; info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, want %o", path, info.Mode().Perm(), want)
		}
		return err
	})
	if err != nil || seen < 4 {
		t.Errorf("%d files, %v", seen, err)
	}
}

func TestADirectoryThatCantBeMadeIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Open(t.Context(), filepath.Join(file, "data")); err == nil {
		t.Error("a store opens below a file")
	}
}

// What was committed moves from the log to the file though nobody commits any more.
func TestTheLogMovesToTheFile(t *testing.T) {
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Administer(t.Context(), admin.Deed{}.CreateTenant(access.Organisation{ID: "acme", Name: "The name to look for"})); err != nil {
		t.Fatal(err)
	}
	for until := time.Now().Add(time.Minute); ; {
		file, err := os.ReadFile(filepath.Join(dir, sqlite.File))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(file, []byte("The name to look for")) {
			return
		}
		if time.Now().After(until) {
			t.Fatal("it is not in the file")
		}
	}
}
