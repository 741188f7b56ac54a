// Package postgres keeps everything in a PostgreSQL database, version 15 or
// later: the store of large installations. Several processes may share it.
package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"strconv"
	"strings"

	"caseweave/internal/core/fault"
	"caseweave/internal/edge/store"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Store is what Open opens.
type Store = store.Store

//go:embed migrations/*.sql
var migrations embed.FS

// filled is the migration that Go does: see store.Fill.
const filled = 3

// connections bounds what one process holds open.
const connections = 16

// Open opens the store in the database that url names, and makes or migrates
// its tables where needed.
func Open(ctx context.Context, url string) (*Store, error) {
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
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	if err := migrate(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return store.New(ctx, db, db, dialect)
}

// migrate brings the tables up to date, one process at a time.
func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, files,
		goose.WithSessionLocker(locker), goose.WithDisableGlobalRegistry(true),
		goose.WithGoMigrations(goose.NewGoMigration(filled, &goose.GoFunc{RunTx: store.Fill}, nil)))
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

var dialect = store.Dialect{
	Placeholder: func(n int) string { return "$" + strconv.Itoa(n) },
	Snapshot:    &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
	Duplicate:   func(err error) bool { return code(err) == "23505" },
	Passing: func(err error) bool {
		var unreachable *pgconn.ConnectError
		c := code(err)
		return errors.As(err, &unreachable) || pgconn.SafeToRetry(err) ||
			strings.HasPrefix(c, "08") || strings.HasPrefix(c, "40") || strings.HasPrefix(c, "53") || strings.HasPrefix(c, "57P")
	},
}

// code is PostgreSQL's error code; empty where err is none of its errors.
func code(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
