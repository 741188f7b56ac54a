package store

import (
	"context"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
)

var (
	anInstallation  = accountKind{"installation", "installation"}
	theInstallation = "installation"
)

// keepInstallation writes what holds for all; nothing where it is nil.
func (s *Store) keepInstallation(ctx context.Context, tx *transaction, all *access.Installation) error {
	if all == nil {
		return nil
	}
	return s.keepAccount(ctx, tx, anInstallation, theInstallation, theInstallation, nil, all.Version, all)
}

// Installation is what holds for everybody; zero where nothing was ever set.
func (s *Store) Installation(ctx context.Context) (i access.Installation, err error) {
	err = s.accountByID(ctx, anInstallation, theInstallation, &i)
	if fault.KindOf(err) == fault.NotFound {
		err = nil
	}
	return i, err
}
