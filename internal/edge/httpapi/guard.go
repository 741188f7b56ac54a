package httpapi

import (
	"net/http"
	"runtime/debug"
	"time"
)

// guarded wraps next in what holds for every request.
func (s *Server) guarded(next http.Handler) http.Handler {
	crossOrigin := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &answer{ResponseWriter: w}
		begun := time.Now()
		defer func() { s.meter.answered(r, seen.status, time.Since(begun)) }()
		defer s.rescue(seen, r)
		s.setHeaders(w.Header(), r)
		setDeadlines(w, r)
		// A page of another origin can send this browser's cookie, but no header of its own.
		if r.Header.Get("Authorization") == "" && crossOrigin.Check(r) != nil {
			newProblem(http.StatusForbidden, "This request comes from a page of another site.").write(seen)
			return
		}
		next.ServeHTTP(seen, r)
	})
}

func setDeadlines(w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	_ = control.SetWriteDeadline(time.Now().Add(writeTimeout)) // not every connection has deadlines
	if r.ContentLength != 0 {
		_ = control.SetReadDeadline(time.Now().Add(bodyTimeout))
	}
}

// clientClosed is what answers are counted under whose client left before their end.
const clientClosed = 499

// brokenOff is what a handler panics with that can't finish a file: the connection
// breaks off, so that nobody takes it for whole.
type brokenOff struct {
	file string
	err  error
}

// rescue answers for a handler that panicked.
func (s *Server) rescue(w *answer, r *http.Request) {
	cause := recover()
	if cause == nil {
		return
	}
	if cause == http.ErrAbortHandler {
		panic(cause)
	}
	if b, ok := cause.(brokenOff); ok {
		w.status = clientClosed
		if r.Context().Err() == nil {
			w.status = http.StatusInternalServerError
			s.log.Error("a file broke off", "file", b.file, "error", b.err)
		}
		panic(http.ErrAbortHandler)
	}
	p := defect(r.Context(), s.log, cause, "method", r.Method, "path", r.URL.Path, "stack", string(debug.Stack()))
	if w.status == 0 {
		p.write(w)
	}
}

// answer remembers the status that was written.
type answer struct {
	http.ResponseWriter
	status int
}

// WriteHeader remembers the first final status.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= http.StatusOK {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController through.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
