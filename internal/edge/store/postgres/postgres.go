// Package postgres keeps everything in a PostgreSQL database, version 15 or
// later: the store of large installations. Several processes may share it.
package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"

	"caseweave/internal/core/fault"
	"caseweave/internal/edge/store"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Store is what Open opens.
type Store = store.Store

//go:embed migrations/*.sql
var migrations embed.FS

// writers and readers bound what one process holds open.
const writers, readers = 8, 12

// Open opens the store in the database that url names, and makes or migrates
// its tables where needed. One that a copy has only partly filled is fault.Conflict.
func Open(ctx context.Context, url string) (*Store, error) {
	s, err := OpenUnfinished(ctx, url)
	if err != nil {
		return nil, err
	}
	unfinished, err := s.Unfinished(ctx)
	if err == nil && unfinished {
		err = fault.New(fault.Conflict, "The PostgreSQL database is only partly copied; run `caseweave migrate copy` again.")
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// OpenUnfinished is Open for who copies into the database.
func OpenUnfinished(ctx context.Context, url string) (*Store, error) {
	s, err := open(ctx, url)
	if err != nil {
		return nil, fault.Because(err, fault.Unavailable, "The PostgreSQL database can't be opened")
	}
	return s, nil
}

func open(ctx context.Context, url string) (*Store, error) {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(writers)
	db.SetMaxIdleConns(writers)
	if err := migrate(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	reader, err := openReader(url)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return store.New(ctx, db, reader, dialect)
}

// openReader opens connections that plan each list for what it asks for: whether
// few cases have a status decides which index is the fast one.
func openReader(url string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	config.RuntimeParams["plan_cache_mode"] = "force_custom_plan"
	config.RuntimeParams["default_transaction_read_only"] = "on"
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(readers)
	db.SetMaxIdleConns(readers)
	return db, nil
}

// OpenReader opens the store for reading, beside a server that serves it or
// without one: it makes nothing. A database without an installation is
// fault.NotFound, tables of another version are refused.
func OpenReader(ctx context.Context, url string) (*Store, error) {
	db, err := openReader(url)
	if err != nil {
		return nil, fault.Because(err, fault.Unavailable, "The PostgreSQL database can't be opened")
	}
	if err := founded(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return store.NewReader(db, dialect), nil
}

// founded refuses a database without an installation, or with tables of another version.
func founded(ctx context.Context, db *sql.DB) error {
	err := store.CheckTables(ctx, db)
	switch {
	case dialect.Absent(err):
		return fault.Because(err, fault.NotFound, "There is no installation in this PostgreSQL database; start a server with it first")
	case err != nil:
		return fault.Because(err, fault.Unavailable, "The PostgreSQL database can't be read")
	}
	return nil
}

// migrate brings the tables up to date, one process at a time.
func migrate(ctx context.Context, db *sql.DB) error {
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	return store.Migrate(ctx, goose.DialectPostgres, db, migrations, goose.WithSessionLocker(locker))
}

var dialect = store.Dialect{
	Placeholder: func(n int) string { return "$" + strconv.Itoa(n) },
	Snapshot:    &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
	Duplicate:   func(err error) bool { return code(err) == "23505" },
	Passing: func(err error) bool {
		c := code(err)
		return broken(err) || pgconn.SafeToRetry(err) ||
			strings.HasPrefix(c, "08") || strings.HasPrefix(c, "40") || strings.HasPrefix(c, "53") || strings.HasPrefix(c, "57P")
	},
	Absent: func(err error) bool { return code(err) == "42P01" },
	Many:   store.Many{Copy: copyRows, CopyFrom: 8, Together: together},
	Loader: store.Loader{
		Rows:  load,
		After: []string{"SELECT setval(pg_get_serial_sequence('tenants', 'tenant'), max(tenant)) FROM tenants"},
	},
}

// broken says that err is of the connection, not of the database.
func broken(err error) bool {
	var unreachable *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &unreachable) || errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone)
}

// code is PostgreSQL's error code; empty where err is none of its errors.
func code(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
