package store

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// transaction is a write under way.
type transaction struct {
	*sql.Tx
	// conn is what it is open on, many how many rows are written there, and bulks are
	// prepared; a migration has none of them.
	conn  *sql.Conn
	many  Many
	bulks map[bulk][]prepared
}

// prepared is a statement for a number of rows: its text, and what the database
// made of it, unless it does that where it is run.
type prepared struct {
	text      string
	statement *sql.Stmt
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
	// table and columns are what rows are added to, where the statement does only that.
	table, columns string
	// width is the number of columns.
	width int
	// types are those of the columns, where nothing else in the statement says them.
	types string
}

// insertion is a bulk that adds rows to a table; then follows the rows.
func insertion(into, columns, then string) bulk {
	b := bulk{before: "INSERT INTO " + into + " (" + columns + ") ", width: widthOf(columns), after: then}
	if then == "" {
		b.table, b.columns = into, columns
	}
	return b
}

// deletion is a bulk that removes the rows that are equal in columns, all of them numbers.
func deletion(from, columns string) bulk {
	types := strings.TrimSuffix(strings.Repeat("BIGINT ", widthOf(columns)), " ")
	return bulk{
		before: "DELETE FROM " + from + " WHERE (" + columns + ") IN (", after: ")",
		width: widthOf(columns), types: types,
	}
}

// columnNames are the columns one by one.
func (b bulk) columnNames() []string {
	return strings.FieldsFunc(b.columns, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
}

// widthOf is how many columns a list of them has.
func widthOf(columns string) int { return strings.Count(columns, ",") + 1 }

// batches are the numbers of rows that one statement takes: few statements to
// prepare, and few to run.
var batches = []int{128, 16, 1}

// all runs the statement for rows, whose values follow one another, and answers
// how many rows it touched.
func (t *transaction) all(ctx context.Context, b bulk, values []any) (touched int64, err error) {
	var together []Statement
	for n, rows := range batches {
		for ; len(values) >= rows*b.width; values = values[rows*b.width:] {
			some := values[:rows*b.width]
			if t.many.Together != nil {
				together = append(together, Statement{t.bulks[b][n].text, some})
				continue
			}
			one, err := t.some(ctx, b, n, some)
			if err != nil {
				return touched, err
			}
			touched += one
		}
	}
	if len(together) > 0 {
		return t.many.Together(ctx, t.conn, together)
	}
	return touched, nil
}

// some runs the statement for the n-th number of rows.
func (t *transaction) some(ctx context.Context, b bulk, n int, values []any) (int64, error) {
	if t.bulks == nil {
		return t.run(ctx, b.text(batches[n], numbered), values...)
	}
	result, err := t.StmtContext(ctx, t.bulks[b][n].statement).ExecContext(ctx, values...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// numbered are placeholders that both databases know.
func numbered(n int) string { return "$" + strconv.Itoa(n) }

// insert is all of which nobody counts the rows; many of them are copied where the
// database can.
func (t *transaction) insert(ctx context.Context, b bulk, values []any) error {
	if t.many.Copy == nil || b.table == "" || len(values) < t.many.CopyFrom*b.width {
		_, err := t.all(ctx, b, values)
		return err
	}
	return t.many.Copy(ctx, t.conn, b.table, b.columnNames(), slices.Collect(slices.Chunk(values, b.width)))
}

// prepare readies the bulks that commits consist of.
func (s *Store) prepare(ctx context.Context) (err error) {
	s.bulks = map[bulk][]prepared{}
	for _, b := range bulks {
		for _, rows := range batches {
			p := prepared{text: b.text(rows, s.dialect.Placeholder)}
			if s.dialect.Many.Together == nil {
				if p.statement, err = s.writer.PrepareContext(ctx, p.text); err != nil {
					return err
				}
			}
			s.bulks[b] = append(s.bulks[b], p)
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
