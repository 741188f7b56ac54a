package app

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// tap is where a live stream runs to.
type tap struct {
	mu     sync.Mutex
	header http.Header
	text   strings.Builder
}

func (t *tap) Header() http.Header { return t.header }
func (t *tap) WriteHeader(int)     {}
func (t *tap) Flush()              {}

func (t *tap) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(b)
}

func (t *tap) read() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

// follow lets who hear what happens, until the test is over.
func (g guests) follow(who string) *tap {
	ctx, stop := context.WithCancel(context.Background())
	r := httptest.NewRequestWithContext(ctx, "GET", "/api/v1/tenants/default/live", nil)
	r.Header.Set(g.headers[who][0], g.headers[who][1])
	t := &tap{header: http.Header{}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		g.server.ServeHTTP(t, r)
	}()
	g.Cleanup(func() { stop(); <-done })
	untilTrue(g.T, func() bool { return strings.Contains(t.read(), ": following") })
	return t
}

func TestTheStreamTellsOfACaseWhomItNames(t *testing.T) {
	g, _, _ := hiding(t)
	ada, eve, program := g.follow("ada"), g.follow("eve"), g.follow("program")
	g.must("ada", "POST", "/cases/SECC0000001/comments", `{"text":"once more"}`)
	g.must("ada", "PUT", "/cases/SECC0000001/presence", `{"page":"12345678"}`)
	g.must("ada", "POST", "/cases/SECC0000002/comments", `{"text":"for all"}`)
	untilTrue(t, func() bool {
		return strings.Contains(ada.read(), "The insider affair") && strings.Contains(ada.read(), "event: presence") &&
			strings.Contains(eve.read(), "SECC0000002") && strings.Contains(program.read(), "SECC0000002")
	})
	for _, heard := range []string{eve.read(), program.read()} {
		if slices.ContainsFunc(secrets, func(s string) bool { return strings.Contains(heard, s) }) {
			t.Errorf("somebody else hears %s", heard)
		}
	}
	g.must("ada", "PATCH", "/cases/SECC0000001", `{"need_to_know":["u-eve"]}`)
	untilTrue(t, func() bool { return strings.Contains(eve.read(), "The insider affair") })
	if strings.Contains(eve.read(), "event: resync") {
		t.Error("who is named is told to read everything anew")
	}
	g.must("ada", "PATCH", "/cases/SECC0000001", `{"need_to_know":["u-ada"]}`)
	untilTrue(t, func() bool { return strings.Contains(eve.read(), "event: resync") })
}
