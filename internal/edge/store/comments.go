package store

import (
	"context"
	"database/sql"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
)

// ofComments is the condition of the index of comments, which statements repeat to use it.
const ofComments = `a.kind IN ('commented', 'comment_edited', 'comment_deleted')`

// commentList is how comments are listed: by what made them, brought up to date afterwards.
var commentList = list[activity.Activity]{
	from: "activities a", where: "a.tenant = $1 AND a.number = $2 AND " + ofComments, id: "a.entry", content: documentOf("a.canonical"),
	sorts: map[string]column{"entry": {name: "a.entry"}},
	usual: func(a *activity.Activity) bool { return a.Kind == activity.Commented },
	item:  func(r row) (activity.Activity, error) { return activityOf(r.document) },
}

const laterComments = `SELECT a.canonical FROM activities a
	WHERE a.tenant = $1 AND a.number = $2 AND a.entry > $3 AND ` + ofComments + ` ORDER BY a.entry`

// Comments are those of a case as they are now, deleted ones among them, by the
// entries that made them. The sort is "entry"; there is no filter.
func (s *Store) Comments(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64, r listing.Request) (page listing.Page[casefile.Comment], err error) {
	if err := r.Check(activity.Sorts); err != nil {
		return page, err
	}
	if r.Filter != nil {
		return page, fault.New(fault.Invalid, "Comments take no filter.")
	}
	err = s.look(ctx, "list the comments", tenantID, viewer, func(eyes *sight) error {
		if err := eyes.hasCase(number); err != nil {
			return err
		}
		made, err := commentList.page(ctx, eyes.tx, nil, r, eyes.tenant, int64(number))
		if err != nil {
			return err
		}
		page.Items, page.Next = make([]casefile.Comment, len(made.Items)), made.Next
		for i := range made.Items {
			page.Items[i] = casefile.CommentOf(&made.Items[i])
		}
		return bringUpToDate(ctx, eyes.tx, eyes.tenant, number, page.Items)
	})
	return page, err
}

// Comment is the one of a case that an order made, as it is now; fault.NotFound where it made none there.
func (s *Store) Comment(ctx context.Context, tenantID string, number, order uint64) (c casefile.Comment, err error) {
	err = s.look(ctx, "read the comment", tenantID, casefile.AllSeeing, func(eyes *sight) error {
		if err := eyes.hasCase(number); err != nil {
			return err
		}
		return ofEachComment(ctx, eyes.tx, eyes.tenant, number, 0, func(a *activity.Activity) {
			switch {
			case a.Comment == order:
				c = c.Then(a)
			case a.Kind == activity.Commented && casefile.CommentOf(a).Order == order:
				c = casefile.CommentOf(a)
			}
		})
	})
	if err == nil && (order == 0 || c.Order != order) {
		err = fault.New(fault.NotFound, "There is no such comment.")
	}
	return c, err
}

// bringUpToDate lets comments of a case be as their authors left them.
func bringUpToDate(ctx context.Context, tx *sql.Tx, tenant int64, number uint64, comments []casefile.Comment) error {
	if len(comments) == 0 {
		return nil
	}
	at, first := map[uint64]int{}, comments[0].Entry
	for i, c := range comments {
		at[c.Order], first = i, min(first, c.Entry)
	}
	return ofEachComment(ctx, tx, tenant, number, first, func(a *activity.Activity) {
		if i, ok := at[a.Comment]; ok && a.Comment != 0 {
			comments[i] = comments[i].Then(a)
		}
	})
}

// ofEachComment tells in order what was said in a case, and changed, after an entry.
func ofEachComment(ctx context.Context, tx *sql.Tx, tenant int64, number, after uint64, tell func(*activity.Activity)) error {
	rows, err := tx.QueryContext(ctx, laterComments, tenant, int64(number), int64(after))
	if err != nil {
		return err
	}
	return each(rows, func() error {
		var text sql.RawBytes
		if err := rows.Scan(&text); err != nil {
			return err
		}
		a, err := activityOf(text)
		tell(&a)
		return err
	})
}
