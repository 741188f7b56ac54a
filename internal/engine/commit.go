package engine

import (
	"context"
	"maps"
	"slices"
	"time"

	"caseweave/internal/core/change"
	"caseweave/internal/core/fault"
)

const (
	// commitSize and commitBytes bound what one commit holds, give or take a job.
	commitSize  = 4000
	commitBytes = 16 << 20
	// commitTimeout bounds how long the ledger may take, for a commit or for a
	// draft's questions.
	commitTimeout = 2 * time.Minute
)

// run decides on what is queued, draft after draft. One is committed while the
// next is being decided: never more, and in their order.
func (s *sequencer) run() {
	for {
		first, ok := s.next()
		if !ok {
			break
		}
		s.work(first)
	}
	s.land()
}

// next waits for a job; false where there will be none. Who comes when a commit is
// over has nothing to do with how it ended.
func (s *sequencer) next() (j job, ok bool) {
	if s.ahead == nil {
		j, ok = <-s.queue
		return j, ok
	}
	select {
	case <-s.ahead.landed:
		s.land()
		return s.next()
	case j, ok = <-s.queue:
	}
	select {
	case <-s.ahead.landed:
		s.land()
	default:
	}
	return j, ok
}

// work decides on what is queued, and on what comes while the draft ahead is
// committed, and lets that be committed next.
func (s *sequencer) work(first job) {
	ctx, stop := context.WithTimeout(context.Background(), commitTimeout)
	defer stop()
	w := newDraft(ctx, s)
	w.gather(first)
	err := s.load(ctx)
	if err == nil {
		w.begin()
		err = w.decide()
	}
	for err == nil && w.meanwhile() {
		err = w.decide()
	}
	s.depart(w, err)
}

// gather takes what has queued up, up to what a commit holds.
func (w *draft) gather(first job) {
	w.board(first)
	for !w.full() && !w.doomed() {
		select {
		case j, ok := <-w.s.queue:
			if !ok {
				return
			}
			w.board(j)
		default:
			return
		}
	}
}

func (w *draft) board(j job) {
	detections, bytes := j.size()
	w.size, w.bytes = w.size+detections, w.bytes+bytes
	w.jobs, w.ends = append(w.jobs, j), append(w.ends, end{})
}

func (w *draft) full() bool { return w.size >= commitSize || w.bytes >= commitBytes }

// meanwhile gathers what comes while the draft ahead is committed; false where
// that is over, or this one is full.
func (w *draft) meanwhile() bool {
	if w.ahead == nil || w.full() || w.doomed() {
		return false
	}
	select {
	case j, ok := <-w.s.queue:
		if ok {
			w.gather(j)
		}
		return ok
	case <-w.ahead.landed:
		return false
	}
}

// doomed says whether the draft ahead is known to have failed: who comes now waits
// for the next one.
func (w *draft) doomed() bool {
	if w.ahead == nil {
		return false
	}
	select {
	case <-w.ahead.landed:
		return w.ahead.failed != nil
	default:
		return false
	}
}

// decide decides on the jobs that were gathered, and keeps their own refusals; the
// error that it answers is that of all jobs which are not settled.
func (w *draft) decide() error {
	jobs := w.jobs[w.done:]
	if w.failed = w.recall(jobs); w.failed != nil {
		return w.failed
	}
	for _, j := range jobs {
		err := w.do(j)
		if w.failed != nil {
			return w.failed
		}
		w.ends[w.done] = end{err: err, settled: err != nil}
		w.done++
		w.settleUnchanged()
	}
	return nil
}

// end is how a job ended. A settled one is committed whatever comes after it.
type end struct {
	err     error
	settled bool
}

func settle(ends []end) {
	for i := range ends {
		ends[i].settled = true
	}
}

// settleUnchanged settles the jobs that were done if nothing has to be written for them.
func (w *draft) settleUnchanged() {
	if w.ahead == nil && w.set.Empty() {
		settle(w.ends[:w.done])
	}
}

// depart lets w be committed beside what is decided next, once the draft ahead
// is; err says why it can't be.
func (s *sequencer) depart(w *draft, err error) {
	if failed := s.land(); err == nil {
		err = failed
	}
	if w.ahead = nil; err == nil {
		w.settleUnchanged()
	} else {
		s.forget()
	}
	if err != nil || w.set.Empty() {
		w.conclude(err)
		return
	}
	w.stand()
	s.head, s.ahead = w.set.After, w
	go func() {
		ctx, stop := context.WithTimeout(context.Background(), commitTimeout)
		defer stop()
		w.failed = w.write(ctx)
		w.conclude(w.failed)
	}()
}

// land waits for the commit under way and answers how it ended.
func (s *sequencer) land() error {
	if s.ahead == nil {
		return nil
	}
	<-s.ahead.landed
	err := s.ahead.failed
	if s.ahead = nil; err != nil {
		s.forget()
	}
	return err
}

// land waits for the draft ahead: from here on the ledger tells all but what w says.
func (w *draft) land() error {
	err := w.s.land()
	w.ahead = nil
	return err
}

// forget lets the next draft begin with what the ledger tells.
func (s *sequencer) forget() {
	s.loaded = false
	clear(s.dreams) // of what was never stored
	s.dreamsSince.Store(new(s.engine.now()))
}

// conclude tells each job its end; err is that of those which are not settled.
// Who hears of it and comes again finds that the draft has landed.
func (w *draft) conclude(err error) {
	if err != nil {
		w.s.engine.log.Error("a batch was not committed", "tenant", w.s.tenant.ID, "error", err)
		if fault.KindOf(err) == fault.Conflict {
			err = errTakenOver
		}
	}
	for i, j := range w.jobs {
		if !w.ends[i].settled {
			w.ends[i].err = err
		}
		if failed := &w.ends[i].err; j.arrivals != nil && *failed != nil {
			j.arrivals.body.failed.Store(failed)
		}
	}
	close(w.landed)
	for i, j := range w.jobs {
		_, bytes := j.size()
		w.s.engine.room.Release(room(bytes))
		j.done <- w.ends[i].err
	}
}

var errTakenOver = fault.New(fault.Unavailable, "Another server has taken this tenant over; please try again.")

// commit writes what was decided so far, and goes on with an empty set.
func (w *draft) commit() error {
	if w.failed != nil || w.set.Empty() {
		return w.failed
	}
	w.stand()
	if w.failed = w.write(w.ctx); w.failed != nil {
		return w.failed
	}
	w.s.head = w.set.After
	settle(w.ends[:w.done])
	w.anew()
	return nil
}

// write commits the set and announces it.
func (w *draft) write(ctx context.Context) error {
	err := w.s.engine.ledger.Commit(ctx, &w.set)
	if a := w.s.engine.announcer; a != nil && err == nil {
		done := w.set
		a.Announce(&done)
	}
	return err
}

// stand lets the set hold detections as they stand by now; those that grew since
// they arrived, as they came, and their standing beside them.
func (w *draft) stand() {
	for _, d := range w.arrived {
		if original, grew := w.grown[d.Arrival]; grew {
			w.set.Arrived = append(w.set.Arrived, original)
			w.standings[d.Arrival] = w.met[d.Arrival]
			continue
		}
		w.set.Arrived = append(w.set.Arrived, *d)
	}
	for _, arrival := range slices.Sorted(maps.Keys(w.standings)) {
		d := w.standings[arrival]
		w.set.Standings = append(w.set.Standings, change.Standing{Arrival: arrival, Status: d.Status, Count: d.Count, LastSeenAt: d.LastSeenAt})
	}
}
