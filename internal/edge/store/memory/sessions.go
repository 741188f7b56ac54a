package memory

import (
	"context"
	"slices"
	"time"

	"github.com/alexedwards/scs/v2"
)

type session struct {
	content []byte
	expiry  time.Time
}

// sessions keeps the sessions of people who are logged in.
type sessions struct{ store *Store }

// Sessions are the sessions of people who are logged in.
func (s *Store) Sessions() scs.CtxStore { return sessions{s} }

// FindCtx is the content of the session that has the token and has not expired.
func (s sessions) FindCtx(_ context.Context, token string) (content []byte, found bool, err error) {
	s.store.mutex.Lock()
	defer s.store.mutex.Unlock()
	kept, ok := s.store.kept[token]
	if !ok || !kept.expiry.After(time.Now()) {
		return nil, false, nil
	}
	return slices.Clone(kept.content), true, nil
}

// CommitCtx keeps the session's content until it expires.
func (s sessions) CommitCtx(_ context.Context, token string, content []byte, expiry time.Time) error {
	s.store.mutex.Lock()
	defer s.store.mutex.Unlock()
	s.store.kept[token] = session{slices.Clone(content), expiry}
	return nil
}

// DeleteCtx ends the session; there need not be one.
func (s sessions) DeleteCtx(_ context.Context, token string) error {
	s.store.mutex.Lock()
	defer s.store.mutex.Unlock()
	delete(s.store.kept, token)
	return nil
}

// Find is FindCtx without a context.
func (s sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s sessions) Commit(token string, content []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, content, expiry)
}

// Delete is DeleteCtx without a context.
func (s sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
