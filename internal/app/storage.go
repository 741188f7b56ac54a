package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"caseweave/internal/core/fault"
	"caseweave/internal/edge/store"
	"caseweave/internal/edge/store/postgres"
	"caseweave/internal/edge/store/sqlite"
)

// Storage says where an installation keeps everything: in a directory, with the
// embedded database, or in a PostgreSQL database. One of the two is given.
type Storage struct {
	// Data is the directory; it is made when it is not there.
	Data string
	// Database is the URL of the database, such as postgres://user@host/name; what
	// it leaves out, the environment variables of PostgreSQL's own programs say.
	Database string
}

// hold opens the storage for the one server that serves it, until release. lost
// hears why the server must stop, where another has taken its place.
func (s Storage) hold(ctx context.Context, lost func(error)) (*store.Store, func() error, error) {
	release, err := s.claim(ctx, lost)
	if err != nil {
		return nil, nil, err
	}
	opened, err := s.open(ctx)
	if err != nil {
		return nil, nil, errors.Join(err, release())
	}
	return opened, release, nil
}

func (s Storage) claim(ctx context.Context, lost func(error)) (release func() error, err error) {
	if s.Database != "" {
		return postgres.Hold(ctx, s.Database, lost)
	}
	return sqlite.Hold(s.Data)
}

func (s Storage) open(ctx context.Context) (*store.Store, error) {
	if s.Database != "" {
		return postgres.Open(ctx, s.Database)
	}
	return sqlite.Open(ctx, s.Data)
}

// beside lets do use the storage, beside whatever server serves it.
func (s Storage) beside(ctx context.Context, do func(*store.Store) error) error {
	opened, err := s.open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(do(opened), opened.Close())
}

// reading lets do read the storage of an installation, beside whatever server serves it.
func (s Storage) reading(ctx context.Context, do func(*store.Store) error) error {
	opened, err := s.reader(ctx)
	if err != nil {
		return err
	}
	return errors.Join(do(opened), opened.Close())
}

// reader is fault.NotFound where there is no installation.
func (s Storage) reader(ctx context.Context) (*store.Store, error) {
	if s.Database != "" {
		return postgres.OpenReader(ctx, s.Database)
	}
	if err := s.founded(ctx); err != nil {
		return nil, err
	}
	return sqlite.OpenReader(ctx, s.Data)
}

// founded is fault.NotFound where there is no installation.
func (s Storage) founded(ctx context.Context) error {
	if s.Database != "" {
		return s.reading(ctx, func(*store.Store) error { return nil })
	}
	if _, err := os.Stat(filepath.Join(s.Data, sqlite.File)); err != nil {
		return fault.Because(err, fault.NotFound, "There is no installation in %s; start a server with it first", s.Data)
	}
	return nil
}
