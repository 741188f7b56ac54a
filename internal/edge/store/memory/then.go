package memory

import (
	"context"

	"caseweave/internal/core/change"
)

// Then is by what the tenant decided when its sequence stood at a number.
func (s *Store) Then(_ context.Context, tenantID string, sequence uint64) (then change.Then, err error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return then, err
	}
	var bounded uint64
	for at, p := range t.past {
		switch {
		case at > sequence:
		case p.Book != nil:
			then.RuleSet++
		case p.Settings != nil && at > bounded:
			bounded, then.Settings = at, clonePointer(p.Settings)
		}
	}
	then.Book = cloneBook(t.books[then.RuleSet].content)
	return then, nil
}
