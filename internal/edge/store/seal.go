package store

import (
	"context"
	"database/sql"
	"sync"

	"caseweave/internal/core/fault"
	"caseweave/internal/edge/store/marks"
)

// segmentSize is how many marks of intake make the tail a segment: as many as
// the filter is made for.
var segmentSize int64 = 65_000

var intoChunks = insertion("mark_chunks", "tenant, place, first, marks", "")

const (
	wholeTail  = `SELECT place, recent, marks FROM mark_tails WHERE tenant = $1 ORDER BY place`
	dropTail   = `DELETE FROM mark_tails WHERE tenant = $1 AND place <= $2`
	restOfTail = `UPDATE mark_tails SET recent = recent - $1 WHERE tenant = $2`
	addSegment = `INSERT INTO mark_segments (tenant, place, lowest, highest) VALUES ($1, $2, $3, $4)`
	// holdTenant lets nobody else write of the tenant until the transaction is over.
	holdTenant = `UPDATE tenants SET log = log WHERE tenant = $1`
)

// sealer makes long tails segments, beside commits: merging a tail takes longer than a commit may.
type sealer struct {
	ctx  context.Context
	stop context.CancelFunc
	// under are the tenants whose tails are being sealed.
	mu    sync.Mutex
	under map[int64]chan struct{}
	// failed is why the last that was tried came to nothing, where trying again won't help.
	failed  error
	running sync.WaitGroup
}

func newSealer() *sealer {
	s := &sealer{under: map[int64]chan struct{}{}}
	s.ctx, s.stop = context.WithCancel(context.Background())
	return s
}

// close waits for what is under way, which may break off.
func (s *sealer) close() {
	s.stop()
	s.running.Wait()
}

// trouble is why tails stay as they are.
func (s *sealer) trouble() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

// sealLong seals the tenant's tail beside others if it is long, and waits for that
// where it became longer than two segments meanwhile.
func (s *Store) sealLong(tenant, recent int64) {
	if recent < segmentSize {
		return
	}
	done := s.sealBeside(tenant)
	if recent >= 2*segmentSize {
		<-done
	}
}

// sealBeside begins to seal the tenant's tail, unless that is under way. Where it
// fails the tail stays as it is, and the next commit begins again; Ping tells of what
// will fail again.
func (s *Store) sealBeside(tenant int64) (done <-chan struct{}) {
	s.sealer.mu.Lock()
	defer s.sealer.mu.Unlock()
	if done, ok := s.sealer.under[tenant]; ok {
		return done
	}
	sealed := make(chan struct{})
	s.sealer.under[tenant] = sealed
	s.sealer.running.Go(func() {
		err := s.seal(s.sealer.ctx, tenant)
		s.sealer.mu.Lock()
		defer s.sealer.mu.Unlock()
		if s.sealer.failed = err; fault.KindOf(err) != fault.Internal {
			s.sealer.failed = nil
		}
		delete(s.sealer.under, tenant)
		close(sealed)
	})
	return sealed
}

// seal makes the tenant's tail a segment, unless another did so meanwhile.
func (s *Store) seal(ctx context.Context, tenant int64) error {
	var t tail
	err := s.read(ctx, "read the marks", func(tx *sql.Tx) (err error) {
		t, err = tailOf(ctx, tx, tenant)
		return err
	})
	if err != nil || len(t.runs) == 0 {
		return err
	}
	segment := t.segment(tenant)
	return s.write(ctx, "order the marks", func(tx *transaction) error {
		if _, err := tx.run(ctx, holdTenant, tenant); err != nil {
			return err
		}
		if now, err := lastSegment(ctx, tx.Tx, tenant); err != nil || now != t.after {
			return err
		}
		return tx.addSegment(ctx, tenant, segment)
	})
}

// markedAtOnce is marked, and seals the tail where it is long.
func (t *transaction) markedAtOnce(ctx context.Context, tenant int64, run marks.Run) error {
	recent, err := t.marked(ctx, tenant, run)
	if err != nil || recent < segmentSize {
		return err
	}
	tail, err := tailOf(ctx, t.Tx, tenant)
	if err != nil || len(tail.runs) == 0 {
		return err
	}
	return t.addSegment(ctx, tenant, tail.segment(tenant))
}

// tail is the runs behind the segment that ends at a place, up to another.
type tail struct {
	after, place, recent int64
	runs                 []marks.Run
}

func tailOf(ctx context.Context, tx *sql.Tx, tenant int64) (t tail, err error) {
	if t.after, err = lastSegment(ctx, tx, tenant); err != nil {
		return t, err
	}
	rows, err := tx.QueryContext(ctx, wholeTail, tenant)
	if err != nil {
		return t, err
	}
	return t, each(rows, func() error {
		var text sql.RawBytes
		if err := rows.Scan(&t.place, &t.recent, &text); err != nil {
			return err
		}
		run, err := marks.Parse(text)
		t.runs = append(t.runs, run)
		return err
	})
}

func lastSegment(ctx context.Context, tx *sql.Tx, tenant int64) (place int64, err error) {
	var none int64
	return place, tx.QueryRowContext(ctx, segmentEnd, tenant).Scan(&place, &none)
}

// newSegment is a segment as it is written.
type newSegment struct {
	place, recent, lowest, highest int64
	chunks                         []any
}

// segment merges the tail.
func (t *tail) segment(tenant int64) newSegment {
	run := marks.Merged(t.runs...)
	s := newSegment{place: t.place, recent: t.recent}
	s.lowest, s.highest = run.Below().Bounds()
	for chunk := range run.Chunks() {
		s.chunks = append(s.chunks, tenant, t.place, chunk[0].Mark, chunk.Bytes())
	}
	return s
}

// addSegment lets a segment take the place of the tail that it was made of.
func (t *transaction) addSegment(ctx context.Context, tenant int64, s newSegment) error {
	if _, err := t.run(ctx, addSegment, tenant, s.place, s.lowest, s.highest); err != nil {
		return err
	}
	if err := t.insert(ctx, intoChunks, s.chunks); err != nil {
		return err
	}
	if _, err := t.run(ctx, dropTail, tenant, s.place); err != nil {
		return err
	}
	_, err := t.run(ctx, restOfTail, s.recent, tenant)
	return err
}
