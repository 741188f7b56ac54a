package httpapi

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"caseweave/internal/edge/httpapi/throttle"
)

// FuzzRequest sends what nobody would: any path, query, body and header must
// get an answer that is no defect.
func FuzzRequest(f *testing.F) {
	w := newWorld(f)
	for _, op := range operations(f) {
		if op.id != "follow-live" {
			u, _ := url.Parse(op.path)
			f.Add(op.method, u.Path, u.RawQuery, op.body, "")
		}
	}
	f.Add("GET", "/api/v1/tenants/default/cases", "q=%00&cursor=bnVsbA&limit=-1&sort=--", "", "W/\"\"")
	f.Add("PUT", "/api/v1/tenants/default/rules", "", `{"items":[{"group_by":[null]}]}`, "*")
	f.Fuzz(func(t *testing.T, method, path, query, body, header string) {
		if method == "" || path == "/api/v1/login" || path == livePath {
			return // the one hashes, the other never ends; both have tests of their own
		}
		r := httptest.NewRequest("POST", "/", strings.NewReader(body))
		r.Method, r.URL.Path, r.URL.RawQuery = method, path, query
		r.Header.Set("Authorization", "Bearer "+w.token["admin"])
		r.Header.Set("If-Match", header)
		r.Header.Set("Content-Type", header)
		answer := httptest.NewRecorder()
		w.ServeHTTP(answer, r)
		if answer.Code >= 500 {
			t.Errorf("%s %s?%s: %d %s\n%s", method, path, query, answer.Code, answer.Body, w.log)
		}
	})
}

// FuzzWho takes anything for a cookie, an authorization and an address: nobody is let in, and nothing breaks.
func FuzzWho(f *testing.F) {
	w := newWorld(f)
	w.behindProxy = true
	f.Add(SessionCookie+"=abc", "", "192.0.2.1")
	f.Add("", "Bearer cw_0011223344556677_00", "[2001:db8::1%eth0]:4711, unknown")
	f.Add(SessionCookie+"=\"", "bearer", "::ffff:1.2.3.4")
	f.Fuzz(func(t *testing.T, cookie, authorization, forwarded string) {
		r := httptest.NewRequest("GET", cases, nil)
		r.RemoteAddr = "127.0.0.1:5"
		r.Header.Set("Cookie", cookie)
		r.Header.Set("Authorization", authorization)
		r.Header.Set("X-Forwarded-For", forwarded)
		answer := httptest.NewRecorder()
		if w.ServeHTTP(answer, r); answer.Code != 401 {
			t.Errorf("%q %q %q: %d %s", cookie, authorization, forwarded, answer.Code, answer.Body)
		}
		throttle.Network(w.clientOf(r))
	})
}
