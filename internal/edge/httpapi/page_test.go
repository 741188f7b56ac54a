package httpapi

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

var builtPage = fstest.MapFS{
	"index.html":         {Data: []byte("<!doctype html><title>the page</title>")},
	"assets/main-abc.js": {Data: []byte("var x = 1;" + strings.Repeat(" ", 5000))},
	"assets/inter.woff2": {Data: []byte("font")},
	"favicon.svg":        {Data: []byte("<svg/>")},
	".gitignore":         {Data: []byte("*")},
}

func visitPage(path string, headers ...string) *httptest.ResponseRecorder {
	f := newSite(builtPage).at(path)
	answer := httptest.NewRecorder()
	if f == nil {
		answer.Code = 404
		return answer
	}
	r := httptest.NewRequest("GET", "/", nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	f.serve(answer, r)
	return answer
}

func TestThePageDrawsItsOwnAddresses(t *testing.T) {
	for _, path := range []string{"/", "/login", "/welcome", "/t/default/cases", "/all/cases", "/all/detections", "/t/default/cases/SECC0000042/overview", "/index.html", "/t/x.y/z"} {
		a := visitPage(path)
		if !strings.Contains(a.Body.String(), "the page") || a.Header().Get("Cache-Control") != "no-cache" || !strings.HasPrefix(a.Header().Get("Content-Type"), "text/html") {
			t.Errorf("%s: %d %v", path, a.Code, a.Header())
		}
	}
	for _, path := range []string{"/nothing", "/assets/gone.js", "/assets", "/assets/", "/.gitignore", "/../../etc/passwd", "/assets/../../page.go", "/t", "/%00"} {
		if a := visitPage(path); a.Code != 404 {
			t.Errorf("%s: %d %s", path, a.Code, a.Body)
		}
	}
}

func TestAssetsStayForAYearAndTravelPacked(t *testing.T) {
	a := visitPage("/assets/main-abc.js", "Accept-Encoding", "br, gzip")
	if a.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" || a.Header().Get("Content-Encoding") != "gzip" || a.Header().Get("Vary") == "" {
		t.Errorf("%v", a.Header())
	}
	z, err := gzip.NewReader(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := io.ReadAll(z); string(text) != string(builtPage["assets/main-abc.js"].Data) {
		t.Errorf("unpacked to %.20q", text)
	}
	again := visitPage("/assets/main-abc.js", "Accept-Encoding", "gzip", "If-None-Match", a.Header().Get("ETag"))
	if again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("asked again: %d", again.Code)
	}
	if font := visitPage("/assets/inter.woff2", "Accept-Encoding", "gzip"); font.Header().Get("Content-Type") != "font/woff2" || font.Header().Get("Content-Encoding") != "" {
		t.Errorf("a font: %v", font.Header())
	}
}

func TestHeadAnswersLikeGetWithoutABody(t *testing.T) {
	w := newWorld(t)
	server := listen(t, w)
	for _, path := range []string{"/", "/healthz", "/openapi.json", cases, livePath, rulesPath} {
		r, _ := http.NewRequest("HEAD", server+path, nil)
		r.Header.Set("Authorization", "Bearer "+w.token["admin"])
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(a.Body)
		a.Body.Close()
		if a.StatusCode != 200 || len(text) > 0 {
			t.Errorf("%s: %d %q", path, a.StatusCode, text)
		}
	}
}

func TestHealthIsForWhoWatches(t *testing.T) {
	w := newWorld(t)
	w.shelf.fails = errors.New("gone")
	if a := w.ask("", "GET", "/healthz", ""); a.Code != 200 || a.Body.String() != "ok\n" {
		t.Errorf("%d %s", a.Code, a.Body)
	}
	if p := w.problem(w.ask("", "GET", "/readyz", ""), 503); strings.Contains(p.Detail, "gone") {
		t.Errorf("%+v", p)
	}
	w.shelf.fails = nil
	if a := w.ask("", "GET", "/readyz", ""); a.Code != 200 {
		t.Errorf("%d %s", a.Code, a.Body)
	}
}

func TestMetricsStayOnTheMachine(t *testing.T) {
	w := newWorld(t)
	metrics := func(remote string, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", "/metrics", nil)
		r.RemoteAddr = remote
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		a := httptest.NewRecorder()
		w.ServeHTTP(a, r)
		return a
	}
	w.ask("ingest", "POST", detections+"?source=ocsf", "a\nbad\n")
	a := metrics("127.0.0.1:1")
	for _, part := range []string{`caseweave_records_total{outcome="accepted"} 1`, `caseweave_records_total{outcome="rejected"} 1`, `route="POST /api/v1/tenants/{tenant}/detections",status="200"`, "caseweave_live_streams 0", "go_goroutines"} {
		if !strings.Contains(a.Body.String(), part) {
			t.Errorf("metrics lack %s", part)
		}
	}
	if strings.Contains(a.Body.String(), "default") {
		t.Error("a metric names a tenant")
	}
	if metrics("[::1]:1").Code != 200 || metrics("192.0.2.1:1").Code != 403 || metrics("127.0.0.1:1", "X-Forwarded-For", "192.0.2.1").Code != 403 {
		t.Error("metrics are shown to the wrong machines")
	}
	w.metricsOpen = true
	if metrics("192.0.2.1:1").Code != 200 {
		t.Error("open metrics are closed")
	}
}

func TestTheDescriptionIsServed(t *testing.T) {
	w := newWorld(t)
	if a := w.ask("", "GET", "/openapi.json", ""); a.Body.String() != string(Spec()) || a.Header().Get("Content-Type") != "application/json" {
		t.Errorf("%d %v", a.Code, a.Header())
	}
}

func TestTheCatalogueIsWholeAndCached(t *testing.T) {
	w := newWorld(t)
	answer := w.ask("read-only", "GET", "/api/v1/attack", "")
	a := answered[Attack](t, answer)
	if len(a.Tactics) != 15 || len(a.Techniques) < 600 || a.Notice == "" || answer.Header().Get("Cache-Control") != "private, max-age=86400" {
		t.Errorf("%d tactics, %d techniques, %v", len(a.Tactics), len(a.Techniques), answer.Header())
	}
	for _, technique := range a.Techniques {
		if technique.URL == "" || technique.Name == "" {
			t.Errorf("%+v", technique)
		}
	}
}
