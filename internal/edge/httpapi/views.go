package httpapi

import (
	"context"
	"crypto/rand"
	"strings"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/savedview"
)

// NewView is a list as a person wants to keep it.
type NewView struct {
	Name    string   `json:"name" maxLength:"100" doc:"One line of at most 100 bytes, unlike those of your other views of the list in any letter case."`
	Q       string   `json:"q,omitempty" maxLength:"8192" doc:"A filter in the query language; everything where nothing is said."`
	Sort    string   `json:"sort,omitempty" maxLength:"100" doc:"As the list takes it; its usual order where nothing is said."`
	Columns []string `json:"columns,omitempty" maxItems:"50" doc:"The columns that the page shows, in order; the usual ones where nothing is said."`
	Place   int      `json:"place,omitempty" minimum:"0" maximum:"50" doc:"Where it stands among your views of the list, from 1. Without one, a new view comes last, and another stays where it is."`
}

// ViewChange is what a view becomes.
type ViewChange struct {
	NewView
	Version uint64 `json:"version,omitempty" doc:"The version that you looked at: another one now is 409. Without one, nothing is compared."`
}

// SavedView is a list as a person keeps it.
type SavedView struct {
	ID       string         `json:"id"`
	Name     string         `json:"name"`
	Q        string         `json:"q"`
	Sort     string         `json:"sort"`
	Columns  []string       `json:"columns"`
	Version  uint64         `json:"version" doc:"Counts from 1."`
	Mistakes []fault.Detail `json:"mistakes" doc:"Why the filter can't be read any more; empty where it can."`
}

// ViewList are all views that a person keeps of a list.
type ViewList struct {
	Items []SavedView `json:"items"`
}

var (
	exampleNewView = NewView{Name: "Web servers, worst first", Q: "severity >= 'high' AND tags = 'web'", Sort: "-score", Columns: []string{"number", "title", "score"}}
	exampleView    = viewOf(savedview.Cases, savedview.View{
		ID: "v5m2q7xk4rjwa", Name: exampleNewView.Name, Filter: exampleNewView.Q, Sort: exampleNewView.Sort, Columns: exampleNewView.Columns, Version: 1,
	})
)

func (s *Server) registerViews() {
	const path, about = tenantPath + "/views/{list}", "Views belong to people: a token has none, and nobody sees another's. "
	read := needs(access.ReadCases)
	register(s, operation{
		method: "GET", path: path, id: "list-views", summary: "List your views of a list",
		about: about + "They come in the order in which they are offered.",
		needs: read, gives: ViewList{Items: []SavedView{exampleView}},
	}, s.listViews)
	register(s, operation{
		method: "POST", path: path, id: "create-view", summary: "Keep a view of a list", status: 201,
		about: about + "You keep at most 50 of each list.",
		needs: read, takes: exampleNewView, gives: exampleView,
	}, s.createView)
	register(s, operation{
		method: "PUT", path: path + "/{id}", id: "replace-view", summary: "Replace a view",
		about: about + "A filter that stays as it is may be one that can't be read any more.",
		needs: read, takes: ViewChange{NewView: exampleNewView, Version: 1}, gives: exampleView,
	}, s.replaceView)
	registerSilent(s, operation{
		method: "DELETE", path: path + "/{id}", id: "delete-view", summary: "Delete a view",
		about: about + "Keeping it again with its place brings it back, under another id.",
		needs: read,
	}, s.deleteView)
}

// InViews is the path of the views of a list.
type InViews struct {
	InTenant
	List string `path:"list" enum:"cases,detections" example:"cases" doc:"The list that they are of."`
}

// InView is the path of one of them.
type InView struct {
	InViews
	ID string `path:"id" maxLength:"100" example:"v5m2q7xk4rjwa" doc:"The view's id."`
}

func (s *Server) listViews(ctx context.Context, v visit, in *InViews) (ViewList, error) {
	user, err := keeper(v)
	if err != nil {
		return ViewList{}, err
	}
	list := savedview.List(in.List)
	all, _, err := s.views.Views(ctx, v.tenant.ID, user, list)
	return ViewList{each(all, func(kept savedview.View) SavedView { return viewOf(list, kept) })}, err
}

type createViewInput struct {
	InViews
	Body NewView
}

func (s *Server) createView(ctx context.Context, v visit, in *createViewInput) (SavedView, error) {
	id := "v" + strings.ToLower(rand.Text()[:12])
	all, err := s.editViews(ctx, v, in.InViews, func(all savedview.Views) (savedview.Views, error) {
		return all.With(savedview.List(in.List), in.Body.as(id, 0), in.Body.Place-1)
	})
	return in.one(all, id, err)
}

type replaceViewInput struct {
	InView
	Body ViewChange
}

func (s *Server) replaceView(ctx context.Context, v visit, in *replaceViewInput) (SavedView, error) {
	all, err := s.editViews(ctx, v, in.InViews, func(all savedview.Views) (savedview.Views, error) {
		return all.Replaced(savedview.List(in.List), in.Body.as(in.ID, in.Body.Version), in.Body.Place-1)
	})
	return in.one(all, in.ID, err)
}

type deleteViewInput struct {
	InView
	Version uint64 `query:"version" doc:"The version that you looked at: another one now is 409. Without one, nothing is compared."`
}

func (s *Server) deleteView(ctx context.Context, v visit, in *deleteViewInput) error {
	_, err := s.editViews(ctx, v, in.InViews, func(all savedview.Views) (savedview.Views, error) {
		return all.Without(in.ID, in.Version)
	})
	return err
}

// keeper is the person who asks.
func keeper(v visit) (userID string, err error) {
	if v.principal.Token {
		return "", fault.New(fault.Denied, "Views belong to people; a token has none.")
	}
	return v.principal.ID, nil
}

// viewTries is how often an edit is tried while others come between.
const viewTries = 5

// editViews has an edit made to what the person keeps of a list, and answers what it
// became. The edit may be called again.
func (s *Server) editViews(ctx context.Context, v visit, in InViews, edit func(savedview.Views) (savedview.Views, error)) (savedview.Views, error) {
	user, err := keeper(v)
	if err != nil {
		return nil, err
	}
	list := savedview.List(in.List)
	for try := 1; ; try++ {
		all, version, err := s.views.Views(ctx, v.tenant.ID, user, list)
		if err == nil {
			all, err = edit(all)
		}
		if err != nil {
			return nil, err
		}
		err = s.views.KeepViews(ctx, v.tenant.ID, user, list, version, all)
		if err == nil || fault.KindOf(err) != fault.Conflict || try == viewTries {
			return all, err
		}
	}
}

// one answers the view of an id.
func (in InViews) one(all savedview.Views, id string, err error) (SavedView, error) {
	if err != nil {
		return SavedView{}, err
	}
	kept, _, err := all.Find(id)
	return viewOf(savedview.List(in.List), kept), err
}

// as is the view with an id, of a version that somebody looked at.
func (n NewView) as(id string, seen uint64) savedview.View {
	return savedview.View{ID: id, Name: n.Name, Filter: n.Q, Sort: n.Sort, Columns: n.Columns, Version: seen}
}

func viewOf(of savedview.List, v savedview.View) SavedView {
	return SavedView{
		ID: v.ID, Name: v.Name, Q: v.Filter, Sort: v.Sort, Columns: list(v.Columns), Version: v.Version,
		Mistakes: append([]fault.Detail{}, v.Mistakes(of)...),
	}
}
