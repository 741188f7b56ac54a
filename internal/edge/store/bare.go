package store

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Bare fills an empty store with the rows of another by prepared insertions alone,
// table after table, in so many transactions, and answers how long they took:
// what a commit costs where nothing is decided and nothing looked up. A statement
// inserts one row, or as many as a commit's does where many says so. It is there to measure by.
func (s *Store) Bare(ctx context.Context, from *Store, transactions int, many bool) (took time.Duration, err error) {
	tables, err := from.tablesToCopy(ctx)
	if err != nil {
		return 0, from.refusal("tell its tables", err)
	}
	b := bare{store: s, many: many}
	total := 0
	for _, t := range tables {
		insert, err := b.fill(ctx, from, t)
		if err != nil {
			return 0, s.refusal("read the table "+t.name, err)
		}
		defer insert.close()
		total += len(insert.rows) / insert.width
	}
	began := time.Now()
	err = b.run(ctx, max(1, total/transactions))
	return time.Since(began), s.refusal("insert the rows", err)
}

// bare is insertions that wait.
type bare struct {
	store   *Store
	many    bool
	inserts []*bareInsert
}

// bareInsert is all rows of a table, and the statements that insert them.
type bareInsert struct {
	bulk
	prepared []prepared
	rows     []any
}

func (i *bareInsert) close() {
	for _, p := range i.prepared {
		p.statement.Close()
	}
}

// fill reads a table and prepares its insertions.
func (b *bare) fill(ctx context.Context, from *Store, t table) (*bareInsert, error) {
	i := &bareInsert{bulk: insertion(t.name, strings.Join(t.columns, ", "), "")}
	b.inserts = append(b.inserts, i)
	found, err := from.reader.QueryContext(ctx, "SELECT "+strings.Join(t.columns, ", ")+" FROM "+t.name)
	if err != nil {
		return i, err
	}
	err = each(found, func() error {
		row, err := t.scan(found)
		i.rows = append(i.rows, row...)
		return err
	})
	for _, rows := range batches {
		if err == nil {
			var p prepared
			p.statement, err = b.store.writer.PrepareContext(ctx, i.text(rows, b.store.dialect.Placeholder))
			i.prepared = append(i.prepared, p)
		}
	}
	return i, err
}

func (b *bare) insert(ctx context.Context, tx *transaction, i *bareInsert, rows []any) error {
	if b.many {
		return tx.insert(ctx, i.bulk, rows)
	}
	for row := range slices.Chunk(rows, i.width) {
		if _, err := tx.some(ctx, i.bulk, len(batches)-1, row); err != nil {
			return err
		}
	}
	return nil
}

// run inserts so many rows a transaction.
func (b *bare) run(ctx context.Context, size int) error {
	for len(b.inserts) > 0 {
		err := b.store.transact(ctx, func(tx *transaction) error {
			for left := size; left > 0 && len(b.inserts) > 0; {
				i := b.inserts[0]
				n := min(left, len(i.rows)/i.width)
				tx.bulks = map[bulk][]prepared{i.bulk: i.prepared}
				if err := b.insert(ctx, tx, i, i.rows[:n*i.width]); err != nil {
					return err
				}
				if left, i.rows = left-n, i.rows[n*i.width:]; len(i.rows) == 0 {
					b.inserts = b.inserts[1:]
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
