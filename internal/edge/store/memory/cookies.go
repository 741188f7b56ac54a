package memory

import (
	"context"
	"slices"
	"time"

	"github.com/alexedwards/scs/v2"
)

type cookie struct {
	content []byte
	expiry  time.Time
}

// cookies keeps what stands behind the cookies of people who are logged in.
type cookies struct{ store *Store }

// Cookies is what stands behind the cookies of people who are logged in.
func (s *Store) Cookies() scs.CtxStore { return cookies{s} }

// FindCtx is the content behind the cookie that has the token and has not expired.
func (s cookies) FindCtx(_ context.Context, token string) (content []byte, found bool, err error) {
	s.store.mutex.Lock()
	defer s.store.mutex.Unlock()
	kept, ok := s.store.cookies[token]
	if !ok || !kept.expiry.After(time.Now()) {
		return nil, false, nil
	}
	return slices.Clone(kept.content), true, nil
}

// CommitCtx keeps the cookie's content until it expires.
func (s cookies) CommitCtx(_ context.Context, token string, content []byte, expiry time.Time) error {
	s.store.mutex.Lock()
	defer s.store.mutex.Unlock()
	s.store.cookies[token] = cookie{slices.Clone(content), expiry}
	return nil
}

// DeleteCtx forgets the cookie; there need not be one.
func (s cookies) DeleteCtx(_ context.Context, token string) error {
	s.store.mutex.Lock()
	defer s.store.mutex.Unlock()
	delete(s.store.cookies, token)
	return nil
}

// Find is FindCtx without a context.
func (s cookies) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s cookies) Commit(token string, content []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, content, expiry)
}

// Delete is DeleteCtx without a context.
func (s cookies) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
