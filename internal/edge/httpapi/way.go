package httpapi

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"caseweave/internal/core/access"
)

const (
	// wayCookie holds the way of a browser to a provider and back.
	wayCookie = "caseweave_openid"
	// wayLife is how long signing in at the provider may take, and wayKept how long who
	// took longer is still led to where they wanted.
	wayLife, wayKept = 10 * time.Minute, time.Hour
	// wayLabel seals ways, and nothing else.
	wayLabel = "way to an identity provider"
)

// way is what the browser must bring back from a provider: nobody else knows it,
// and the browser itself can't read it.
type way struct {
	access.Question
	wish

	Provider string    `json:"provider"`
	Until    time.Time `json:"until"`
}

// wish is what somebody comes with who wants to sign in.
type wish struct {
	// At is the place whose providers the login page lists, too; empty for none.
	At string `json:"at"`
	// Next is the path of the page to go on to.
	Next string `json:"next"`
}

// wishOf reads a wish from the outside.
func wishOf(query url.Values) wish {
	w := wish{At: query.Get("at"), Next: localPath(query.Get("next"))}
	if _, err := access.ParseReach(w.At); err != nil {
		w.At = ""
	}
	return w
}

func newWay(p access.IdentityProvider, redirect string, wanted wish, now time.Time) way {
	q := access.Question{State: rand.Text(), Nonce: rand.Text(), Verifier: rand.Text() + rand.Text(), Redirect: redirect}
	return way{Question: q, wish: wanted, Provider: p.ID, Until: now.Add(wayLife)}
}

// keepWay gives the browser what it must bring back.
func (s *Server) keepWay(v visit, w way) {
	text, err := json.Marshal(w)
	if err != nil {
		panic("httpapi: a record of texts does not encode: " + err.Error())
	}
	s.setWay(v, base64.RawURLEncoding.EncodeToString(s.secrets.Seal(wayLabel, text)), int(wayKept/time.Second))
}

// forgetWay takes it away: it is good once.
func (s *Server) forgetWay(v visit) { s.setWay(v, "", -1) }

func (s *Server) setWay(v visit, value string, age int) {
	http.SetCookie(v.w, &http.Cookie{
		Name: wayCookie, Value: value, Path: openIDPath + "/", MaxAge: age,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.encrypted(v.r),
	})
}

// wayOf is the way that the browser went.
func (s *Server) wayOf(v visit) (w way, err error) {
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
	return w, nil
}

// leadsTo refuses a way to another provider, one that took too long, and the answer to another question.
func (w way) leadsTo(p access.IdentityProvider, state string, now time.Time) error {
	same := subtle.ConstantTimeCompare([]byte(state), []byte(w.State)) == 1
	if !same || w.Provider != p.ID || !now.Before(w.Until) {
		return because(access.Stale, "the answer belongs to another browser, another question or another time")
	}
	return nil
}
