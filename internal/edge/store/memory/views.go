package memory

import (
	"context"
	"slices"

	"caseweave/internal/core/fault"
	"caseweave/internal/core/savedview"
)

// holder is whose views of which list they are.
type holder struct {
	user string
	list savedview.List
}

// drawer is all views of one holder.
type drawer struct {
	version uint64
	views   savedview.Views
}

// Views are those that a person keeps of a list, with the version of all of them
// together; none and 0 where they never kept any.
func (s *Store) Views(_ context.Context, tenantID, userID string, list savedview.List) (savedview.Views, uint64, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return nil, 0, err
	}
	kept := t.views[holder{userID, list}]
	return cloneViews(kept.views), kept.version, nil
}

// KeepViews makes views those that a person keeps of a list, as version seen+1;
// fault.Conflict where seen is not the version that they are at.
func (s *Store) KeepViews(_ context.Context, tenantID, userID string, list savedview.List, seen uint64, views savedview.Views) error {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err != nil {
		return err
	}
	h := holder{userID, list}
	if t.views[h].version != seen {
		return fault.New(fault.Conflict, "The views have changed since you looked.")
	}
	t.views[h] = drawer{seen + 1, cloneViews(views)}
	return nil
}

func cloneViews(views savedview.Views) savedview.Views {
	views = slices.Clone(views)
	for i := range views {
		views[i].Columns = slices.Clone(views[i].Columns)
	}
	return views
}
