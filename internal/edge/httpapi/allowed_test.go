package httpapi

import (
	"context"
	"testing"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/listing"
)

// provided is a shelf whose case the provider manages.
type provided struct{ *shelves }

func (p provided) Case(context.Context, string, casefile.Viewer, uint64) (casefile.Case, error) {
	c := exampleOpened
	c.ManagedBy, c.Status = casefile.Provider, casefile.OnHold
	return c, nil
}

func (p provided) Activities(context.Context, string, casefile.Viewer, uint64, listing.Request) (listing.Page[activity.Activity], error) {
	changed := func(was, is string) activity.Activity {
		return activity.Activity{Fact: activity.Fact{Kind: activity.StatusChanged, Case: 42, Old: was, New: is}}
	}
	return listing.Page[activity.Activity]{Items: []activity.Activity{changed("new", "on_hold"), changed("on_hold", "resolved")}}, nil
}

func TestAnAnswerSaysWhatTheReaderMayDo(t *testing.T) {
	w := newWorld(t)
	for who, may := range map[string]bool{"admin": true, "responder": true, "acme's analyst": true, "root": true, "read-only": false} {
		c := answered[CaseDetail](t, w.ask(who, "GET", casePath, ""))
		if c.Allowed.Edit.May != may || c.Allowed.Edit.May == (c.Allowed.Edit.Why != "") {
			t.Errorf("%s: %+v", who, c.Allowed.Edit)
		}
	}
	w.cases = provided{w.shelf}
	for who, may := range map[string]bool{"admin": false, "acme's analyst": true, "root": true} {
		c := answered[CaseDetail](t, w.ask(who, "GET", casePath, ""))
		if a := c.Allowed; a.Edit.May != may || a.Comment.May != may || a.ManagedBy.May != may || a.Merge.May != may || a.Tie.May != may {
			t.Errorf("%s: %+v", who, a)
		}
		if shown := c.Status == "on_hold"; shown != may {
			t.Errorf("%s sees it %s", who, c.Status)
		}
		all := answered[ActivityList](t, w.ask(who, "GET", casePath+"/activity", "")).Items
		first, second := all[0], all[1]
		if may && (first.Old != "new" || first.New != "on_hold") || !may && (first.Old != "" || first.New != "" || second.Old != "in_progress" || second.New != "resolved") {
			t.Errorf("%s reads %+v and %+v", who, first, second)
		}
	}
}
