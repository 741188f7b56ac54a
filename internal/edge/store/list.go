package store

import (
	"context"
	"database/sql"
	"math"
	"strconv"

	"caseweave/internal/core/listing"
	"caseweave/internal/core/query"
)

// maxExamined bounds a request: after so many rows a page ends, full or not,
// with a cursor to go on.
const maxExamined = 2_000

// list is how items of a kind are listed: the statement, and what to make of its rows.
type list[T any] struct {
	// from and where name the tables and the part of them that the list is about;
	// the first parameter of where is the tenant.
	from, where string
	// id is the column that breaks ties; no two items are equal in it.
	id string
	// content is what is read of an item.
	content content
	// raw is content and from where the filter looks into what the source sent.
	raw rawColumn
	// sorts are the columns to order by.
	sorts map[string]column
	// usual is what a list without a filter keeps; nil for all.
	usual func(*T) bool
	// filter compiles a filter and gives the tree to make a condition of; nil where a list takes none.
	filter func(query.Expr) (keeps func(*T) bool, plain query.Expr, err error)
	// tests are the conditions that columns can answer, and marks those that the
	// index of marks can.
	tests tests
	marks marksOf
	item  func(row) (T, error)
	// veil leaves of an item what the reader may know of; false for nothing. nil leaves all.
	veil func(*T) bool
}

type rawColumn struct {
	join    string
	content content
}

// content are columns, and where they are scanned to.
type content struct {
	columns string
	into    func(*row) []any
}

// documentOf is the content of an item that is all in one column.
func documentOf(column string) content {
	return content{column, func(r *row) []any { return []any{&r.document} }}
}

// column is what a list orders by.
type column struct {
	name string
	kind columnKind
}

type columnKind int

const (
	number columnKind = iota
	// plainText is a text of our own.
	plainText
	// foreignText is kept as bytes.
	foreignText
)

// row is what a list's statement selects.
type row struct {
	id     int64
	number int64
	text   []byte
	// current is what is read of a detection; of anything else, its document.
	current
}

// page reads rows in growing chunks until it has what was asked for. args are
// those of where; x is the tenant's index of marks where the list has any.
func (l *list[T]) page(ctx context.Context, tx *sql.Tx, x *index, r listing.Request, args ...any) (page listing.Page[T], err error) {
	s, err := l.selection(r, args)
	if err != nil {
		return page, err
	}
	examined, chunk, last := 0, min(r.Limit+1, s.longest()), (*listing.Cursor)(nil)
	for {
		if err := s.advance(ctx, tx, x); err != nil {
			return page, err
		}
		rows, err := s.rows(ctx, tx, chunk)
		if err == nil && s.raw {
			err = s.fill(ctx, tx, rows)
		}
		if err != nil {
			return page, err
		}
		for _, row := range rows {
			s.after = s.cursor(row)
			item, err := l.item(row)
			switch {
			case err != nil:
				return page, err
			case l.veil != nil && !l.veil(&item):
				continue
			case s.keeps != nil && !s.keeps(&item):
				continue
			case len(page.Items) == r.Limit:
				page.Next = last
				return page, nil
			}
			page.Items, last = append(page.Items, item), s.after
		}
		examined += len(rows)
		if len(rows) < chunk && !s.leave() {
			return page, nil
		}
		if examined >= maxExamined || s.looked >= maxLooked {
			page.Next = s.after
			return page, nil
		}
		chunk = min(4*chunk, s.longest(), maxExamined-examined)
	}
}

// selection is a request as a statement.
type selection[T any] struct {
	list    *list[T]
	request listing.Request
	sort    column
	// base are the arguments of the list, and args those of the statement.
	base, args []any
	// plain is the filter; nil where there is none.
	plain query.Expr
	// condition selects all that the filter keeps, and perhaps more, as far as the
	// stretch goes that it is made for.
	condition string
	course    course
	stretch   stretch
	// made says that condition is, and looked how many chunks of the index were read for it.
	made   bool
	looked int
	// content is the list's, with raw where the filter looks into it.
	content content
	raw     bool
	blocks  *blocks
	keeps   func(*T) bool
	after   *listing.Cursor
}

