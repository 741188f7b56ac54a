package httpapi

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
)

const (
	// SessionCookie is the name of the cookie that holds a session.
	SessionCookie = "caseweave_session"
	// sessionLife is a long shift; then one logs in again.
	sessionLife = 12 * time.Hour
)

// newSessions keeps sessions in store, which sees no cookie but its hash. It is
// no scs.New, because that starts a goroutine that nobody can stop.
func newSessions(store scs.Store) *scs.SessionManager {
	return &scs.SessionManager{Store: store, Lifetime: sessionLife, Codec: scs.GobCodec{}, HashTokenInStore: true}
}

func nobody(sentence string) *Problem {
	return newProblem(http.StatusUnauthorized, sentence).with("WWW-Authenticate", `Bearer realm="caseweave"`)
}

// identify says who asks: the program that presents a token, else the person
// whose session the cookie holds, and until when.
func (s *Server) identify(r *http.Request) (access.Principal, time.Time, error) {
	if header := r.Header.Get("Authorization"); header != "" {
		scheme, text, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return access.Principal{}, time.Time{}, nobody("Send a token as Authorization: Bearer cw_…")
		}
		return s.byToken(r.Context(), strings.TrimSpace(text))
	}
	ctx, err := s.session(r)
	if err != nil {
		return access.Principal{}, time.Time{}, err
	}
	u, err := s.userOf(ctx)
	return u.Principal(), s.sessions.Deadline(ctx), err
}

// session is r's context with its session, which is empty where the cookie holds none.
func (s *Server) session(r *http.Request) (context.Context, error) {
	text := ""
	if cookie, err := r.Cookie(SessionCookie); err == nil {
		text = cookie.Value
	}
	ctx, err := s.sessions.Load(r.Context(), text)
	if err != nil {
		return nil, fault.Because(err, fault.Unavailable, "The session can't be read just now.")
	}
	return ctx, nil
}

// userOf is the user of a session. A session ends when its password is replaced, and
// when the user is shut out.
func (s *Server) userOf(ctx context.Context) (access.User, error) {
	id := s.sessions.GetString(ctx, "user")
	if id == "" {
		return access.User{}, nobody("Log in, or send a token.")
	}
	u, err := s.accounts.UserByID(ctx, id)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return access.User{}, err
	}
	if err != nil || u.ShutOut || s.sessions.GetString(ctx, "password") != imprint(u) {
		return access.User{}, nobody("The session has ended; log in again.")
	}
	return u, nil
}

// begin starts a session for u and hands its cookie out. The one before ends.
func (s *Server) begin(v visit, u access.User) error {
	ctx, err := s.session(v.r)
	if err != nil {
		return err
	}
	before := s.sessions.GetString(ctx, "user")
	if err := s.sessions.RenewToken(ctx); err != nil {
		return fault.Because(err, fault.Unavailable, "The session can't be kept just now.")
	}
	s.sessions.Put(ctx, "user", u.ID)
	s.sessions.Put(ctx, "password", imprint(u))
	text, until, err := s.sessions.Commit(ctx)
	if err != nil {
		return fault.Because(err, fault.Unavailable, "The session can't be kept just now.")
	}
	s.live.Doubt(before)
	s.setCookie(v, text, until)
	return nil
}

// end forgets the session, if there is one.
func (s *Server) end(v visit) error {
	ctx, err := s.session(v.r)
	if err != nil {
		return err
	}
	if user := s.sessions.GetString(ctx, "user"); s.sessions.Token(ctx) != "" {
		if err := s.sessions.Destroy(ctx); err != nil {
			return fault.Because(err, fault.Unavailable, "The session can't be ended just now.")
		}
		s.live.Doubt(user)
	}
	s.setCookie(v, "", time.Unix(1, 0))
	return nil
}

func (s *Server) setCookie(v visit, value string, until time.Time) {
	http.SetCookie(v.w, &http.Cookie{
		Name: SessionCookie, Value: value, Path: "/", Expires: until, MaxAge: max(-1, int(time.Until(until)/time.Second)),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.encrypted(v.r),
	})
}

// imprint changes whenever the user's password does, or all sessions are ended.
func imprint(u access.User) string {
	text := u.PasswordHash
	if u.Era > 0 {
		text += " " + strconv.FormatUint(u.Era, 10)
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}
