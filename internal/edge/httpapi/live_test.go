package httpapi

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/rule"
	"caseweave/internal/edge/httpapi/credential"
)

const livePath = "/api/v1/tenants/default/live"

// tap is a connection that a stream flows through.
type tap struct {
	mu     sync.Mutex
	header http.Header
	text   strings.Builder
	blocks chan struct{}
}

func newTap() *tap { return &tap{header: http.Header{}} }

func (t *tap) Header() http.Header { return t.header }
func (t *tap) WriteHeader(int)     {}
func (t *tap) Flush()              {}
func (t *tap) Write(b []byte) (int, error) {
	if t.blocks != nil {
		<-t.blocks
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(b)
}

// read is what flowed since the last read.
func (t *tap) read() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	defer t.text.Reset()
	return t.text.String()
}

// follow opens a stream; it ends with leave, and done says that it ended.
func (w *world) follow(who string, t *tap, headers ...string) (leave func(), done <-chan struct{}) {
	ctx, cancel := context.WithCancel(context.Background())
	r := httptest.NewRequest("GET", livePath, nil).WithContext(ctx)
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+w.token[who])
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.ServeHTTP(t, r)
	}()
	synctest.Wait()
	return cancel, ended
}

// announced is a set of the tenant default with so many detections and cases of these numbers.
func announced(sequence uint64, arrived int, numbers ...uint64) *change.Set {
	set := &change.Set{TenantID: "default", After: change.Head{Sequence: sequence}}
	for i := range arrived {
		set.Arrived = append(set.Arrived, detection.Detection{Arrival: sequence - uint64(arrived-1-i)})
	}
	for _, n := range numbers {
		set.Cases = append(set.Cases, casefile.Case{TenantID: "default", Number: n, Version: sequence})
	}
	return set
}

func ended(done <-chan struct{}) bool {
	synctest.Wait()
	select {
	case <-done:
		return true
	default:
		return false
	}
}

func TestAFollowerHearsOfWhatWasCommitted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, tap := newWorld(t), newTap()
		leave, _ := w.follow("read-only", tap)
		defer leave()
		if tap.header.Get("Content-Type") != "text/event-stream" || tap.header.Get("Cache-Control") != "no-store" {
			t.Errorf("headers %v", tap.header)
		}
		tap.read()
		w.live.Announce(announced(7, 2, 42))
		other := announced(9, 1, 43)
		other.TenantID = "other"
		w.live.Announce(other)
		synctest.Wait()
		text := tap.read()
		for _, part := range []string{"event: cases\nid: 7\ndata: {\"cases\":[{\"number\":\"SECC0000042\"", "event: detections\nid: 7\ndata: {\"accepted\":2,\"arrival\":7}\n\n"} {
			if !strings.Contains(text, part) {
				t.Errorf("%q lacks %q", text, part)
			}
		}
		if strings.Contains(text, "SECC0000043") {
			t.Error("another tenant's case is told")
		}
	})
}

func TestAFollowerHearsOfRulesSettingsAndRemovals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, tap := newWorld(t), newTap()
		leave, _ := w.follow("read-only", tap)
		defer leave()
		tap.read()
		edited := announced(8, 0)
		edited.Book, edited.After.RuleSet = &rule.Book{}, 4
		w.live.Announce(edited)
		bounds := announced(9, 0)
		bounds.Settings = &w.desk.bounds
		w.live.Announce(bounds)
		removed := announced(9, 0)
		removed.Retired = []uint64{1, 2}
		w.live.Announce(removed)
		time.Sleep(2 * calm)
		synctest.Wait()
		text := tap.read()
		for _, part := range []string{"event: detections\nid: 9\ndata: {\"accepted\":0,\"arrival\":0,\"retired\":2}\n\n", "event: rules\nid: 9\ndata: {\"version\":4}\n\n", "event: settings\nid: 9\ndata: {}\n\n"} {
			if !strings.Contains(text, part) {
				t.Errorf("%q lacks %q", text, part)
			}
		}
	})
}

