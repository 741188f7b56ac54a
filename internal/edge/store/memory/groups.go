package memory

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/fold"
)

// refusesGroups says what of the groups, and of what holds for all, can't be.
func (s *Store) refusesGroups(groups []access.Group, all *access.Installation) error {
	for _, g := range groups {
		for _, other := range s.groups {
			if other.ID != g.ID && !other.Dissolved && !g.Dissolved && other.Place == g.Place && fold.String(other.Name) == fold.String(g.Name) {
				return fault.New(fault.Conflict, "The group %q is there already.", g.Name)
			}
		}
		if err := follows("group", g.Name, s.groups[g.ID].Version, g.Version); err != nil {
			return err
		}
	}
	if all == nil {
		return nil
	}
	return follows("installation", "installation", s.installation.Version, all.Version)
}

func (s *Store) group(groups []access.Group, all *access.Installation) {
	for _, g := range groups {
		s.groups[g.ID] = copied(g)
	}
	if all != nil {
		s.installation = *all
	}
}

// Groups are all groups of tenants by name, but those that were dissolved.
func (s *Store) Groups(context.Context) (all []access.Group, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, g := range s.groups {
		if !g.Dissolved {
			all = append(all, copied(g))
		}
	}
	slices.SortFunc(all, func(a, b access.Group) int {
		return cmp.Or(strings.Compare(fold.String(a.Name), fold.String(b.Name)), strings.Compare(a.ID, b.ID))
	})
	return all, nil
}

// Installation is what holds for everybody; zero where nothing was ever set.
func (s *Store) Installation(context.Context) (access.Installation, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.installation, nil
}
