package httpapi

import (
	"context"
	"errors"
	"net/http"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/edge/httpapi/throttle"
)

// Limits are how much the API takes of one client. Zero is no limit. How often
// passwords are tried is bounded beside, and always: see attempts.
type Limits struct {
	// Requests and Address are requests a second, of one person or token and of one
	// address; twenty seconds' worth may come at once. Sending detections is not counted.
	Requests, Address int
	// Bytes are those of detections that one person or token sends a second; who
	// sends faster is read slower.
	Bytes int64
}

const (
	// savings is how much of an allowance may be used at once.
	savings = 20 * time.Second
	// wrongKey is what a token or session that is not valid costs its address, in requests.
	wrongKey = 50
	// mostRequests and mostSends are how many requests of one person or token are answered at once.
	mostRequests, mostSends = 64, 256
)

// limiter holds clients to their limits.
type limiter struct {
	requests, address, bytes *throttle.Allowance
	under                    *throttle.Crowd
}

func newLimiter(l Limits) *limiter {
	return &limiter{
		requests: throttle.NewAllowance(int64(l.Requests), savings), address: throttle.NewAllowance(int64(l.Address), savings),
		bytes: throttle.NewAllowance(l.Bytes, time.Second), under: throttle.NewCrowd(),
	}
}

// receive admits a request of a client that is within its limits. Its end is told to done.
func (s *Server) receive(n need, r *http.Request) (v visit, done func(), err error) {
	done = func() {}
	address, cost := throttle.Network(s.clientOf(r)), 1
	if n.sends {
		cost = 0
	}
	if wait := s.limits.address.Spend(address, cost, time.Now()); wait > 0 {
		return v, done, tooMany("Too many requests come from your address; please wait a little.", wait)
	}
	v, err = s.admit(n, r)
	switch {
	case v.principal.ID != "":
		if busy := s.limits.take(v.principal, cost); busy != nil {
			return v, done, busy
		}
	case isWrongKey(err) && presents(r):
		s.limits.address.Spend(address, wrongKey, time.Now())
	}
	if err == nil && v.principal.ID != "" {
		done, err = s.limits.enter(v.principal, n)
	}
	return v, done, err
}

func (l *limiter) take(p access.Principal, cost int) error {
	if wait := l.requests.Spend(keyOf(p), cost, time.Now()); wait > 0 {
		return tooMany("You send too many requests; please wait a little.", wait)
	}
	return nil
}

func (l *limiter) enter(p access.Principal, n need) (leave func(), err error) {
	key, most := keyOf(p), mostRequests
	if n.sends {
		key, most = "send "+key, mostSends
	}
	leave, ok := l.under.Enter(key, most)
	if !ok {
		return leave, tooMany("Too many of your requests are answered just now; please wait for one of them.", time.Second)
	}
	return leave, nil
}

// slow waits until n more bytes of p may be taken.
func (l *limiter) slow(ctx context.Context, p access.Principal, n int) {
	for {
		wait := l.bytes.Spend(keyOf(p), n, time.Now())
		if wait <= 0 {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// isWrongKey says whether err refuses what was presented. The server's own trouble, and
// the second step of logging in, are none of the client's fault.
func isWrongKey(err error) bool {
	p, ok := errors.AsType[*Problem](err)
	return ok && p.Status == http.StatusUnauthorized && p.Type != SecondFactorWanted
}

// presents says whether r bears anything that could be a key.
func presents(r *http.Request) bool {
	_, err := r.Cookie(SessionCookie)
	return err == nil || r.Header.Get("Authorization") != ""
}

// keyOf tells persons from tokens: both have ids.
func keyOf(p access.Principal) string {
	if p.Token {
		return "token " + p.ID
	}
	return "user " + p.ID
}