func (l *list[T]) selection(r listing.Request, args []any) (*selection[T], error) {
	s := &selection[T]{list: l, request: r, sort: l.sorts[r.Sort], base: args, args: args, content: l.content, after: r.After, made: true, keeps: l.usual}
	if r.Filter == nil {
		return s, nil
	}
	keeps, plain, err := l.filter(r.Filter)
	if err != nil {
		return nil, err
	}
	s.keeps, s.plain, s.raw, s.made = keeps, plain, readsRaw(plain), false
	if s.raw {
		s.content = l.raw.content
	}
	return s, nil
}

// longest is how many rows one chunk may have: few where each comes with what
// its source sent, which may be a megabyte.
func (s *selection[T]) longest() int {
	if s.raw {
		return 64
	}
	return 2_000
}

// text is the statement for the rows behind s.after, and its arguments.
func (s *selection[T]) text(limit int) (string, []any) {
	a := arguments(append([]any(nil), s.args...))
	from := s.list.from
	if s.raw {
		from += s.list.raw.join
	}
	where := s.list.where
	if s.condition != "" {
		where += " AND " + s.condition
	}
	compare, opposite, direction := " > ", " < ", ""
	if s.request.Descending {
		compare, opposite, direction = " < ", " > ", " DESC"
	}
	keys, order := s.sort.name+", "+s.list.id, s.sort.name+direction+", "+s.list.id+direction
	if s.byID() {
		keys, order = s.list.id, s.list.id+direction
	}
	if s.stretch.ends {
		where += " AND " + s.list.id + opposite + strconv.FormatInt(s.stretch.end, 10)
	}
	if s.after != nil {
		where += " AND (" + keys + ")" + compare + "(" + s.place(&a) + ")"
	}
	return "SELECT " + s.list.id + ", " + s.sort.name + ", " + s.content.columns + " FROM " + from +
		" WHERE " + where + " ORDER BY " + order + " LIMIT " + strconv.Itoa(limit), a
}

// byID says that the list is ordered by its id alone.
func (s *selection[T]) byID() bool { return s.sort.name == s.list.id }

// place is s.after as arguments.
func (s *selection[T]) place(a *arguments) string {
	id := int64(min(s.after.ID, math.MaxInt64))
	switch {
	case s.byID():
		return a.add(id)
	case s.sort.kind == foreignText:
		return a.add([]byte(s.after.Text)) + ", " + a.add(id)
	case s.sort.kind == plainText:
		return a.add(s.after.Text) + ", " + a.add(id)
	}
	return a.add(s.after.Number) + ", " + a.add(id)
}

func (s *selection[T]) cursor(r row) *listing.Cursor {
	c := &listing.Cursor{Sort: s.request.Order(), ID: uint64(r.id)}
	if !s.byID() {
		c.Number, c.Text = r.number, string(r.text)
	}
	return c
}

func (s *selection[T]) rows(ctx context.Context, tx *sql.Tx, limit int) ([]row, error) {
	text, args := s.text(limit)
	found, err := tx.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	var rows []row
	err = each(found, func() error {
		var r row
		var key any = &r.number
		if s.sort.kind != number {
			key = &r.text
		}
		if err := found.Scan(append([]any{&r.id, key}, s.content.into(&r)...)...); err != nil {
			return err
		}
		rows = append(rows, r)
		return nil
	})
	return rows, err
}

// fill adds to rows what their sources sent.
func (s *selection[T]) fill(ctx context.Context, tx *sql.Tx, rows []row) error {
	if s.blocks == nil {
		s.blocks = &blocks{tx: tx, tenant: s.base[0].(int64)}
	}
	for i := range rows {
		if err := s.blocks.fill(ctx, rows[i].id, &rows[i].current.raw); err != nil {
			return err
		}
	}
	return nil
}

// each calls do on every row, and closes rows.
func each(rows *sql.Rows, do func() error) error {
	defer rows.Close()
	for rows.Next() {
		if err := do(); err != nil {
			return err
		}
	}
	return rows.Err()
}
