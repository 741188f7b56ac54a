package httpapi

import (
	"context"
	"slices"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
)

// Activity is one fact of a history.
type Activity struct {
	Entry     uint64           `json:"entry" doc:"Counts the tenant's activities from 1, without a gap."`
	At        time.Time        `json:"at"`
	Actor     Actor            `json:"actor"`
	Kind      activityKind     `json:"kind"`
	Case      string           `json:"case,omitempty" doc:"Missing where it happened to the tenant itself."`
	Detection *ActivitySubject `json:"detection,omitempty"`
	Rule      *ActivityRule    `json:"rule,omitempty"`
	Old       string           `json:"old,omitempty"`
	New       string           `json:"new,omitempty"`
	Note      string           `json:"note,omitempty"`
	Comment   uint64           `json:"comment,omitempty" doc:"The id of the comment that was made, edited or deleted; missing for a rule's."`
	Order     uint64           `json:"order,omitempty" doc:"Of a merge, a split or a move: names it, for undoing it."`
}

// Actor is who did it.
type Actor struct {
	Kind actorKind `json:"kind"`
	ID   string    `json:"id,omitempty"`
	Name string    `json:"name"`
}

// ActivitySubject names the detection as it was then.
type ActivitySubject struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// ActivityRule names the rule that decided, as it was then.
type ActivityRule struct {
	ID         string `json:"id"`
	Title      string `json:"title"`
	SetVersion uint64 `json:"set_version"`
}

// ActivityList is a page of a history.
type ActivityList struct {
	Items      []Activity `json:"items"`
	NextCursor string     `json:"next_cursor,omitempty" doc:"Continues the list; missing on its last page."`
}

func (p telling) activityOf(a activity.Activity) Activity {
	a = p.veil.Activity(a)
	told := Activity{
		Entry: a.Entry, At: a.At.UTC(), Actor: actorTold(a.Actor),
		Kind: activityKind(a.Kind), Detection: (*ActivitySubject)(a.Detection), Rule: (*ActivityRule)(a.Rule),
		Old: a.Old, New: a.New, Note: a.Note,
	}
	if a.Case != 0 {
		told.Case = p.number(a.Case)
	}
	if told.Comment = a.Comment; a.Kind == activity.Commented {
		told.Comment = casefile.CommentOf(&a).Order
	}
	if slices.Contains(undoable, a.Kind) && a.Note != activity.TakenBack {
		told.Order = a.Sequence
	}
	if slices.Contains(activity.OfTwoCases, a.Kind) {
		told.Old, told.New = p.numberIn(a.Old), p.numberIn(a.New)
	}
	if a.Kind == activity.StatusChanged && p.theirs {
		told.Old, told.New = p.shown(a.Old), p.shown(a.New)
		if told.Old == told.New { // it only is so for the provider
			told.Old, told.New = "", ""
		}
	}
	return told
}

// shown is the status of a case that the provider manages as its customer sees it.
func (p telling) shown(status string) string {
	return string(p.reader.Shown(&casefile.Case{ManagedBy: casefile.Provider}, casefile.Status(status)))
}

func actorTold(a activity.Actor) Actor {
	return Actor{Kind: actorKind(a.Kind), ID: a.ID, Name: a.Name}
}

// undoable are the kinds that tell of an order which is undone as a whole.
var undoable = []activity.Kind{
	activity.CaseMerged, activity.CaseMergedAway, activity.CaseSplit, activity.DetectionMovedIn, activity.DetectionMovedOut,
}

type listCaseActivityInput struct {
	InCase
	ListQuery
	Sort string `query:"sort" enum:"entry,-entry" default:"-entry" doc:"The oldest or, with a minus sign, the newest first."`
}

func (s *Server) listCaseActivity(ctx context.Context, v visit, in *listCaseActivityInput) (ActivityList, error) {
	number, err := in.number()
	if err != nil {
		return ActivityList{}, err
	}
	request, err := searched(v, in.ListQuery, in.Sort, activity.Fields)
	if err != nil {
		return ActivityList{}, err
	}
	p, err := s.tellingOf(ctx, v, number)
	if err != nil {
		return ActivityList{}, err
	}
	request.Filter = p.veil.Activities(request.Filter)
	page, err := s.cases.Activities(ctx, v.tenant.ID, v.viewer(), number, request)
	return ActivityList{Items: each(page.Items, p.activityOf), NextCursor: next(v, in.Q, page.Next)}, err
}
