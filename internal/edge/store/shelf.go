package store

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"caseweave/internal/core/change"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

// A book is kept item by item: a rule or template has a row for each way in
// which it was written, with the versions of the book since and until which it
// stood so. What does not change writes nothing.

// shelf is where the books of tenants, or of partners, are kept.
type shelf struct{ items, books, owner string }

var (
	tenantShelf  = shelf{"book_items", "rule_sets", "tenant"}
	partnerShelf = shelf{"partner_items", "partner_books", "partner"}
)

// item is a rule or template on a shelf.
type item struct {
	kind, id string
	since    int64
	place    int64
	version  uint64
	document []byte
}

// step is how far apart items are placed, so that others find room between them.
const step = 1 << 20

// put makes book the owner's from version on.
func (s shelf) put(ctx context.Context, tx *transaction, owner any, version uint64, book *rule.Book) error {
	was, err := s.current(ctx, tx.Tx, owner)
	if err != nil {
		return err
	}
	is, err := itemsOf(book)
	if err != nil {
		return err
	}
	for _, kind := range []string{change.RuleItem, change.TemplateItem} {
		if err := s.exchange(ctx, tx, owner, version, ofKind(was, kind), ofKind(is, kind)); err != nil {
			return err
		}
	}
	return nil
}

func ofKind(items []item, kind string) (some []item) {
	for _, i := range items {
		if i.kind == kind {
			some = append(some, i)
		}
	}
	return some
}

// exchange ends what changed or went, and begins what is new.
func (s shelf) exchange(ctx context.Context, tx *transaction, owner any, version uint64, was, is []item) error {
	kept, err := arrange(was, is)
	if err != nil {
		return err
	}
	end := fmt.Sprintf(`UPDATE %s SET until = $1 WHERE %s = $2 AND kind = $3 AND id = $4 AND since = $5`, s.items, s.owner)
	for _, i := range was {
		if !kept[i.id] {
			if _, err := tx.run(ctx, end, int64(version), owner, i.kind, []byte(i.id), i.since); err != nil {
				return err
			}
		}
	}
	begin := fmt.Sprintf(`INSERT INTO %s (%s, kind, id, since, place, version, document) VALUES ($1, $2, $3, $4, $5, $6, $7)`, s.items, s.owner)
	for _, i := range is {
		if !kept[i.id] {
			if _, err := tx.run(ctx, begin, owner, i.kind, []byte(i.id), int64(version), i.place, int64(i.version), i.document); err != nil {
				return err
			}
		}
	}
	return nil
}

// itemsOf is the book, item by item.
func itemsOf(book *rule.Book) (items []item, err error) {
	add := func(kind, id string, version uint64, content any) {
		text, failed := json.Marshal(content)
		err = cmp.Or(err, failed)
		items = append(items, item{kind: kind, id: id, version: version, document: text})
	}
	for i := range book.Rules {
		r := &book.Rules[i]
		add(change.RuleItem, r.ID, r.Version, r)
	}
	for i := range book.Templates {
		t := &book.Templates[i]
		add(change.TemplateItem, t.ID, t.Version, t)
	}
	return items, err
}

// arrange places the items of a kind, and says which of them stay as they were.
// Where there is no room left, all are placed anew.
func arrange(was, is []item) (kept map[string]bool, err error) {
	before := map[string]*item{}
	for i := range was {
		before[was[i].id] = &was[i]
	}
	kept = map[string]bool{}
	seen := map[string]bool{}
	var same []int
	for i := range is {
		if seen[is[i].id] {
			return nil, fault.New(fault.Internal, "The book has two of the id %q.", is[i].id)
		}
		seen[is[i].id] = true
		if b := before[is[i].id]; b != nil {
			is[i].place = b.place
			same = append(same, i)
		}
	}
	for _, i := range ascending(is, same) {
		kept[is[i].id] = true
	}
	if !placeBetween(is, kept) {
		clear(kept)
		placeBetween(is, kept)
	}
	for _, i := range is {
		if b := before[i.id]; b != nil && (b.place != i.place || !bytes.Equal(b.document, i.document)) {
			delete(kept, i.id)
		}
	}
	return kept, nil
}

