package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"caseweave/internal/core/fault"
)

// Copied is how far a copy has come in a table.
type Copied struct {
	Table string
	// Checking says that the rows are compared; before, they are written.
	Checking    bool
	Done, Total int64
}

const (
	// copyRows and copyBytes bound what is written at a time, give or take a row.
	copyRows  = 5_000
	copyBytes = 8 << 20
)

// Copy fills an installation that holds nothing with all that from holds, table
// by table in the order of their keys, and holds the two against each other in
// the end. One that was interrupted goes on where it was; until it is over, the
// filled one is unfinished. Nobody may write to from meanwhile: what differs in
// the end is fault.Conflict. The copy's dialect must have a Loader; told hears
// after each batch.
func (s *Store) Copy(ctx context.Context, from *Store, told func(Copied)) error {
	tables, err := from.tablesToCopy(ctx)
	if err != nil {
		return from.refusal("tell its tables", err)
	}
	if err := s.beginCopy(ctx, tables); err != nil {
		return s.refusal("begin the copy", err)
	}
	for _, t := range tables {
		c := copying{from: from, to: s, table: t, told: told}
		if err := c.rows(ctx); err != nil {
			return s.refusal("copy the table "+t.name, err)
		}
	}
	for _, t := range tables {
		c := copying{from: from, to: s, table: t, told: told}
		if err := c.check(ctx); err != nil {
			return s.refusal("check the table "+t.name, err)
		}
	}
	return s.refusal("end the copy", s.endCopy(ctx))
}

// Unfinished says that a copy into the store was begun and is not over.
func (s *Store) Unfinished(ctx context.Context) (bool, error) {
	_, err := s.reader.ExecContext(ctx, "SELECT 1 FROM copy_progress LIMIT 1")
	if err != nil && s.dialect.Absent(err) {
		return false, nil
	}
	return err == nil, s.refusal("tell whether it is whole", err)
}

// beginCopy refuses a store that holds something, unless it comes from a copy.
func (s *Store) beginCopy(ctx context.Context, tables []table) error {
	begun, err := s.Unfinished(ctx)
	if err != nil || begun {
		return err
	}
	for _, t := range tables {
		var some bool
		if err := s.reader.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+t.name+")").Scan(&some); err != nil {
			return err
		}
		if some {
			return fault.New(fault.Conflict, "The database holds an installation already; a copy needs an empty one.")
		}
	}
	_, err = s.writer.ExecContext(ctx, "CREATE TABLE copy_progress (name TEXT PRIMARY KEY, last BYTEA NOT NULL, done BIGINT NOT NULL)")
	return err
}

func (s *Store) endCopy(ctx context.Context) error {
	for _, statement := range append(s.dialect.Loader.After, "DROP TABLE copy_progress") {
		if _, err := s.writer.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// copying is the copy of one table.
type copying struct {
	from, to *Store
	table    table
	told     func(Copied)
}

// rows copies what is not there yet.
func (c *copying) rows(ctx context.Context) error {
	total, err := c.count(ctx, c.from)
	if err != nil {
		return err
	}
	last, done, err := c.progress(ctx)
	if err != nil {
		return err
	}
	text, args := c.table.after(last)
	found, err := c.from.reader.QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	var batch [][]any
	size := 0
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		done += int64(len(batch))
		if err := c.load(ctx, batch, done); err != nil {
			return err
		}
		batch, size = nil, 0
		c.told(Copied{Table: c.table.name, Done: done, Total: total})
		return nil
	}
	err = each(found, func() error {
		row, err := c.table.scan(found)
		if err != nil {
			return err
		}
		batch, size = append(batch, row), size+sizeOf(row)
		if len(batch) < copyRows && size < copyBytes {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

func (c *copying) count(ctx context.Context, s *Store) (n int64, err error) {
	return n, s.reader.QueryRowContext(ctx, "SELECT COUNT(*) FROM "+c.table.name).Scan(&n)
}

// progress is the key of the last row that was copied, and how many there were.
func (c *copying) progress(ctx context.Context) (last []any, done int64, err error) {
	var text []byte
	err = c.to.reader.QueryRowContext(ctx, "SELECT last, done FROM copy_progress WHERE name = $1", c.table.name).Scan(&text, &done)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	var key []keyPart
	err = json.Unmarshal(text, &key)
	for _, part := range key {
		last = append(last, part.value())
	}
	return last, done, err
}

// load writes a batch, and that it was, in one transaction.
func (c *copying) load(ctx context.Context, batch [][]any, done int64) error {
	var key []keyPart
	for _, at := range c.table.key {
		key = append(key, partOf(batch[len(batch)-1][at]))
	}
	last, err := json.Marshal(key)
	if err != nil {
		return err
	}
	conn, err := c.to.writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "BEGIN"); err != nil {
		return err
	}
	err = c.to.dialect.Loader.Rows(ctx, conn, c.table.name, c.table.columns, batch)
	if err == nil {
		_, err = conn.ExecContext(ctx, `INSERT INTO copy_progress (name, last, done) VALUES ($1, $2, $3)
			ON CONFLICT (name) DO UPDATE SET last = excluded.last, done = excluded.done`, c.table.name, last, done)
	}
	if err != nil {
		_, undone := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		return errors.Join(err, undone)
	}
	_, err = conn.ExecContext(ctx, "COMMIT")
	return err
}

// check holds the rows of both against each other: how many, and the sum of their hashes.
func (c *copying) check(ctx context.Context) error {
	ours, err := c.digest(ctx, c.from)
	if err != nil {
		return err
	}
	theirs, err := c.digest(ctx, c.to)
	if err != nil {
		return err
	}
	if ours != theirs {
		return fault.New(fault.Conflict, "The table %s has %d rows and the copy %d, or they differ: the installation was used while it was copied. Empty the database, and copy again.",
			c.table.name, ours.rows, theirs.rows)
	}
	return nil
}

func (c *copying) digest(ctx context.Context, s *Store) (d digest, err error) {
	total, err := c.count(ctx, s)
	if err != nil {
		return d, err
	}
	found, err := s.reader.QueryContext(ctx, "SELECT "+strings.Join(c.table.columns, ", ")+" FROM "+c.table.name)
	if err != nil {
		return d, err
	}
	err = each(found, func() error {
		row, err := c.table.scan(found)
		if err != nil {
			return err
		}
		if d.add(row); d.rows%copyRows == 0 {
			c.told(Copied{Table: c.table.name, Checking: true, Done: d.rows, Total: total})
		}
		return nil
	})
	c.told(Copied{Table: c.table.name, Checking: true, Done: d.rows, Total: d.rows})
	return d, err
}

func (t *table) scan(found *sql.Rows) ([]any, error) {
	row := make([]any, len(t.columns))
	into := make([]any, len(row))
	for i := range row {
		into[i] = &row[i]
	}
	if err := found.Scan(into...); err != nil {
		return nil, fmt.Errorf("read a row: %w", err)
	}
	for i := range row {
		if b, ok := row[i].([]byte); ok && b == nil {
			row[i] = []byte{} // bytes of length zero, which are no NULL
		}
	}
	return row, nil
}
