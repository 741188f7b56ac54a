package httpapi

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"caseweave/internal/core/fault"
)

// serveHealth answers those who watch the server; they need no account.
func (s *Server) serveHealth() {
	s.mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, "ok\n") })
	s.mux.HandleFunc("GET /readyz", s.ready)
	metrics := promhttp.HandlerFor(s.meter.registry, promhttp.HandlerOpts{})
	s.mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		if !s.metricsOpen && !fromHere(r) {
			newProblem(http.StatusForbidden, "Metrics are shown on the server's own machine only, unless it runs with --metrics-open.").write(w)
			return
		}
		metrics.ServeHTTP(w, r)
	})
}

// ready says whether the ledger answers and takes writes, or why not.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := s.ledger.Ping(ctx); err != nil {
		s.log.WarnContext(ctx, "the ledger does not answer", "error", err)
		sentence := "The ledger does not answer."
		var known *fault.Error
		if errors.As(err, &known) && known.Kind == fault.Unavailable {
			sentence = sentenceOf(known.Message)
		}
		unavailable(sentence).write(w)
		return
	}
	say(w, "ready\n")
}

func say(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = io.WriteString(w, text)
}

// fromHere says whether a request comes from this machine, and for nobody else.
func fromHere(r *http.Request) bool {
	for name := range r.Header {
		if name == "Forwarded" || strings.HasPrefix(name, "X-Forwarded-") {
			return false
		}
	}
	return addressIn(r.RemoteAddr).IsLoopback()
}

// serveSpec answers the description, and problems below /api where nothing is.
func (s *Server) serveSpec() {
	text := sync.OnceValue(s.spec)
	s.mux.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-cache")
		_, _ = w.Write(text())
	})
	s.mux.HandleFunc("/api/", s.astray)
}

// astray answers a path or method that the API doesn't have.
func (s *Server) astray(w http.ResponseWriter, r *http.Request) {
	if allowed := s.allowed(r); len(allowed) > 0 {
		newProblem(http.StatusMethodNotAllowed, "This path takes "+strings.Join(allowed, ", ")+".").
			with("Allow", strings.Join(allowed, ", ")).write(w)
		return
	}
	nothingHere().write(w)
}

// allowed are the methods that r's path has.
func (s *Server) allowed(r *http.Request) []string {
	var methods []string
	for _, m := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} {
		asked := r.Clone(r.Context())
		asked.Method = m
		if _, pattern := s.mux.Handler(asked); pattern != "" && strings.HasPrefix(pattern, strings.Replace(m, "HEAD", "GET", 1)+" ") {
			methods = append(methods, m)
		}
	}
	return methods
}
