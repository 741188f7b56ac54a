package httpapi

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fold"
)

// A known browser is one in which somebody came in by a password before. Their wrong
// tries in it count apart from those of the name elsewhere, so that whoever keeps
// trying a name does not keep its bearer from coming in where they always do. This is
// OWASP's device cookie, in its form without a list on the server.
const (
	knownCookie = "caseweave_known"
	knownLife   = 365 * 24 * time.Hour
	// knownLabel seals what known browsers hold, and nothing else.
	knownLabel = "known browser"
)

// know lets the browser be a known one of the user's from now on.
func (s *Server) know(v visit, u access.User) {
	sealed := s.secrets.Seal(knownLabel, []byte(u.ID+" "+rand.Text()))
	http.SetCookie(v.w, &http.Cookie{
		Name: knownCookie, Value: base64.RawURLEncoding.EncodeToString(sealed), Path: "/api/v1/", MaxAge: int(knownLife / time.Second),
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: s.encrypted(v.r),
	})
}

// countedAs is what tries of the name count under: the name or, as long as there are
// free ones, what its bearer's known browser holds.
func (s *Server) countedAs(ctx context.Context, v visit, name string) (string, error) {
	cookie, err := v.r.Cookie(knownCookie)
	if err != nil {
		return name, nil
	}
	sealed, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil {
		return name, nil
	}
	held, err := s.secrets.Open(knownLabel, sealed)
	if err != nil {
		return name, nil
	}
	id, _, _ := strings.Cut(string(held), " ")
	u, err := s.accounts.UserByID(ctx, id)
	if missing(err) || err == nil && fold.String(u.Name) != fold.String(name) {
		return name, nil
	}
	if err != nil {
		return name, err
	}
	tries, err := s.tries.Tries(ctx, string(held))
	if tries.Count >= access.FreeTries && !tries.Rested(time.Now()) {
		return name, err
	}
	return string(held), err
}
