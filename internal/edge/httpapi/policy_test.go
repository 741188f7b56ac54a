package httpapi

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func TestEveryAnswerCarriesItsGuards(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/", "/login", "/mark.svg", "/nothing", "/api/v1/me", "/api/nothing", "/openapi.json", "/healthz", "/metrics"} {
		h := w.ask("", "GET", path, "").Header()
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin", "Permissions-Policy": features, "Strict-Transport-Security": "",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s: %s", path, name, h.Get(name))
			}
		}
		if csp := h.Get("Content-Security-Policy"); path != "/" && path != "/login" && csp != sealed {
			t.Errorf("%s: %s", path, csp)
		}
		if strings.HasPrefix(path, "/api") && h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be cached: %v", path, h)
		}
	}
}

func TestThePageLoadsNothingButWhatItsPolicyNames(t *testing.T) {
	policy := pagePolicy("abc")
	for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self' 'nonce-abc'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "require-trusted-types-for 'script'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy lacks %s", part)
		}
	}
	for _, hole := range []string{"unsafe", "*", "http", "blob:", "allow-duplicates"} {
		if strings.Contains(policy, hole) {
			t.Errorf("the policy allows %s", hole)
		}
	}
}

func TestEachCopyOfThePageHasItsOwnNonce(t *testing.T) {
	f := newFile("index.html", []byte(`<meta name="style-nonce" nonce="`+nonceMark+`" />`))
	seen := map[string]bool{}
	for range 3 {
		a := httptest.NewRecorder()
		f.serve(a, httptest.NewRequest("GET", "/", nil))
		named := regexp.MustCompile(`nonce="([A-Z2-7]{26})"`).FindStringSubmatch(a.Body.String())
		if named == nil || a.Header().Get("Content-Security-Policy") != pagePolicy(named[1]) || seen[named[1]] {
			t.Fatalf("%s has the policy %s", a.Body, a.Header().Get("Content-Security-Policy"))
		}
		if seen[named[1]] = true; a.Header().Get("ETag") != "" {
			t.Error("a copy with another nonce could be taken for this one")
		}
	}
}

func TestWhoSpeaksTLSIsToldToStayWithIt(t *testing.T) {
	w := newWorld(t)
	over := func(state *tls.ConnectionState) string {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.TLS = state
		a := httptest.NewRecorder()
		w.ServeHTTP(a, r)
		return a.Header().Get("Strict-Transport-Security")
	}
	if over(nil) != "" || over(&tls.ConnectionState{}) != onlyTLS {
		t.Errorf("in the clear %q, over TLS %q", over(nil), over(&tls.ConnectionState{}))
	}
	if w.behindProxy = true; over(nil) != onlyTLS {
		t.Error("behind a proxy that speaks TLS it is not told")
	}
}