func TestWhatChangesFastIsToldOnceAsItIsNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, tap := newWorld(t), newTap()
		leave, _ := w.follow("admin", tap)
		defer leave()
		w.live.Announce(announced(1, 1, 42))
		synctest.Wait()
		tap.read()
		for n := uint64(2); n <= 50; n++ {
			w.live.Announce(announced(n, 1, 42, 43))
		}
		synctest.Wait()
		if early := tap.read(); early != "" {
			t.Errorf("told within %v: %s", calm, early)
		}
		time.Sleep(calm)
		synctest.Wait()
		text := tap.read()
		if strings.Count(text, "event: cases") != 1 || strings.Count(text, `"number"`) != 2 || strings.Count(text, `"version":50`) != 2 || !strings.Contains(text, `{"accepted":49,"arrival":50}`) {
			t.Errorf("told %s", text)
		}
	})
}

func TestAFollowerThatFallsBehindIsToldToResync(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, tap := newWorld(t), newTap()
		leave, _ := w.follow("admin", tap)
		defer leave()
		tap.blocks = make(chan struct{})
		for n := range uint64(10 * maxPending) {
			w.live.Announce(announced(n+1, 1, n+1)) // never waits, though nobody reads
		}
		close(tap.blocks)
		time.Sleep(2 * calm)
		synctest.Wait()
		if text := tap.read(); !strings.Contains(text, "event: resync\n") || strings.Count(text, `"number"`) > 2*maxPending {
			t.Errorf("told %.300s", text)
		}
	})
}

func TestAFollowerThatReturnsGoesOnOrResyncs(t *testing.T) {
	for since, resync := range map[string]bool{"": false, "7": false, "6": true, "8": true, "0": true, "x": true, "-1": true} {
		synctest.Test(t, func(t *testing.T) {
			w, tap := newWorld(t), newTap()
			w.live.Announce(announced(7, 1))
			headers := []string{"Last-Event-ID", since}
			if since == "" {
				headers = nil
			}
			leave, _ := w.follow("admin", tap, headers...)
			defer leave()
			text := tap.read()
			if strings.Contains(text, "event: resync\n") != resync {
				t.Errorf("since %q: %q", since, text)
			}
			if !resync && !strings.Contains(text, "id: 7\n\n") {
				t.Errorf("since %q it is not told where it stands: %q", since, text)
			}
		})
	}
}

func TestAFollowerThatLeftBeforeAnythingHappenedMissesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, tap := newWorld(t), newTap()
		leave, _ := w.follow("admin", tap)
		leave()
		if text := tap.read(); !strings.Contains(text, "id: 0\n\n") {
			t.Errorf("told %q", text)
		}
		w.live.Announce(announced(1, 1))
		leave, _ = w.follow("admin", tap, "Last-Event-ID", "0")
		defer leave()
		if text := tap.read(); !strings.Contains(text, "event: resync\n") {
			t.Errorf("told %q", text)
		}
	})
}

func TestAFollowerOfAServerThatStartedAnewResyncs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, tap := newWorld(t), newTap()
		leave, _ := w.follow("admin", tap, "Last-Event-ID", "7")
		defer leave()
		if text := tap.read(); !strings.Contains(text, "event: resync\n") {
			t.Errorf("told %q", text)
		}
	})
}

func TestASilentStreamBeats(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, tap := newWorld(t), newTap()
		leave, done := w.follow("admin", tap)
		tap.read()
		time.Sleep(3*heartbeat + time.Second)
		if text := tap.read(); strings.Count(text, ": still here\n\n") != 3 {
			t.Errorf("in %v it told %q", 3*heartbeat, text)
		}
		leave()
		if !ended(done) || w.live.count() != 0 || len(w.live.followers) != 0 {
			t.Error("the stream outlives its follower")
		}
	})
}

func TestAStreamEndsWithItsSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, tap := newWorld(t), newTap()
		w.people.enrol(t, "ada", chosen, false)
		c := cookieOf(t, w.logIn("ada", chosen))
		_, expires := w.follow("", tap, "Cookie", c.Name+"="+c.Value)
		for range int(sessionLife/time.Hour) - 1 { // somebody is there
			time.Sleep(time.Hour)
			answered[CaseList](t, w.with(c, "GET", cases, ""))
		}
		time.Sleep(time.Hour - time.Second)
		if ended(expires) {
			t.Error("the stream ended before its session")
		}
		time.Sleep(time.Second)
		if !ended(expires) {
			t.Error("the stream outlives its session")
		}
	})
}

