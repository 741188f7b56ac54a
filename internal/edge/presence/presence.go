// Package presence keeps who looks at which case, in the memory of this process.
//
// An installation is one process, so that nobody is missed. Nothing of it is stored:
// after a restart pages show themselves within a Beat.
package presence

import (
	"context"
	"iter"
	"sync"
	"time"

	"caseweave/internal/core/presence"
)

// maxPages is how many pages a person may have open on one case; the one that showed
// itself the longest time ago gives way.
const maxPages = 16

// Register knows who is where. It is safe for concurrent use.
type Register struct {
	// tell hears of everybody on a case whenever that changes, in order. It may
	// neither wait nor call the register.
	tell func(tenantID string, number uint64, here []presence.Person)

	mu    sync.Mutex
	cases map[place]map[page]*shown
}

type place struct {
	tenantID string
	number   uint64
}

type page struct{ userID, id string }

// shown is a page with when it is gone.
type shown struct {
	view  presence.View
	until time.Time
	end   *time.Timer
}

// New is a register in which nobody is yet.
func New(tell func(tenantID string, number uint64, here []presence.Person)) *Register {
	return &Register{tell: tell, cases: map[place]map[page]*shown{}}
}

// Look says that a page is open on a case, and answers everybody who looks at it.
func (r *Register) Look(_ context.Context, tenantID string, number uint64, v presence.View) ([]presence.Person, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := place{tenantID, number}
	r.change(at, func() { r.show(at, v) })
	return r.people(at), nil
}

// Leave says that a page is open on a case no more; one that never was changes nothing.
func (r *Register) Leave(_ context.Context, tenantID string, number uint64, userID, id string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := place{tenantID, number}
	r.change(at, func() { r.remove(at, page{userID, id}) })
	return nil
}

// Here is everybody who looks at a case.
func (r *Register) Here(_ context.Context, tenantID string, number uint64) ([]presence.Person, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.people(place{tenantID, number}), nil
}

// change tells who is on a case where a deed changed that.
func (r *Register) change(at place, deed func()) {
	before := r.people(at)
	deed()
	if after := r.people(at); !presence.Same(before, after) {
		r.tell(at.tenantID, at.number, after)
	}
}

func (r *Register) show(at place, v presence.View) {
	if r.cases[at] == nil {
		r.cases[at] = map[page]*shown{}
	}
	of := page{v.UserID, v.Page}
	until := time.Now().Add(presence.Lasts)
	if s := r.cases[at][of]; s != nil {
		s.view, s.until = v, until
		s.end.Reset(presence.Lasts)
		return
	}
	r.makeRoom(at, v.UserID)
	r.cases[at][of] = &shown{v, until, time.AfterFunc(presence.Lasts, func() { r.expire(at, of) })}
}

// makeRoom lets the oldest page of a person give way where there are too many.
func (r *Register) makeRoom(at place, userID string) {
	var oldest page
	pages := 0
	for of, s := range r.cases[at] {
		if of.userID != userID {
			continue
		}
		if pages++; pages == 1 || s.until.Before(r.cases[at][oldest].until) {
			oldest = of
		}
	}
	if pages >= maxPages {
		r.remove(at, oldest)
	}
}

// expire removes a page that has not shown itself meanwhile.
func (r *Register) expire(at place, of page) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := r.cases[at][of]; s != nil && !time.Now().Before(s.until) {
		r.change(at, func() { r.remove(at, of) })
	}
}

func (r *Register) remove(at place, of page) {
	s := r.cases[at][of]
	if s == nil {
		return
	}
	s.end.Stop()
	if delete(r.cases[at], of); len(r.cases[at]) == 0 {
		delete(r.cases, at)
	}
}

func (r *Register) people(at place) []presence.Person {
	return presence.People(r.views(at))
}

func (r *Register) views(at place) iter.Seq[presence.View] {
	return func(yield func(presence.View) bool) {
		for _, s := range r.cases[at] {
			if !yield(s.view) {
				return
			}
		}
	}
}
