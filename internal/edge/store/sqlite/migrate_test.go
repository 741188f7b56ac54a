package sqlite_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/change"
	"caseweave/internal/core/rule"
	"caseweave/internal/edge/store"
	"caseweave/internal/edge/store/sqlite"
	"caseweave/internal/edge/store/storetest"

	"github.com/pressly/goose/v3"
)

// database is the file of a directory, opened plainly.
func database(t *testing.T, dir string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// asItBegan makes the first tables only.
func asItBegan(t *testing.T, db *sql.DB) {
	t.Helper()
	asOf(t, db, 1)
}

// asOf makes the tables of a version.
func asOf(t *testing.T, db *sql.DB, version int64) {
	t.Helper()
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, os.DirFS("migrations"), goose.WithDisableGlobalRegistry(true),
		goose.WithGoMigrations(goose.NewGoMigration(3, &goose.GoFunc{RunTx: store.Fill}, nil)))
	if err == nil {
		_, err = provider.UpTo(t.Context(), version)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatWasWrittenBeforeComesThrough(t *testing.T) {
	dir := t.TempDir()
	db := database(t, dir)
	asItBegan(t, db)
	storetest.ComesThrough(t, db, func() (storetest.Store, error) { return sqlite.Open(t.Context(), dir) })
}

func TestWhatWasIndexedBeforeMarksIsFound(t *testing.T) {
	dir := t.TempDir()
	db := database(t, dir)
	asOf(t, db, 3)
	storetest.FoundByMarks(t, db, func() (storetest.Store, error) { return sqlite.Open(t.Context(), dir) })
}

func TestCasesOfBeforeAreSortedByWhoHasThem(t *testing.T) {
	dir := t.TempDir()
	db := database(t, dir)
	asOf(t, db, 3)
	storetest.SortedByAssignee(t, db, func() (storetest.Store, error) { return sqlite.Open(t.Context(), dir) })
}

func TestAReaderReadsBesideAServer(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	release, err := sqlite.Hold(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	s := opened(t, dir)
	reader, err := sqlite.OpenReader(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	head, err := s.Claim(ctx, "acme")
	if err != nil {
		t.Fatal(err)
	}
	set := change.Set{TenantID: "acme", Before: head, After: head}
	set.After.Sequence++
	set.Arrived = append(set.Arrived, noise(1))
	if err := s.Commit(ctx, &set); err != nil {
		t.Fatal(err)
	}
	if past, err := reader.Past(ctx, "acme", 0, 10); err != nil || len(past) != 1 {
		t.Errorf("the reader sees %d, %v", len(past), err)
	}
	if _, err := reader.Claim(ctx, "acme"); err == nil {
		t.Error("a reader claims a tenant")
	}
}

func TestAReaderReadsWhatNobodyServes(t *testing.T) {
	dir := t.TempDir()
	if err := opened(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
	reader, err := sqlite.OpenReader(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if _, err := reader.Tenant(t.Context(), "acme"); err != nil {
		t.Error(err)
	}
}

func TestAReaderRefusesOtherVersions(t *testing.T) {
	empty := t.TempDir()
	if _, err := sqlite.OpenReader(t.Context(), empty); err == nil {
		t.Error("a reader opens nothing")
	}
	if left, err := os.ReadDir(empty); err != nil || len(left) > 0 {
		t.Errorf("a reader leaves %v, %v", left, err)
	}
	older := t.TempDir()
	asItBegan(t, database(t, older))
	newer := t.TempDir()
	opened(t, newer)
	if _, err := database(t, newer).Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`); err != nil {
		t.Fatal(err)
	}
	for dir, word := range map[string]string{older: "older version", newer: "newer version"} {
		if _, err := sqlite.OpenReader(t.Context(), dir); err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%v, want a word of an %s", err, word)
		}
	}
}

// opened is the store in dir with a tenant.
func opened(t testing.TB, dir string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), dir)
	if err == nil {
		err = s.Administer(t.Context(), admin.Deed{}.CreateTenant(access.Organisation{ID: "acme"}))
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestOneChangedRuleWritesOneRow(t *testing.T) {
	dir := t.TempDir()
	s, ctx := opened(t, dir), context.Background()
	db := database(t, dir)
	var book rule.Book
	for n := range 10_000 {
		book.Rules = append(book.Rules, rule.Rule{ID: fmt.Sprint("rule-", n), Title: "A rule", CreatedAt: time.Unix(0, 0).UTC()})
	}
	write := func() (rows int) {
		head, err := s.Claim(ctx, "acme")
		if err != nil {
			t.Fatal(err)
		}
		set := change.Set{TenantID: "acme", Before: head, After: head, Book: &book}
		set.After.Sequence, set.After.RuleSet = head.Sequence+1, head.RuleSet+1
		if err := s.Commit(ctx, &set); err != nil {
			t.Fatal(err)
		}
		if err := db.QueryRow(`SELECT count(*) FROM book_items`).Scan(&rows); err != nil {
			t.Fatal(err)
		}
		stored, _, err := s.Book(ctx, "acme")
		if err != nil || len(stored.Rules) != len(book.Rules) {
			t.Fatalf("%d rules are read, %v", len(stored.Rules), err)
		}
		for i := range stored.Rules {
			if stored.Rules[i].ID != book.Rules[i].ID {
				t.Fatalf("rule %d is %s, want %s", i, stored.Rules[i].ID, book.Rules[i].ID)
			}
		}
		return rows
	}
	rows := write()
	for what, edit := range map[string]func(){
		"changed": func() { book.Rules[5000].Title = "changed" },
		"added": func() {
			book.Rules = append(book.Rules[:7000:7000], append([]rule.Rule{{ID: "new"}}, book.Rules[7000:]...)...)
		},
		"moved": func() {
			book.Rules = append([]rule.Rule{book.Rules[9000]}, append(book.Rules[:9000:9000], book.Rules[9001:]...)...)
		},
	} {
		edit()
		after := write()
		if after != rows+1 {
			t.Errorf("one rule %s writes %d rows, want 1", what, after-rows)
		}
		rows = after
	}
}

func TestItemsFindRoomBetweenOthers(t *testing.T) {
	s := opened(t, t.TempDir())
	book := rule.Book{Rules: []rule.Rule{{ID: "first"}, {ID: "last"}}}
	for n := range 30 { // room for 20 is left between two
		head, err := s.Claim(t.Context(), "acme")
		if err != nil {
			t.Fatal(err)
		}
		set := change.Set{TenantID: "acme", Before: head, After: head, Book: &book}
		set.After.Sequence, set.After.RuleSet = head.Sequence+1, head.RuleSet+1
		if err := s.Commit(t.Context(), &set); err != nil {
			t.Fatal(err)
		}
		for version := range head.RuleSet + 1 {
			stored, err := s.BookAt(t.Context(), "acme", version+1)
			if err != nil || len(stored.Rules) != int(version)+2 || stored.Rules[0].ID != "first" || stored.Rules[version+1].ID != "last" {
				t.Fatalf("version %d reads as %v, %v", version+1, stored.Rules, err)
			}
		}
		book.Rules = append(book.Rules[:1:1], append([]rule.Rule{{ID: fmt.Sprint("between-", n)}}, book.Rules[1:]...)...)
	}
}
