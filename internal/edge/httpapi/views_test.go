package httpapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/savedview"
	"caseweave/internal/edge/httpapi/credential"
)

const viewsPath = "/api/v1/tenants/default/views/cases"

// drawers keep views. Whoever never kept any has those in stock.
type drawers struct {
	all   map[string]savedview.Views
	at    map[string]uint64
	stock savedview.Views
	// before is called once before views are kept.
	before func()
}

func (d *drawers) Views(_ context.Context, tenant, user string, list savedview.List) (savedview.Views, uint64, error) {
	key := fmt.Sprint(tenant, " ", user, " ", list)
	if d.at[key] == 0 {
		return d.stock, 0, nil
	}
	return slices.Clone(d.all[key]), d.at[key], nil
}

func (d *drawers) KeepViews(_ context.Context, tenant, user string, list savedview.List, seen uint64, views savedview.Views) error {
	if d.before != nil {
		before := d.before
		d.before = nil
		before()
	}
	key := fmt.Sprint(tenant, " ", user, " ", list)
	if d.at[key] != seen {
		return fault.New(fault.Conflict, "Another came between.")
	}
	if d.all == nil {
		d.all, d.at = map[string]savedview.Views{}, map[string]uint64{}
	}
	d.all[key], d.at[key] = slices.Clone(views), seen+1
	return nil
}

// sit is the session of a person with a role.
func (w *world) sit(name string, r access.Role, reach access.Reach) *http.Cookie {
	w.t.Helper()
	return w.session(w.people.join(access.User{ID: "u-" + name, Name: name, PasswordHash: exampleHash(), Role: r, Reach: reach}))
}

// exampleHash is that of the password in the examples.
var exampleHash = sync.OnceValue(func() string {
	hash, err := credential.HashPassword(context.Background(), "correct horse battery")
	if err != nil {
		panic(err)
	}
	return hash
})

// session is one of the user's.
func (w *world) session(u access.User) *http.Cookie {
	w.t.Helper()
	answer := httptest.NewRecorder()
	if err := w.begin(visit{w: answer, r: httptest.NewRequest("POST", "/", nil)}, u); err != nil {
		w.t.Fatal(err)
	}
	return cookieOf(w.t, answer)
}

// viewer is a person who keeps views.
type viewer struct {
	*world
	cookie *http.Cookie
}

func (v viewer) ask(status int, method, path, body string) SavedView {
	v.t.Helper()
	var kept SavedView
	answer := v.with(v.cookie, method, path, body)
	if answer.Code != status {
		v.t.Fatalf("%s %s: %d %s", method, path, answer.Code, answer.Body)
	}
	if answer.Body.Len() > 0 {
		if err := json.Unmarshal(answer.Body.Bytes(), &kept); err != nil {
			v.t.Fatal(err)
		}
	}
	return kept
}

func (v viewer) names(path string) (names []string) {
	v.t.Helper()
	for _, kept := range answered[ViewList](v.t, v.with(v.cookie, "GET", path, "")).Items {
		names = append(names, kept.Name)
	}
	return names
}

func TestAPersonKeepsViewsThatNobodyElseSees(t *testing.T) {
	w := newWorld(t)
	here := access.Reach{TenantID: "default"}
	ada := viewer{w, w.sit("ada", access.ReadOnly, here)}
	bob := viewer{w, w.sit("bob", access.Admin, here)}
	kept := ada.ask(201, "POST", viewsPath, `{"name":"Mine","q":"status = 'new'","sort":"-score","columns":["title","score"]}`)
	if kept.ID == "" || kept.Version != 1 || kept.Sort != "-score" || !slices.Equal(kept.Columns, []string{"title", "score"}) || len(kept.Mistakes) != 0 {
		t.Errorf("%+v", kept)
	}
	ada.ask(201, "POST", viewsPath, `{"name":"First","place":1}`)
	if got := ada.names(viewsPath); !slices.Equal(got, []string{"First", "Mine"}) {
		t.Errorf("they stand as %v", got)
	}
	for _, elsewhere := range []string{"/api/v1/tenants/default/views/detections"} {
		if got := ada.names(elsewhere); len(got) != 0 {
			t.Errorf("%s has %v", elsewhere, got)
		}
	}
	if got := bob.names(viewsPath); len(got) != 0 {
		t.Errorf("bob sees %v", got)
	}
	w.problem(w.with(bob.cookie, "PUT", viewsPath+"/"+kept.ID, `{"name":"His"}`), 404)
	w.problem(w.with(bob.cookie, "DELETE", viewsPath+"/"+kept.ID, ""), 404)
	ada.ask(204, "DELETE", viewsPath+"/"+kept.ID+"?version=1", "")
	w.problem(w.with(ada.cookie, "DELETE", viewsPath+"/"+kept.ID, ""), 404)
}

