package presence

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"caseweave/internal/core/presence"
)

// hall is a register with what it told.
type hall struct {
	t *testing.T
	*Register
	told []string
}

func opened(t *testing.T) *hall {
	h := &hall{t: t}
	h.Register = New(func(tenant string, number uint64, here []presence.Person) {
		text := fmt.Sprint(tenant, number)
		for _, p := range here {
			text += fmt.Sprint(" ", p.Name, p.Edits)
		}
		h.told = append(h.told, text)
	})
	return h
}

func (h *hall) look(tenant string, number uint64, name, page string, edits ...presence.Field) []presence.Person {
	here, err := h.Look(h.t.Context(), tenant, number, presence.View{UserID: name, Name: name, Page: page, Edits: edits})
	if err != nil {
		h.t.Fatal(err)
	}
	return here
}

// heard is what was told since it was asked last.
func (h *hall) heard(want ...string) {
	h.t.Helper()
	synctest.Wait()
	if fmt.Sprint(h.told) != fmt.Sprint(want) {
		h.t.Errorf("told %q, want %q", h.told, want)
	}
	h.told = nil
}

func TestWhoComesAndGoesIsToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := opened(t)
		h.look("acme", 1, "Ada", "a")
		h.look("acme", 1, "Ada", "b")
		h.look("acme", 1, "Ada", "a")
		if here := h.look("acme", 1, "Bob", "a"); len(here) != 2 {
			t.Errorf("%v are here", here)
		}
		h.heard("acme1 Ada[]", "acme1 Ada[] Bob[]")
		h.look("acme", 1, "Ada", "b", presence.Title)
		h.Leave(t.Context(), "acme", 1, "Ada", "b")
		h.heard("acme1 Ada[title] Bob[]", "acme1 Ada[] Bob[]")
		h.Leave(t.Context(), "acme", 1, "Ada", "a")
		h.Leave(t.Context(), "acme", 1, "Ada", "a")
		h.Leave(t.Context(), "acme", 1, "nobody", "a")
		h.heard("acme1 Bob[]")
		h.Leave(t.Context(), "acme", 1, "Bob", "a")
		h.heard("acme1")
		if len(h.cases) != 0 {
			t.Errorf("%d cases are remembered", len(h.cases))
		}
	})
}

func TestWhoShowsNoSignOfLifeIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := opened(t)
		h.look("acme", 1, "Ada", "a")
		h.look("acme", 1, "Bob", "a")
		h.heard("acme1 Ada[]", "acme1 Ada[] Bob[]")
		for range 10 {
			time.Sleep(presence.Beat)
			h.look("acme", 1, "Bob", "a")
		}
		h.heard("acme1 Bob[]")
		time.Sleep(presence.Lasts - time.Millisecond)
		h.heard()
		time.Sleep(time.Millisecond)
		h.heard("acme1")
	})
}

func TestCasesOfTenantsAreApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := opened(t)
		h.look("acme", 1, "Ada", "a")
		if here := h.look("other", 1, "Bob", "a"); len(here) != 1 {
			t.Errorf("%v are here", here)
		}
		if here := h.look("acme", 2, "Ada", "a"); len(here) != 1 {
			t.Errorf("%v are here", here)
		}
		if here, _ := h.Here(t.Context(), "acme", 1); len(here) != 1 || here[0].Name != "Ada" {
			t.Errorf("%v are here", here)
		}
		h.heard("acme1 Ada[]", "other1 Bob[]", "acme2 Ada[]")
	})
}

func TestTheOldestPageGivesWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := opened(t)
		h.look("acme", 1, "Ada", "first", presence.Title)
		for i := range maxPages {
			time.Sleep(time.Millisecond)
			h.look("acme", 1, "Ada", fmt.Sprint(i))
		}
		if n := len(h.cases[place{"acme", 1}]); n != maxPages {
			t.Errorf("%d pages are remembered", n)
		}
		h.heard("acme1 Ada[title]", "acme1 Ada[]")
	})
}
