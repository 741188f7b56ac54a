package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fold"
)

var aGroup = accountKind{"group", "group"}

func (s *Store) keepGroups(ctx context.Context, tx *transaction, groups []access.Group) error {
	for _, g := range groups {
		if err := s.keepAccount(ctx, tx, aGroup, g.ID, g.Name, uniqueAt(g), g.Version, g); err != nil {
			return err
		}
	}
	return nil
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
