package httpapi

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	"caseweave/internal/core/access"
)

const (
	// wayCookie holds the way of a browser to a provider and back.
	wayCookie = "caseweave_openid"
	// wayLife is how long signing in at the provider may take.
	wayLife = 10 * time.Minute
	// wayLabel seals ways, and nothing else.
	wayLabel = "way to an identity provider"
)

// way is what the browser must bring back from a provider: nobody else knows it,
// and the browser itself can't read it.
type way struct {
	access.Question

	Provider string    `json:"provider"`
	Next     string    `json:"next"`
	Until    time.Time `json:"until"`
}

func newWay(p access.IdentityProvider, redirect, next string, now time.Time) way {
	q := access.Question{State: rand.Text(), Nonce: rand.Text(), Verifier: rand.Text() + rand.Text(), Redirect: redirect}
	return way{Question: q, Provider: p.ID, Next: next, Until: now.Add(wayLife)}
}

// keepWay gives the browser what it must bring back.
func (s *Server) keepWay(v visit, w way) {
	text, err := json.Marshal(w)
	if err != nil {
		panic("httpapi: a record of texts does not encode: " + err.Error())
	}
	s.setWay(v, base64.RawURLEncoding.EncodeToString(s.secrets.Seal(wayLabel, text)), int(wayLife/time.Second))
}

// forgetWay takes it away: it is good once.
func (s *Server) forgetWay(v visit) { s.setWay(v, "", -1) }

func (s *Server) setWay(v visit, value string, age int) {
	http.SetCookie(v.w, &http.Cookie{
		Name: wayCookie, Value: value, Path: openIDPath + "/", MaxAge: age,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.encrypted(v.r),
	})
}

// wayOf is the way that the browser went, where it is one to this provider, not too
// long ago, and its answer is to this very question.
func (s *Server) wayOf(v visit, p access.IdentityProvider) (w way, err error) {
	cookie, err := v.r.Cookie(wayCookie)
	if err != nil {
		return w, because(access.Stale, "the browser did not begin here, or too long ago")
	}
	sealed, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil {
		return w, because(access.Stale, "the browser's cookie is not one of ours")
	}
	text, err := s.secrets.Open(wayLabel, sealed)
	if err == nil {
		err = json.Unmarshal(text, &w)
	}
	if err != nil {
		return w, because(access.Stale, "the browser's cookie is not one of ours")
	}
	same := subtle.ConstantTimeCompare([]byte(v.r.URL.Query().Get("state")), []byte(w.State)) == 1
	if !same || w.Provider != p.ID || !time.Now().Before(w.Until) {
		return w, because(access.Stale, "the answer belongs to another browser, another question or another time")
	}
	return w, nil
}
