package httpapi

import (
	"fmt"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"caseweave/internal/core/fault"
	"caseweave/internal/edge/httpapi/credential"
)

// from sends a request of who from an address.
func (w *world) from(address, who, method, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	r.RemoteAddr = address + ":4711"
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+w.token[who])
	}
	answer := httptest.NewRecorder()
	w.ServeHTTP(answer, r)
	return answer
}

func TestATokenThatAsksTooOftenWaitsAndNobodyElseDoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.limits = newLimiter(Limits{Requests: 2})
		for i := range 41 { // twenty seconds' worth, and the one that is begun
			if a := w.from("192.0.2.1", "analyst", "GET", cases); a.Code != 200 {
				t.Fatalf("request %d: %d", i, a.Code)
			}
		}
		refused := w.from("192.0.2.2", "analyst", "GET", cases)
		if w.problem(refused, 429); refused.Header().Get("Retry-After") != "1" {
			t.Errorf("Retry-After: %s", refused.Header().Get("Retry-After"))
		}
		if a := w.from("192.0.2.1", "responder", "GET", cases); a.Code != 200 {
			t.Errorf("another token: %d", a.Code)
		}
		if a := w.ask("analyst", "POST", detections+"?source=ocsf", "a"); a.Code != 429 {
			t.Errorf("sending costs nothing, but who is over its limit does not send: %d", a.Code)
		}
		time.Sleep(time.Second)
		if a := w.from("192.0.2.1", "analyst", "GET", cases); a.Code != 200 {
			t.Errorf("a second later: %d", a.Code)
		}
	})
}

func TestAnAddressThatAsksTooOftenWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.limits = newLimiter(Limits{Address: 1})
		for i := range 21 {
			if a := w.from("192.0.2.1", "", "GET", cases); a.Code != 401 {
				t.Fatalf("request %d: %d", i, a.Code)
			}
		}
		w.problem(w.from("192.0.2.1", "analyst", "GET", cases), 429)
		w.problem(w.from("192.0.2.1", "", "POST", "/api/v1/login"), 429)
		if a := w.from("192.0.2.2", "analyst", "GET", cases); a.Code != 200 {
			t.Errorf("another address: %d", a.Code)
		}
		if a := w.from("192.0.2.1", "", "GET", "/healthz"); a.Code != 200 {
			t.Errorf("who watches the server: %d", a.Code)
		}
	})
}

func TestAKeyThatIsNotValidIsDear(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.limits = newLimiter(Limits{Address: 10})
		w.token["wrong"] = "cw_0011223344556677_" + credential.NewSecret()
		tries := 0
		for tries < 50 && w.from("192.0.2.1", "wrong", "POST", detections+"?source=ocsf").Code == 401 {
			tries++
		}
		if tries != 5 { // four use twenty seconds' worth up, one overdraws
			t.Errorf("%d tries of a token before the address has to wait", tries)
		}
		w.limits, w.people.broken = newLimiter(Limits{Address: 10}), fault.New(fault.Unavailable, "The store is away.")
		for range 20 {
			w.problem(w.from("192.0.2.1", "analyst", "POST", detections+"?source=ocsf"), 503) // no fault of the client's
		}
		w.people.broken = nil
		w.limits = newLimiter(Limits{Address: 10})
		r := httptest.NewRequest("GET", cases, nil)
		for i := range 5 {
			r.Header.Set("Cookie", SessionCookie+"="+fmt.Sprint(i))
			w.ServeHTTP(httptest.NewRecorder(), r)
		}
		a := httptest.NewRecorder()
		if w.ServeHTTP(a, r); a.Code != 429 {
			t.Errorf("after five sessions that are none: %d", a.Code)
		}
	})
}

func TestSendingIsNotCountedButRunsBesideFewOthers(t *testing.T) {
	w := newWorld(t)
	w.limits = newLimiter(Limits{Requests: 1, Address: 1})
	for i := range 100 {
		if a := w.ask("ingest", "POST", detections+"?source=ocsf", "a"); a.Code != 200 {
			t.Fatalf("body %d: %d %s", i, a.Code, a.Body)
		}
	}
	token, err := w.people.Token(t.Context(), w.token["ingest"][3:19])
	if err != nil {
		t.Fatal(err)
	}
	p := token.Principal()
	var leave func()
	for range mostSends {
		if leave, err = w.limits.enter(p, need{sends: true}); err != nil {
			t.Fatal(err)
		}
	}
	w.problem(w.ask("ingest", "POST", detections+"?source=ocsf", "a"), 429)
	if a := w.ask("ingest", "GET", "/api/v1/me", ""); a.Code != 200 {
		t.Errorf("beside its bodies: %d", a.Code)
	}
	leave()
	if a := w.ask("ingest", "POST", detections+"?source=ocsf", "a"); a.Code != 200 {
		t.Errorf("once one has ended: %d", a.Code)
	}
}

func TestWhoSendsFasterThanAllowedIsReadSlower(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.limits = newLimiter(Limits{Bytes: 1000})
		begun := time.Now()
		body := io.MultiReader(strings.NewReader(strings.Repeat("a\n", 1000)), strings.NewReader("b\n"), strings.NewReader("c\n"))
		r := httptest.NewRequest("POST", detections+"?source=ocsf", io.MultiReader(body))
		r.Header.Set("Authorization", "Bearer "+w.token["ingest"])
		a := httptest.NewRecorder()
		if w.ServeHTTP(a, r); a.Code != 200 {
			t.Fatalf("%d %s", a.Code, a.Body)
		}
		if took := time.Since(begun); took < time.Second || took > 2*time.Second {
			t.Errorf("2,004 bytes at 1,000 a second, one second's worth of them at once, took %v", took)
		}
	})
}

func TestWithoutLimitsNobodyWaits(t *testing.T) {
	w := newWorld(t)
	for range 200 {
		if a := w.ask("analyst", "GET", cases, ""); a.Code != 200 {
			t.Fatalf("%d", a.Code)
		}
	}
}
