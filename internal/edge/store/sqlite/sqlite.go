// Package sqlite keeps everything in one file of a directory: the embedded store.
//
// The file is in WAL mode with synchronous=FULL, so that what was committed
// outlives a loss of power. One connection writes, others read. A second process
// may open the same directory and write while the first serves, but only one may
// Hold it. A directory made here is its owner's alone (0700), as are the files (0600).
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"runtime"

	"caseweave/internal/edge/store"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Store is what Open opens.
type Store = store.Store

// File is the database's name in its directory.
const File = "caseweave.db"

// lockFile keeps two processes from migrating at once: a database of its own,
// because SQLite's locks mean the same on every system.
const lockFile = "caseweave.lock"

//go:embed migrations/*.sql
var migrations embed.FS

// Open opens the store in dir, and makes or migrates it where needed.
func Open(ctx context.Context, dir string) (*Store, error) {
	s, err := open(ctx, dir)
	return s, unopened(err, "The data directory %s can't be opened", dir)
}

func open(ctx context.Context, dir string) (*Store, error) {
	if err := prepare(dir); err != nil {
		return nil, err
	}
	writer, err := sql.Open("sqlite", source(filepath.Join(dir, File), writing))
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	if err := migrate(ctx, dir, writer); err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	reader, err := openReader(dir)
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	ours := dialect
	if ours.Missing, err = watch(filepath.Join(dir, File)); err != nil {
		return nil, errors.Join(err, writer.Close(), reader.Close())
	}
	if ours.Stop, err = checkpoint(dir); err != nil {
		return nil, errors.Join(err, writer.Close(), reader.Close())
	}
	return store.New(ctx, writer, reader, ours)
}

// shape gives a new file its pages, which can't be another size once there is a
// log: the driver sets what a source says in an order of its own, the log first.
func shape(ctx context.Context, dir string) error {
	db, err := sql.Open("sqlite", source(filepath.Join(dir, File), shaping))
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "PRAGMA journal_mode = wal")
	return errors.Join(err, db.Close())
}

func openReader(dir string) (*sql.DB, error) {
	reader, err := sql.Open("sqlite", source(filepath.Join(dir, File), reading))
	if err != nil {
		return nil, err
	}
	readers := max(4, 2*runtime.GOMAXPROCS(0))
	reader.SetMaxOpenConns(readers)
	reader.SetMaxIdleConns(readers)
	return reader, nil
}

// OpenReader opens the store in dir for reading, beside a server that serves it
// or without one: it holds nothing and makes nothing. Tables of another version
// are refused.
func OpenReader(ctx context.Context, dir string) (*Store, error) {
	reader, err := openReader(dir)
	if err == nil {
		err = store.CheckTables(ctx, reader)
	}
	if err == nil {
		return store.NewReader(reader, dialect), nil
	}
	if reader != nil {
		err = errors.Join(err, reader.Close())
	}
	return nil, unopened(err, "The data directory %s can't be read", dir)
}

// prepare makes the directory and its files before SQLite does, so that nobody
// else can read them; what SQLite puts beside a file takes on its mode.
func prepare(dir string) error {
	if err := makeDir(dir); err != nil {
		return err
	}
	for _, name := range []string{File, lockFile} {
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return err
		}
		if err := errors.Join(f.Chmod(0o600), f.Close()); err != nil {
			return err
		}
	}
	return nil
}

var (
	writing = url.Values{
		"_txlock": {"immediate"},
		"_pragma": {
			"busy_timeout(10000)", "journal_mode(wal)", "synchronous(full)", "foreign_keys(on)",
			"cache_size(-65536)", "wal_autocheckpoint(8000)", "journal_size_limit(134217728)", "temp_store(memory)",
		},
	}
	shaping = url.Values{"_pragma": {"busy_timeout(10000)", "page_size(8192)"}}
	reading = url.Values{
		"mode":    {"rw"}, // which makes no file
		"_pragma": {"busy_timeout(10000)", "query_only(on)", "cache_size(-16384)", "temp_store(memory)"},
	}
	locking = url.Values{"_pragma": {"busy_timeout(60000)"}, "_txlock": {"immediate"}}
)

// source is how the driver is told of a file, whatever characters its path has.
func source(path string, options url.Values) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: options.Encode()}).String()
}

// migrate brings the tables up to date, one process at a time.
func migrate(ctx context.Context, dir string, writer *sql.DB) error {
	lock, err := sql.Open("sqlite", source(filepath.Join(dir, lockFile), locking))
	if err != nil {
		return err
	}
	defer lock.Close()
	held, err := lock.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer held.Rollback()
	if err := shape(ctx, dir); err != nil {
		return err
	}
	return store.Migrate(ctx, goose.DialectSQLite3, writer, migrations)
}

var dialect = store.Dialect{
	// Parameters without a number are bound fastest.
	Placeholder: func(int) string { return "?" },
	Snapshot:    &sql.TxOptions{ReadOnly: true},
	Duplicate: func(err error) bool {
		return code(err) == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY || code(err) == sqlite3.SQLITE_CONSTRAINT_UNIQUE
	},
	Passing: func(err error) bool {
		primary := code(err) & 0xff
		return primary == sqlite3.SQLITE_BUSY || primary == sqlite3.SQLITE_LOCKED
	},
	Trouble: trouble,
	Probe:   "PRAGMA user_version = 0", // what it always is
}

// code is SQLite's extended result code; 0 where err is none of its errors.
func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}
