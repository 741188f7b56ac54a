package memory

import (
	"context"
	"maps"
	"slices"

	"caseweave/internal/core/access"
)

// IdentityProvider is the one of that id, removed ones too; fault.NotFound where there never was one.
func (s *Store) IdentityProvider(_ context.Context, id string) (access.IdentityProvider, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return one(s.identityProviders, id, "identity provider")
}

// IdentityProviders are those of all places by id, removed ones too.
func (s *Store) IdentityProviders(context.Context) (all []access.IdentityProvider, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, id := range slices.Sorted(maps.Keys(s.identityProviders)) {
		all = append(all, copied(s.identityProviders[id]))
	}
	return all, nil
}