func TestAStreamEndsSoonAfterItsTokenIsWithdrawn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		_, revoked := w.follow("read-only", newTap())
		id, _, _ := credential.ParseToken(w.token["read-only"])
		w.people.withdraw(id)
		time.Sleep(heartbeat)
		if !ended(revoked) {
			t.Error("the stream goes on")
		}
	})
}

func TestHandingATenantOverEndsTheStreamsOfWhoLosesIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		_, loses := w.follow("acme's admin", newTap())
		leave, stays := w.follow("root", newTap())
		w.ask("root", "PATCH", "/api/v1/tenants/default", `{"partner": ""}`)
		if !ended(loses) {
			t.Error("the partner follows on")
		}
		if ended(stays) {
			t.Error("the stream of the root ended, too")
		}
		leave()
	})
}

func TestLoggingOutEndsTheStreamsOfThatSessionAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, told := newWorld(t), newTap()
		w.people.enrol(t, "ada", chosen, false)
		here, elsewhere := cookieOf(t, w.logIn("ada", chosen)), cookieOf(t, w.logIn("ada", chosen))
		_, gone := w.follow("", told, "Cookie", here.Name+"="+here.Value)
		_, stays := w.follow("", newTap(), "Cookie", elsewhere.Name+"="+elsewhere.Value)
		told.read()
		w.with(here, "POST", "/api/v1/logout", "")
		w.live.Announce(announced(1, 1, 42))
		if !ended(gone) || told.read() != "" {
			t.Error("the stream of the session that ended goes on")
		}
		if ended(stays) {
			t.Error("the stream of another session ended")
		}
		if w.live.Close(); !ended(stays) {
			t.Error("a stream outlives the server")
		}
	})
}

func TestANewPasswordEndsAllStreamsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.people.enrol(t, "ada", oneTime, false)
		here, elsewhere := cookieOf(t, w.logIn("ada", oneTime)), cookieOf(t, w.logIn("ada", oneTime))
		_, one := w.follow("", newTap(), "Cookie", here.Name+"="+here.Value)
		_, other := w.follow("", newTap(), "Cookie", elsewhere.Name+"="+elsewhere.Value)
		w.with(here, "PUT", "/api/v1/me/password", `{"current":"`+oneTime+`","new":"`+chosen+`"}`)
		if !ended(one) || !ended(other) {
			t.Error("a stream goes on")
		}
	})
}

func TestStreamsEndWhenTheServerStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		_, done := w.follow("admin", newTap())
		w.live.Close()
		w.live.Close()
		_, late := w.follow("admin", newTap())
		if !ended(done) || !ended(late) {
			t.Error("the stream goes on")
		}
	})
}

func TestStreamsAreBoundedPerPrincipal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		var leave func()
		for range maxStreams {
			leave, _ = w.follow("admin", newTap())
		}
		w.problem(w.ask("admin", "GET", livePath, ""), 429)
		_, other := w.follow("analyst", newTap())
		if ended(other) {
			t.Error("another principal is refused too")
		}
		leave()
		synctest.Wait()
		_, again := w.follow("admin", newTap())
		if ended(again) {
			t.Error("a stream that ended still counts")
		}
		w.live.Close()
	})
}

func TestAStreamPassesARealConnectionAtOnce(t *testing.T) {
	w := newWorld(t)
	w.token["root"] = w.people.mint(access.Admin, access.Reach{Root: true})
	r, _ := http.NewRequest("GET", listen(t, w)+livePath, nil)
	r.Header.Set("Authorization", "Bearer "+w.token["root"])
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	for n := uint64(1); n < 4; n++ {
		begun := time.Now()
		w.live.Announce(announced(n, 1))
		want := fmt.Sprintf(`"arrival":%d}`, n)
		var seen strings.Builder
		b := make([]byte, 4096)
		for !strings.Contains(seen.String(), want) {
			k, err := answer.Body.Read(b)
			if err != nil {
				t.Fatal(err)
			}
			seen.Write(b[:k])
		}
		if took := time.Since(begun); took > 2*time.Second {
			t.Errorf("event %d took %v", n, took)
		}
	}
}
