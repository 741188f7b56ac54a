package store

import (
	"context"
	"database/sql"
	"strings"
)

// transaction is a write under way.
type transaction struct {
	*sql.Tx
	store *Store
}

// run executes a statement and answers how many rows it touched.
func (t *transaction) run(ctx context.Context, text string, args ...any) (int64, error) {
	result, err := t.ExecContext(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// insertion is an insert statement for any number of rows.
type insertion struct {
	// into names the table and its columns.
	into string
	// width is the number of columns.
	width int
	// then follows the rows.
	then string
}

// batches are the numbers of rows that one statement takes: few statements to
// prepare, and few to run.
var batches = []int{128, 16, 1}

// insert adds rows, whose values follow one another.
func (t *transaction) insert(ctx context.Context, i insertion, values []any) error {
	for n, rows := range batches {
		for ; len(values) >= rows*i.width; values = values[rows*i.width:] {
			statement := t.StmtContext(ctx, t.store.insertions[i][n])
			if _, err := statement.ExecContext(ctx, values[:rows*i.width]...); err != nil {
				return err
			}
		}
	}
	return nil
}

// prepare readies the insertions that commits consist of.
func (s *Store) prepare(ctx context.Context) error {
	s.insertions = map[insertion][]*sql.Stmt{}
	for _, i := range insertions {
		for _, rows := range batches {
			statement, err := s.writer.PrepareContext(ctx, i.text(rows, s.dialect.Placeholder))
			if err != nil {
				return err
			}
			s.insertions[i] = append(s.insertions[i], statement)
		}
	}
	return nil
}

// text is the statement for a number of rows.
func (i insertion) text(rows int, placeholder func(n int) string) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + i.into + " VALUES (")
	for n := range rows * i.width {
		switch {
		case n == 0:
		case n%i.width == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		b.WriteString(placeholder(n + 1))
	}
	b.WriteString(") " + i.then)
	return b.String()
}
