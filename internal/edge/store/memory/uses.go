package memory

import (
	"context"
	"maps"
	"time"
)

// UseToken remembers that a token was used then, where that is later than known.
func (s *Store) UseToken(_ context.Context, id string, at time.Time) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if at = at.UTC().Truncate(time.Microsecond); at.After(s.uses[id]) {
		s.uses[id] = at
	}
	return nil
}

// TokenUses are when tokens were used last, by id; those that never were are not among them.
func (s *Store) TokenUses(context.Context) (map[string]time.Time, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return maps.Clone(s.uses), nil
}
