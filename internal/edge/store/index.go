package store

import (
	"context"
	"database/sql"
	"slices"
	"sync"

	"caseweave/internal/edge/store/marks"
)

// index is what a process has in mind of a tenant's marks: the tail, and which
// segments may have a mark of intake.
type index struct {
	mu     sync.Mutex
	newest view
	filter marks.Filter
}

// view is the marks of a tenant as one moment has them, or a later one: numbers
// that only a later moment has lead to no row.
type view struct {
	segments []segment
	tail     marks.Tail
	// place is where the tail ends.
	place int64
}

// segment is a run in chunks. The numbers of its entities lie between two, both included.
type segment struct{ place, lowest, highest int64 }

// sealed is where the last segment ends.
func (v *view) sealed() int64 {
	if len(v.segments) == 0 {
		return 0
	}
	return v.segments[len(v.segments)-1].place
}

const (
	newSegments = `SELECT place, lowest, highest FROM mark_segments WHERE tenant = $1 AND place >= $2 ORDER BY place`
	newTail     = `SELECT place, marks FROM mark_tails WHERE tenant = $1 AND place > $2 ORDER BY place`
	chunkOf     = `SELECT marks FROM mark_chunks WHERE tenant = $1 AND place = $2 AND first <= $3 ORDER BY first DESC LIMIT 1`
	ofIntake    = `SELECT marks FROM mark_chunks WHERE tenant = $1 AND place = $2 AND first >= 0`
)

// at is the view of tx's moment. What v has in common with it is not read again.
func (v view) at(ctx context.Context, tx *sql.Tx, tenant int64) (view, error) {
	found, err := segmentsFrom(ctx, tx, tenant, v.sealed())
	switch {
	case err != nil:
		return v, err
	case v.sealed() == 0 && len(found) > 0:
		v = view{segments: found}
	case v.sealed() == 0:
	case len(found) == 0 || found[0].place != v.sealed(): // tx is of an earlier moment
		return view{}.at(ctx, tx, tenant)
	case len(found) > 1:
		v = view{segments: append(slices.Clip(v.segments), found[1:]...)}
	}
	return v.extended(ctx, tx, tenant)
}

func segmentsFrom(ctx context.Context, tx *sql.Tx, tenant, place int64) (found []segment, err error) {
	rows, err := tx.QueryContext(ctx, newSegments, tenant, place)
	if err != nil {
		return nil, err
	}
	err = each(rows, func() error {
		var s segment
		err := rows.Scan(&s.place, &s.lowest, &s.highest)
		found = append(found, s)
		return err
	})
	return found, err
}

// extended is v with what came to the tail since.
func (v view) extended(ctx context.Context, tx *sql.Tx, tenant int64) (view, error) {
	v.place = max(v.place, v.sealed())
	rows, err := tx.QueryContext(ctx, newTail, tenant, v.place)
	if err != nil {
		return v, err
	}
	err = each(rows, func() error {
		var text sql.RawBytes
		if err := rows.Scan(&v.place, &text); err != nil {
			return err
		}
		run, err := marks.Parse(text)
		v.tail.Add(run)
		return err
	})
	return v, err
}

func scanRun(rows *sql.Rows) (marks.Run, error) {
	var text sql.RawBytes
	if err := rows.Scan(&text); err != nil {
		return nil, err
	}
	return marks.Parse(text)
}

// index is the tenant's.
func (s *Store) index(tenant int64) *index {
	if x, ok := s.indexes.Load(tenant); ok {
		return x.(*index)
	}
	x, _ := s.indexes.LoadOrStore(tenant, new(index))
	return x.(*index)
}

// look is the view of tx's moment; the index keeps the newest. Its lock is held.
func (x *index) look(ctx context.Context, tx *sql.Tx, tenant int64) (view, error) {
	v, err := x.newest.at(ctx, tx, tenant)
	if err == nil && v.place >= x.newest.place {
		x.newest = v
	}
	return v, err
}

// reaches is where the tail ended when the index was last looked at.
func (x *index) reaches() int64 {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.newest.place
}

// view is look for who does not hold the lock.
func (x *index) view(ctx context.Context, tx *sql.Tx, tenant int64) (view, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.look(ctx, tx, tenant)
}

// marked are the numbers that bear any of marks of intake, in order and each once.
func (s *Store) marked(ctx context.Context, tx *sql.Tx, tenant int64, wanted []int64) ([]int64, error) {
	found, spots, err := s.index(tenant).recent(ctx, tx, tenant, wanted)
	if err != nil {
		return nil, err
	}
	c := chunks{tx: tx, tenant: tenant}
	defer c.close()
	for _, p := range spots {
		if found, err = c.append(ctx, p.segment, p.mark, found); err != nil {
			return nil, err
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// spot is where a mark may be found.
type spot struct{ mark, segment int64 }

// recent are the numbers that bear marks in the tail, and where to look for others.
func (x *index) recent(ctx context.Context, tx *sql.Tx, tenant int64, wanted []int64) (found []int64, spots []spot, err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	v, err := x.look(ctx, tx, tenant)
	if err == nil {
		err = x.sift(ctx, tx, tenant, v.segments)
	}
	for _, mark := range wanted {
		found = append(found, v.tail.Find(mark)...)
		for _, p := range x.filter.Places(mark) {
			if p < len(v.segments) {
				spots = append(spots, spot{mark, v.segments[p].place})
			}
		}
	}
	return found, spots, err
}

// sift brings the filter up to segments.
func (x *index) sift(ctx context.Context, tx *sql.Tx, tenant int64, segments []segment) error {
	for x.filter.Runs() < len(segments) {
		rows, err := tx.QueryContext(ctx, ofIntake, tenant, segments[x.filter.Runs()].place)
		if err != nil {
			return err
		}
		var all marks.Run
		err = each(rows, func() error {
			run, err := scanRun(rows)
			all = append(all, run...)
			return err
		})
		if err != nil {
			return err
		}
		x.filter.Add(all)
	}
	return nil
}

// chunks reads them one after the other, by a statement that is prepared once.
type chunks struct {
	tx     *sql.Tx
	tenant int64
	one    *sql.Stmt
}

// append adds the numbers that bear mark in a segment.
func (c *chunks) append(ctx context.Context, segment, mark int64, numbers []int64) (_ []int64, err error) {
	if c.one == nil {
		if c.one, err = c.tx.PrepareContext(ctx, chunkOf); err != nil {
			return numbers, err
		}
	}
	var text []byte
	err = c.one.QueryRowContext(ctx, c.tenant, segment, mark).Scan(&text)
	if none(err) {
		return numbers, nil
	}
	if err != nil {
		return numbers, err
	}
	run, err := marks.Parse(text)
	for _, p := range run.Find(mark) {
		numbers = append(numbers, p.Number)
	}
	return numbers, err
}

func (c *chunks) close() {
	if c.one != nil {
		c.one.Close()
	}
}
