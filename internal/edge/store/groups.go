package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/fold"
)

var (
	aGroup          = accountKind{"group", "group"}
	anInstallation  = accountKind{"installation", "installation"}
	theInstallation = "installation"
)

// keepGroups writes groups, and what holds for all where that is not nil.
func (s *Store) keepGroups(ctx context.Context, tx *transaction, groups []access.Group, all *access.Installation) error {
	for _, g := range groups {
		if err := s.keepAccount(ctx, tx, aGroup, g.ID, g.Name, uniqueAt(g), g.Version, g); err != nil {
			return err
		}
	}
	if all == nil {
		return nil
	}
	return s.keepAccount(ctx, tx, anInstallation, theInstallation, theInstallation, nil, all.Version, all)
}

// uniqueAt is the name that no other group of the place has; a dissolved one gives it free.
func uniqueAt(g access.Group) []byte {
	if g.Dissolved {
		return nil
	}
	return folded(g.Place.String() + " " + g.Name)
}

// Groups are all groups of tenants by name, but those that were dissolved.
func (s *Store) Groups(ctx context.Context) ([]access.Group, error) {
	all, err := accounts[access.Group](ctx, s, aGroup)
	all = slices.DeleteFunc(all, func(g access.Group) bool { return g.Dissolved })
	slices.SortFunc(all, func(a, b access.Group) int {
		return cmp.Or(strings.Compare(fold.String(a.Name), fold.String(b.Name)), strings.Compare(a.ID, b.ID))
	})
	return all, err
}

// Installation is what holds for everybody; zero where nothing was ever set.
func (s *Store) Installation(ctx context.Context) (i access.Installation, err error) {
	err = s.accountByID(ctx, anInstallation, theInstallation, &i)
	if fault.KindOf(err) == fault.NotFound {
		err = nil
	}
	return i, err
}
