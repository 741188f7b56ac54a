package memory

import (
	"context"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
)

// Comments are those of a case as they are now, by the entries that made them.
func (s *Store) Comments(_ context.Context, tenantID string, viewer casefile.Viewer, number uint64, r listing.Request) (p listing.Page[casefile.Comment], err error) {
	if err := r.Check(activity.Sorts); err != nil {
		return p, err
	}
	if r.Filter != nil {
		return p, fault.New(fault.Invalid, "Comments take no filter.")
	}
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err == nil {
		err = t.has(viewer, number)
	}
	if err != nil {
		return p, err
	}
	all := t.comments(func(a *activity.Activity) bool { return a.Case == number })
	return page(all, r, func(*casefile.Comment) bool { return true },
		func(c *casefile.Comment) listing.Cursor { return listing.Cursor{ID: c.Entry} }), nil
}

// Comment is the one of a case that an order made, as it is now; fault.NotFound where it made none there.
func (s *Store) Comment(_ context.Context, tenantID string, number, order uint64) (casefile.Comment, error) {
	t, unlock, err := s.of(tenantID)
	defer unlock()
	if err == nil {
		err = t.has(casefile.AllSeeing, number)
	}
	if err != nil {
		return casefile.Comment{}, err
	}
	for _, c := range t.comments(func(a *activity.Activity) bool { return a.Case == number }) {
		if c.Order == order && order != 0 {
			return c, nil
		}
	}
	return casefile.Comment{}, fault.New(fault.NotFound, "There is no such comment.")
}

// comments are those that some of the history tells of.
func (t *tenant) comments(wanted func(*activity.Activity) bool) (all []casefile.Comment) {
	at := map[uint64]int{}
	for _, a := range t.activities {
		if !wanted(&a) {
			continue
		}
		if i, known := at[a.Comment]; known && a.Comment != 0 {
			all[i] = all[i].Then(&a)
		}
		if a.Kind == activity.Commented {
			all = append(all, casefile.CommentOf(&a))
			at[all[len(all)-1].Order] = len(all) - 1
		}
	}
	return all
}

// ofComment says whether an activity makes or changes a comment.
func ofComment(a activity.Activity) bool {
	return a.Kind == activity.Commented || a.Comment != 0
}