// ascending are the most of candidates, indexes of items, whose places rise.
func ascending(items []item, candidates []int) []int {
	var ends []int // ends[n] is the candidate with the lowest place that n+1 rising ones end with
	previous := map[int]int{}
	for _, c := range candidates {
		n, _ := slices.BinarySearchFunc(ends, items[c].place, func(e int, place int64) int { return cmp.Compare(items[e].place, place) })
		if n > 0 {
			previous[c] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, c)
		}
		ends[n] = c
	}
	if len(ends) == 0 {
		return nil
	}
	chain := []int{ends[len(ends)-1]}
	for len(chain) < len(ends) {
		chain = append(chain, previous[chain[len(chain)-1]])
	}
	slices.Reverse(chain)
	return chain
}

// placeBetween places the items that do not keep their places between those that do; false
// where there is no room.
func placeBetween(items []item, keep map[string]bool) bool {
	low := int64(0)
	for i := 0; i < len(items); {
		if keep[items[i].id] {
			low = items[i].place
			i++
			continue
		}
		end := i
		for end < len(items) && !keep[items[end].id] {
			end++
		}
		count := int64(end - i)
		apart := int64(step)
		if end < len(items) {
			apart = (items[end].place - low) / (count + 1)
		}
		if apart < 1 {
			return false
		}
		for ; i < end; i++ {
			low += apart
			items[i].place = low
		}
	}
	return true
}

// current are the items that stand now.
func (s shelf) current(ctx context.Context, tx *sql.Tx, owner any) ([]item, error) {
	return s.read(ctx, tx, `until IS NULL`, owner)
}

// at is the book at a version.
func (s shelf) at(ctx context.Context, tx *sql.Tx, owner any, version uint64) (rule.Book, error) {
	items, err := s.read(ctx, tx, `since <= $2 AND (until IS NULL OR until > $2)`, owner, int64(version))
	if err != nil {
		return rule.Book{}, err
	}
	return bookOf(items)
}

func (s shelf) read(ctx context.Context, tx *sql.Tx, where string, args ...any) (items []item, err error) {
	rows, err := tx.QueryContext(ctx, fmt.Sprintf(`SELECT kind, id, since, place, version, document FROM %s
		WHERE %s = $1 AND %s ORDER BY kind, place`, s.items, s.owner, where), args...)
	if err != nil {
		return nil, err
	}
	err = each(rows, func() error {
		var i item
		err := rows.Scan(&i.kind, &i.id, &i.since, &i.place, &i.version, &i.document)
		items = append(items, i)
		return err
	})
	return items, err
}

// bookOf puts a book together.
func bookOf(items []item) (book rule.Book, err error) {
	for _, i := range items {
		e, err := editionOf(i.kind, i.document)
		switch {
		case err != nil:
			return book, err
		case e.Rule != nil:
			book.Rules = append(book.Rules, *e.Rule)
		default:
			book.Templates = append(book.Templates, *e.Template)
		}
	}
	return book, nil
}

func editionOf(kind string, text []byte) (e change.Edition, err error) {
	if kind == change.RuleItem {
		e.Rule = new(rule.Rule)
		return e, json.Unmarshal(text, e.Rule)
	}
	e.Template = new(rule.Template)
	return e, json.Unmarshal(text, e.Template)
}

// editions are all ways in which an item was written, newest first.
func (s shelf) editions(ctx context.Context, db *sql.DB, owner any, kind, id string) (all []change.Edition, err error) {
	rows, err := db.QueryContext(ctx, strings.NewReplacer("%items", s.items, "%books", s.books, "%owner", s.owner).Replace(
		`SELECT i.since, b.at, i.document FROM %items i JOIN %books b ON b.%owner = i.%owner AND b.version = i.since
		WHERE i.%owner = $1 AND i.kind = $2 AND i.id = $3 ORDER BY i.since`), owner, kind, []byte(id))
	if err != nil {
		return nil, err
	}
	var before []byte
	err = each(rows, func() error {
		var since, at int64
		var text []byte
		if err := rows.Scan(&since, &at, &text); err != nil || bytes.Equal(text, before) {
			return err
		}
		e, err := editionOf(kind, text)
		e.SetVersion, e.At = uint64(since), moment(at)
		all, before = append(all, e), text
		return err
	})
	slices.Reverse(all)
	if err == nil && all == nil {
		err = fault.New(fault.NotFound, "There never was a %s %q.", kind, id)
	}
	return all, err
}
