package httpapi

import (
	"context"
	"hash/maphash"
	"sync"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/fold"
	"caseweave/internal/edge/httpapi/throttle"
)

// guesses slow down who tries passwords and codes: by name, which the store
// remembers, and by address, which only this process does.
type guesses struct {
	addresses *throttle.Addresses
	// names let one try of a name be looked at after the other, so that many at once
	// are no more than one by one.
	names [64]sync.Mutex
	seed  maphash.Seed
}

func newGuesses() *guesses {
	return &guesses{addresses: throttle.NewAddresses(), seed: maphash.MakeSeed()}
}

func (g *guesses) name(name string) *sync.Mutex {
	return &g.names[maphash.String(g.seed, fold.String(name))%uint64(len(g.names))]
}

// attempt looks at what somebody claims to know, unless too many tries of the name
// or from the address were wrong. A wait is how long the next one is not looked at;
// whether there is such a user makes no difference to it.
func (s *Server) attempt(ctx context.Context, v visit, name string, right func() (bool, error)) (ok bool, wait time.Duration, err error) {
	ctx = context.WithoutCancel(ctx) // who hangs up has tried nevertheless
	one := s.guesses.name(name)
	one.Lock()
	defer one.Unlock()
	counted, err := s.countedAs(ctx, v, name)
	if err != nil {
		return false, 0, err
	}
	now, address := time.Now().UTC().Truncate(time.Microsecond), throttle.Network(s.clientOf(v.r))
	tries, err := s.tries.Tries(ctx, counted)
	if err != nil {
		return false, 0, err
	}
	if wait := tries.Wait(access.FreeTries, now); wait > 0 {
		return false, wait, nil
	}
	if wait := s.guesses.addresses.Take(address, now); wait > 0 {
		return false, wait, nil
	}
	if ok, err = right(); err != nil {
		return false, 0, err
	}
	if ok {
		s.guesses.addresses.Forgive(address)
		return true, 0, nil
	}
	tries = tries.Wrong(now)
	if err := s.tries.KeepTries(ctx, counted, tries); err != nil {
		return false, 0, err
	}
	if counted != name {
		return false, 0, nil
	}
	return false, tries.Wait(access.FreeTries, now), s.tellLock(ctx, name, tries)
}

// tellLock writes down that a user's name must wait from now on.
func (s *Server) tellLock(ctx context.Context, name string, tries access.Tries) error {
	if tries.Count != access.FreeTries {
		return nil
	}
	u, err := s.accounts.User(ctx, name)
	if missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.accounts.Administer(ctx, admin.Deed{By: activity.Itself, At: tries.Last}.Lock(u))
}

// forget forgets the wrong tries of who turned out to be the one.
func (s *Server) forget(ctx context.Context, v visit, name string) error {
	counted, err := s.countedAs(ctx, v, name)
	if err != nil {
		return err
	}
	tries, err := s.tries.Tries(ctx, counted)
	if err != nil || tries.Count == 0 {
		return err
	}
	return s.tries.KeepTries(ctx, counted, access.Tries{})
}
