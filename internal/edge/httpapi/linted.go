package httpapi

import (
	"context"
	"slices"
	"sync"
	"time"

	"caseweave/internal/core/rule"
)

const (
	// lintedAtOnce is how many rules are linted while people wait, and lintPatience
	// how long they wait for lint of more.
	lintedAtOnce = 500
	lintPatience = 300 * time.Millisecond
)

// lints keep what lint found in the stored rule set of each tenant or partner.
// They are safe for concurrent use.
type lints struct {
	mu  sync.Mutex
	all map[string]*linted
	// told hears that there is something new about a version.
	told func(key string, version uint64)
}

// linted is what lint found in one version, at some time.
type linted struct {
	known   bool
	version uint64
	found   []Finding
	at      time.Time
	// ended is closed when the run that is under way ends; nil where there is none.
	ended chan struct{}
}

func newLints(told func(key string, version uint64)) *lints {
	return &lints{all: map[string]*linted{}, told: told}
}

// have is what lint last found in a version, and whether it ever looked. Where
// it did not, or a while ago, a run begins unless one is under way.
func (l *lints) have(key string, version uint64, lint func() []Finding) (found []Finding, known bool, ended <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	one := l.all[key]
	if one == nil {
		one = &linted{}
		l.all[key] = one
	}
	known = one.known && one.version == version
	if one.ended == nil && (!known || time.Since(one.at) >= lintedFor) {
		one.ended = make(chan struct{})
		go l.run(key, one, version, lint)
	}
	if !known {
		return []Finding{}, false, one.ended
	}
	return one.found, true, one.ended
}

// forget lets lint look anew at what key holds: other books that it compares with changed.
func (l *lints) forget(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.all, key)
}

func (l *lints) run(key string, one *linted, version uint64, lint func() []Finding) {
	found := lint()
	l.mu.Lock()
	news := !one.known || one.version != version || !slices.Equal(one.found, found)
	one.known, one.version, one.found, one.at = true, version, found, time.Now()
	close(one.ended)
	one.ended = nil
	l.mu.Unlock()
	if news {
		l.told(key, version)
	}
}

// within is what lint finds in a version, and whether it is known before ctx ends.
func (l *lints) within(ctx context.Context, key string, version uint64, lint func() []Finding) ([]Finding, bool) {
	for {
		found, known, ended := l.have(key, version, lint)
		if known {
			return found, true
		}
		select {
		case <-ended:
		case <-ctx.Done():
			return found, false
		}
	}
}

// lintStored is lint of the whole book as it is stored in a version. Of a large
// one that lint has not seen yet it is pending; an event tells when it is there.
func (s *Server) lintStored(v visit, book rule.Book, version uint64) (found []Finding, pending bool) {
	ctx := v.r.Context()
	if len(book.Rules) > lintedAtOnce {
		bounded, enough := context.WithTimeout(ctx, lintPatience)
		defer enough()
		ctx = bounded
	}
	found, known := s.lintWithin(ctx, v, book, version)
	return found, !known
}

// lintWithin is lint of a stored book, and whether it is known before ctx ends.
func (s *Server) lintWithin(ctx context.Context, v visit, book rule.Book, version uint64) ([]Finding, bool) {
	key := v.tenant.ID
	if key == "" {
		key = rule.PartnerPrefix + v.partner.ID
	}
	beside := v
	beside.r = v.r.WithContext(context.WithoutCancel(v.r.Context()))
	return s.lints.within(ctx, key, version, func() []Finding { return s.lint(beside, book) })
}

// lintDraft is lint of a book that is not stored; of a large one it is none.
func (s *Server) lintDraft(v visit, book rule.Book) []Finding {
	if len(book.Rules) > lintedAtOnce {
		return []Finding{}
	}
	return s.lint(v, book)
}
