package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"caseweave/internal/core/fault"
)

// Store keeps everything in one database. It is safe for use by many at once.
type Store struct {
	writer, reader *sql.DB
	dialect        Dialect
	// tenants holds the numbers of tenants by their ids; a tenant keeps its number.
	tenants sync.Map
	// indexes are those of tenants by their numbers.
	indexes sync.Map
	// epochs are those under which this process claimed tenants last.
	epochs sync.Map
	// edges are those of the trees of tenants' histories, by the log.
	edges  sync.Map
	sealer *sealer
	// swept holds the hour in which old hours of a source were last removed.
	swept sync.Map
	// bulks are prepared for each size of batches.
	bulks map[bulk][]prepared
	// troubled says that the database itself failed the last write.
	troubled atomic.Bool
}

// New is a Store on a database whose tables are there. Writes go through writer,
// reads through reader; the two may be the same. Close closes both.
func New(ctx context.Context, writer, reader *sql.DB, dialect Dialect) (*Store, error) {
	s := &Store{writer: writer, reader: reader, dialect: dialect, sealer: newSealer()}
	if err := s.prepare(ctx); err != nil {
		return nil, s.refusal("get ready", errors.Join(err, s.Close()))
	}
	return s, nil
}

// NewReader is a Store that only reads, through a database whose tables are
// there: what would write is refused. Close closes it.
func NewReader(reader *sql.DB, dialect Dialect) *Store {
	return &Store{writer: reader, reader: reader, dialect: dialect, sealer: newSealer()}
}

// Ping says whether the database answers, and takes writes: where the last one
// failed by trouble of its own, it is tried.
func (s *Store) Ping(ctx context.Context) error {
	var one int
	err := s.reader.QueryRowContext(ctx, "SELECT 1").Scan(&one)
	if err == nil {
		err = s.dialect.missing()
	}
	if err == nil {
		err = s.sealer.trouble()
	}
	if err == nil && s.troubled.Load() {
		return s.write(ctx, "write", func(tx *transaction) error {
			_, err := tx.ExecContext(ctx, s.dialect.Probe)
			return err
		})
	}
	return s.refusal("reach the database", err)
}

// Close ends all use of the database.
func (s *Store) Close() error {
	s.sealer.close()
	var err error
	if s.dialect.Stop != nil {
		err = s.dialect.Stop()
	}
	err = errors.Join(err, s.reader.Close())
	if s.writer != s.reader {
		err = errors.Join(err, s.writer.Close())
	}
	return err
}

// tenant is the number of the tenant, which all its keys begin with.
func (s *Store) tenant(ctx context.Context, id string) (int64, error) {
	if number, ok := s.tenants.Load(id); ok {
		return number.(int64), nil
	}
	var number int64
	err := sql.ErrNoRows
	if storable(id) {
		err = s.reader.QueryRowContext(ctx, "SELECT tenant FROM tenants WHERE id = $1", id).Scan(&number)
	}
	if err != nil {
		return 0, s.refusal("find the tenant", missing(err, "There is no tenant %q.", id))
	}
	s.tenants.Store(id, number)
	return number, nil
}

// write does what do does in one transaction. what says it in words: "store the user".
func (s *Store) write(ctx context.Context, what string, do func(*transaction) error) error {
	err := s.dialect.missing()
	if err == nil {
		err = s.transact(ctx, do)
	}
	switch {
	case err == nil:
		s.troubled.Store(false)
	case s.dialect.trouble(err) != "": // what failed otherwise says nothing of the disk
		s.troubled.Store(true)
	}
	return s.refusal(what, err)
}

func (s *Store) transact(ctx context.Context, do func(*transaction) error) error {
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(&transaction{Tx: tx, conn: conn, many: s.dialect.Many, bulks: s.bulks}); err != nil {
		return err
	}
	return tx.Commit()
}

// read lets do see the database as it stands at one moment.
func (s *Store) read(ctx context.Context, what string, do func(*sql.Tx) error) error {
	tx, err := s.reader.BeginTx(ctx, s.dialect.Snapshot)
	if err != nil {
		return s.refusal(what, err)
	}
	defer tx.Rollback()
	return s.refusal(what, do(tx))
}

// refusal is err as a fault: what is one already stays as it is.
func (s *Store) refusal(what string, err error) error {
	var known *fault.Error
	trouble := s.dialect.trouble(err)
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case trouble != "":
		return fault.Because(err, fault.Unavailable, "The store could not %s: %s.", what, trouble)
	case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || s.dialect.Passing(err):
		return fault.Because(err, fault.Unavailable, "The store could not %s just now.", what)
	}
	return fault.Because(err, fault.Internal, "The store could not %s", what)
}

// missing is err, or fault.NotFound with a sentence where no row was found.
func missing(err error, format string, args ...any) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, format, args...)
	}
	return err
}

// none says that a statement found no row.
func none(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// storable says whether every database can hold texts as text columns.
func storable(texts ...string) bool {
	for _, t := range texts {
		if strings.IndexByte(t, 0) >= 0 || !utf8.ValidString(t) {
			return false
		}
	}
	return true
}
