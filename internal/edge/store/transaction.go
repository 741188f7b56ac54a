package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
)

// transaction is a write under way.
type transaction struct {
	*sql.Tx
	// bulks are prepared; a migration has none.
	bulks map[bulk][]*sql.Stmt
}

// run executes a statement and answers how many rows it touched.
func (t *transaction) run(ctx context.Context, text string, args ...any) (int64, error) {
	result, err := t.ExecContext(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// bulk is a statement that has a list of any number of rows.
type bulk struct {
	// before and after stand around the rows.
	before, after string
	// width is the number of columns.
	width int
	// types are those of the columns, where nothing else in the statement says them.
	types string
}

// insertion is a bulk that adds rows to a table; then follows the rows.
func insertion(into, columns, then string) bulk {
	return bulk{before: "INSERT INTO " + into + " (" + columns + ") ", width: widthOf(columns), after: then}
}

// deletion is a bulk that removes the rows that are equal in columns, all of them numbers.
func deletion(from, columns string) bulk {
	types := strings.TrimSuffix(strings.Repeat("BIGINT ", widthOf(columns)), " ")
	return bulk{
		before: "DELETE FROM " + from + " WHERE (" + columns + ") IN (", after: ")",
		width: widthOf(columns), types: types,
	}
}

// widthOf is how many columns a list of them has.
func widthOf(columns string) int { return strings.Count(columns, ",") + 1 }

// batches are the numbers of rows that one statement takes: few statements to
// prepare, and few to run.
var batches = []int{128, 16, 1}

// all runs the statement for rows, whose values follow one another, and answers
// how many rows it touched.
func (t *transaction) all(ctx context.Context, b bulk, values []any) (touched int64, err error) {
	for n, rows := range batches {
		for ; len(values) >= rows*b.width; values = values[rows*b.width:] {
			some, err := t.some(ctx, b, n, values[:rows*b.width])
			if err != nil {
				return touched, err
			}
			touched += some
		}
	}
	return touched, nil
}

// some runs the statement for the n-th number of rows.
func (t *transaction) some(ctx context.Context, b bulk, n int, values []any) (int64, error) {
	if t.bulks == nil {
		return t.run(ctx, b.text(batches[n], numbered), values...)
	}
	result, err := t.StmtContext(ctx, t.bulks[b][n]).ExecContext(ctx, values...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// numbered are placeholders that both databases know.
func numbered(n int) string { return "$" + strconv.Itoa(n) }

// insert is all of which nobody counts the rows.
func (t *transaction) insert(ctx context.Context, b bulk, values []any) error {
	_, err := t.all(ctx, b, values)
	return err
}

// prepare readies the bulks that commits consist of.
func (s *Store) prepare(ctx context.Context) error {
	s.bulks = map[bulk][]*sql.Stmt{}
	for _, b := range bulks {
		for _, rows := range batches {
			statement, err := s.writer.PrepareContext(ctx, b.text(rows, s.dialect.Placeholder))
			if err != nil {
				return err
			}
			s.bulks[b] = append(s.bulks[b], statement)
		}
	}
	return nil
}

// text is the statement for a number of rows.
func (b bulk) text(rows int, placeholder func(n int) string) string {
	types := strings.Fields(b.types)
	var t strings.Builder
	t.WriteString(b.before + "VALUES (")
	for n := range rows * b.width {
		switch {
		case n == 0:
		case n%b.width == 0:
			t.WriteString("), (")
		default:
			t.WriteString(", ")
		}
		if n < len(types) {
			t.WriteString("CAST(" + placeholder(n+1) + " AS " + types[n] + ")")
			continue
		}
		t.WriteString(placeholder(n + 1))
	}
	t.WriteString(") " + b.after)
	return t.String()
}