func TestTwoWindowsLoseNoEdit(t *testing.T) {
	w := newWorld(t)
	ada := viewer{w, w.sit("ada", access.Analyst, access.Reach{TenantID: "default"})}
	one := ada.ask(201, "POST", viewsPath, `{"name":"One"}`)
	w.views.before = func() { ada.ask(201, "POST", viewsPath, `{"name":"Between"}`) }
	two := ada.ask(201, "POST", viewsPath, `{"name":"Two"}`)
	if got := ada.names(viewsPath); !slices.Equal(got, []string{"One", "Between", "Two"}) {
		t.Errorf("they stand as %v", got)
	}
	if changed := ada.ask(200, "PUT", viewsPath+"/"+one.ID, `{"name":"One!","version":1}`); changed.Version != 2 {
		t.Errorf("%+v", changed)
	}
	w.problem(w.with(ada.cookie, "PUT", viewsPath+"/"+one.ID, `{"name":"One?","version":1}`), 409)
	w.problem(w.with(ada.cookie, "DELETE", viewsPath+"/"+one.ID+"?version=1", ""), 409)
	ada.ask(200, "PUT", viewsPath+"/"+two.ID, `{"name":"Two","version":1,"place":1}`)
	if got := ada.names(viewsPath); !slices.Equal(got, []string{"Two", "One!", "Between"}) {
		t.Errorf("they stand as %v", got)
	}
}

func TestWhatIsNoViewIsRefusedWithItsPlace(t *testing.T) {
	w := newWorld(t)
	c := w.sit("ada", access.Analyst, access.Reach{TenantID: "default"})
	for body, place := range map[string]string{
		`{"name":"x","q":"severty = 1"}`:             "q",
		`{"name":"x","q":"@host = 'a'"}`:             "q",
		`{"name":"a\u202eb"}`:                        "name",
		`{"name":"x","sort":"arrival"}`:              "sort",
		`{"name":"x","columns":["title","title"]}`:   "columns",
		`{"name":"` + strings.Repeat("ä", 60) + `"}`: "name",
	} {
		if p := w.problem(w.with(c, "POST", viewsPath, body), 422); len(p.Errors) == 0 || p.Errors[0].Location != place {
			t.Errorf("%s: %+v", body, p)
		}
	}
	w.problem(w.with(c, "GET", "/api/v1/tenants/default/views/rules", ""), 422)
	viewer{w, c}.ask(201, "POST", viewsPath, `{"name":"Mine"}`)
	w.problem(w.with(c, "POST", viewsPath, `{"name":"MINE"}`), 409)
}

func TestAViewThatCantBeReadAnyMoreIsListed(t *testing.T) {
	w := newWorld(t)
	w.views.stock = savedview.Views{{ID: "old", Name: "Old", Filter: "gone = 1", Version: 3}}
	ada := viewer{w, w.sit("ada", access.Analyst, access.Reach{TenantID: "default"})}
	found := answered[ViewList](t, w.with(ada.cookie, "GET", viewsPath, "")).Items
	if len(found) != 1 || len(found[0].Mistakes) != 1 || found[0].Mistakes[0].Location != "q" {
		t.Fatalf("%+v", found)
	}
	mended := ada.ask(200, "PUT", viewsPath+"/old", `{"name":"Old","q":"score = 1","version":3}`)
	if mended.Q != "score = 1" || len(mended.Mistakes) != 0 {
		t.Errorf("%+v", mended)
	}
}

func TestATokenHasNoViews(t *testing.T) {
	w := newWorld(t)
	for _, a := range [][2]string{{"GET", ""}, {"POST", `{"name":"x"}`}} {
		if p := w.problem(w.ask("admin", a[0], viewsPath, a[1]), 403); !strings.Contains(p.Detail, "people") {
			t.Errorf("%s: %s", a[0], p.Detail)
		}
	}
}
