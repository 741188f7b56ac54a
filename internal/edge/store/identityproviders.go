package store

import (
	"context"

	"caseweave/internal/core/access"
)

// IdentityProvider is the one of that id, removed ones too; fault.NotFound where there never was one.
func (s *Store) IdentityProvider(ctx context.Context, id string) (p access.IdentityProvider, err error) {
	return p, s.accountByID(ctx, anIdentityProvider, id, &p)
}

// IdentityProviders are those of all places by id, removed ones too.
func (s *Store) IdentityProviders(ctx context.Context) ([]access.IdentityProvider, error) {
	return accounts[access.IdentityProvider](ctx, s, anIdentityProvider)
}
