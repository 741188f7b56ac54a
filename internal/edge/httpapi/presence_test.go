package httpapi

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/presence"
)

const presencePath = "/api/v1/tenants/default/cases/SECC0000042/presence"

// lobby remembers who came last.
type lobby struct {
	here []presence.Person
	came presence.View
	left string
}

func (l *lobby) Look(_ context.Context, tenant string, number uint64, v presence.View) ([]presence.Person, error) {
	l.came = v
	return append(l.here, presence.Person{UserID: v.UserID, Name: v.Name, Edits: v.Edits}), nil
}

func (l *lobby) Leave(_ context.Context, _ string, _ uint64, userID, page string) error {
	l.left = userID + " " + page
	return nil
}

func (l *lobby) Here(context.Context, string, uint64) ([]presence.Person, error) {
	return l.here, nil
}

func TestAPersonWhoLooksAtACaseIsThere(t *testing.T) {
	w := newWorld(t)
	w.people.enrol(t, "ada", chosen, false)
	c := cookieOf(t, w.logIn("ada", chosen))
	told := answered[Looking](t, w.with(c, "PUT", presencePath, `{"page":"`+examplePage+`","editing":["description"]}`))
	if len(told.People) != 1 || told.People[0].Name != "ada" || told.People[0].Editing[0] != "description" || told.AgainAfter != 4 {
		t.Errorf("told %+v", told)
	}
	if w.lobby.came.Page != examplePage {
		t.Errorf("%+v came", w.lobby.came)
	}
	if a := w.with(c, "DELETE", presencePath+"?page="+examplePage, ""); a.Code != 204 || w.lobby.left != w.lobby.came.UserID+" "+examplePage {
		t.Errorf("%d %s, %q left", a.Code, a.Body, w.lobby.left)
	}
	w.problem(w.with(c, "PUT", "/api/v1/tenants/default/cases/7/presence", `{"page":"`+examplePage+`"}`), 404)
	for _, wrong := range []string{`{}`, `{"page":"short"}`, `{"page":"` + examplePage + `","editing":["salary"]}`} {
		w.problem(w.with(c, "PUT", presencePath, wrong), 422)
	}
}

func TestAProgramIsToldWhoIsThereAndIsNotThereItself(t *testing.T) {
	w := newWorld(t)
	w.lobby.here = []presence.Person{{UserID: "u1", Name: "Ada"}}
	told := answered[Looking](t, w.ask("read-only", "PUT", presencePath, `{"page":"`+examplePage+`"}`))
	w.ask("read-only", "DELETE", presencePath+"?page="+examplePage, "")
	if len(told.People) != 1 || w.lobby.came.Page != "" || w.lobby.left != "" {
		t.Errorf("told %+v, %+v came, %q left", told, w.lobby.came, w.lobby.left)
	}
}

func TestOnlyThoseOnACaseHearWhoElseIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		streams := map[string]*tap{}
		for _, name := range []string{"ada", "bob"} {
			w.people.enrol(t, name, chosen, false)
			c := cookieOf(t, w.logIn(name, chosen))
			streams[name] = newTap()
			leave, _ := w.follow("", streams[name], "Cookie", c.Name+"="+c.Value)
			defer leave()
			streams[name].read()
		}
		ada, bob := w.user("ada"), w.user("bob")
		w.live.Present("other", 42, []presence.Person{ada})
		w.live.Present("default", 42, []presence.Person{ada, bob})
		w.live.Present("default", 42, []presence.Person{ada})
		synctest.Wait()
		time.Sleep(calm)
		synctest.Wait()
		if told := streams["bob"].read(); !strings.Contains(told, `data: {"case":"SECC0000042","people":[{"id":"`+ada.UserID+`","name":"ada","editing":[]},{"id":"`+bob.UserID) {
			t.Errorf("bob heard %q", told)
		}
		told := streams["ada"].read()
		if strings.Count(told, "event: presence\n") != 1 || strings.Contains(told, "bob") {
			t.Errorf("ada heard %q, want how it is now", told)
		}
	})
}

// user is an enrolled person as one who looks.
func (w *world) user(name string) presence.Person {
	u, err := w.people.User(context.Background(), name)
	if err != nil {
		w.t.Fatal(err)
	}
	return presence.Person{UserID: u.ID, Name: u.Name}
}

func TestWhoFallsBehindStillHearsWhoIsThere(t *testing.T) {
	f := &follower{woken: make(chan struct{}, 1), news: news{cases: map[uint64]casefile.Case{}}}
	f.news.meet(42, nil)
	for n := range uint64(maxPending + 1) {
		f.take(announced(n+1, 0, n+1))
	}
	if _, kept := f.news.present[42]; !f.news.resync || !kept {
		t.Errorf("kept %+v", f.news)
	}
}
