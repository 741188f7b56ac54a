package memory

import (
	"cmp"
	"context"
	"slices"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/fold"
)

// Session is the session of that id; fault.NotFound where it ended, or never was.
func (s *Store) Session(_ context.Context, id string) (access.Session, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	one, ok := s.sessions[id]
	if !ok || !one.Until.After(time.Now()) {
		return access.Session{}, fault.New(fault.NotFound, "There is no such session.")
	}
	return one, nil
}

// SessionsOf are a user's, the last begun first.
func (s *Store) SessionsOf(_ context.Context, userID string) (all []access.Session, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, one := range s.sessions {
		if one.UserID == userID && one.Until.After(time.Now()) {
			all = append(all, one)
		}
	}
	slices.SortFunc(all, func(a, b access.Session) int { return cmp.Or(b.Begun.Compare(a.Begun), cmp.Compare(a.ID, b.ID)) })
	return all, nil
}

// BeginSession adds a session.
func (s *Store) BeginSession(_ context.Context, one access.Session) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.sessions[one.ID] = one
	return nil
}

// SeeSession takes note that the person did something; one that ended stays ended.
func (s *Store) SeeSession(_ context.Context, id string, at time.Time) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if one, ok := s.sessions[id]; ok && one.SeenAt.Before(at) {
		one.SeenAt = at
		s.sessions[id] = one
	}
	return nil
}

// EndSession ends a user's session; fault.NotFound where the user has none of that id.
func (s *Store) EndSession(_ context.Context, userID, id string) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if one, ok := s.sessions[id]; !ok || one.UserID != userID {
		return fault.New(fault.NotFound, "There is no such session.")
	}
	delete(s.sessions, id)
	return nil
}

// EndOtherSessions ends all sessions of a user but one; empty is none.
func (s *Store) EndOtherSessions(_ context.Context, userID, but string) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for id, one := range s.sessions {
		if one.UserID == userID && id != but {
			delete(s.sessions, id)
		}
	}
	return nil
}

// Tries are the wrong ones of a name, whether there is such a user or not.
func (s *Store) Tries(_ context.Context, name string) (access.Tries, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.tries[fold.String(name)], nil
}

// KeepTries makes t the wrong tries of a name; none are forgotten.
func (s *Store) KeepTries(_ context.Context, name string, t access.Tries) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.tries, fold.String(name))
	if t.Count > 0 {
		s.tries[fold.String(name)] = t
	}
	return nil
}

// SpendCode takes note that a user's code of a step was used; false where it, or a
// later one, was used before.
func (s *Store) SpendCode(_ context.Context, userID string, step int64) (fresh bool, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if last, ok := s.spent[userID]; ok && last >= step {
		return false, nil
	}
	s.spent[userID] = step
	return true, nil
}
