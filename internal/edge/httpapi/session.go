package httpapi

import (
	"cmp"
	"context"
	"crypto/rand"
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
	// seenEvery is how exactly a session tells when somebody last did something.
	seenEvery = time.Minute
	// idleHeader is how a page says for how many seconds nobody has touched it, so that
	// what it asks by itself keeps no session alive.
	idleHeader = "Caseweave-Idle"
)

// newCookies keeps what stands behind cookies in store, which sees no cookie but its
// hash. It is no scs.New, because that starts a goroutine that nobody can stop.
func newCookies(store scs.Store) *scs.SessionManager {
	return &scs.SessionManager{Store: store, Lifetime: sessionLife, Codec: scs.GobCodec{}, HashTokenInStore: true}
}

func nobody(sentence string) *Problem {
	return newProblem(http.StatusUnauthorized, sentence).with("WWW-Authenticate", `Bearer realm="caseweave"`)
}

// identify fills in who asks: the program that presents a token, else the person
// whose session the cookie holds.
func (s *Server) identify(v *visit, quiet bool) (err error) {
	header := v.r.Header.Get("Authorization")
	if header == "" {
		return s.bySession(v, quiet)
	}
	scheme, text, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return nobody("Send a token as Authorization: Bearer cw_…")
	}
	v.principal, v.until, err = s.byToken(v.r.Context(), strings.TrimSpace(text))
	return err
}

// bySession fills in the person whose session the cookie holds. A quiet request is
// no sign that somebody is there.
func (s *Server) bySession(v *visit, quiet bool) error {
	ctx, err := s.cookie(v.r)
	if err != nil {
		return err
	}
	if s.cookies.GetString(ctx, halfwayKey) != "" {
		return secondFactorWanted()
	}
	u, err := s.userOf(ctx, s.cookies.GetString(ctx, "user"))
	if err != nil {
		return err
	}
	asked, err := s.accounts.SignIns(ctx)
	if err != nil {
		return err
	}
	if v.session, err = s.sessionOf(ctx, asked); err != nil {
		return err
	}
	v.until = v.session.Until
	if v.first, err = s.dutyOf(ctx, u, asked); err != nil {
		return err
	}
	v.principal = v.first.restrict(u.Principal())
	if quiet {
		return nil
	}
	return s.see(ctx, v)
}

// cookie is r's context with what stands behind its cookie: nothing where it has none.
func (s *Server) cookie(r *http.Request) (context.Context, error) {
	text := ""
	if cookie, err := r.Cookie(SessionCookie); err == nil {
		text = cookie.Value
	}
	ctx, err := s.cookies.Load(r.Context(), text)
	if err != nil {
		return nil, fault.Because(err, fault.Unavailable, "The session can't be read just now.")
	}
	return ctx, nil
}

// userOf is the user of a cookie. A session ends when its password is replaced, and
// when the user is shut out or the identity provider gives no role any more.
func (s *Server) userOf(ctx context.Context, id string) (access.User, error) {
	if id == "" {
		return access.User{}, nobody("Log in, or send a token.")
	}
	u, err := s.accounts.UserByID(ctx, id)
	if err != nil && !missing(err) {
		return access.User{}, err
	}
	if err != nil || u.ShutOut || u.Lapsed() || s.cookies.GetString(ctx, "password") != imprint(u) {
		return access.User{}, sessionOver()
	}
	return u, nil
}

func sessionOver() *Problem { return nobody("The session has ended; log in again.") }

// sessionOf is the session of a cookie, unless it ended or went untouched for too long.
func (s *Server) sessionOf(ctx context.Context, asked access.SignIns) (access.Session, error) {
	one, err := s.sessions.Session(ctx, s.cookies.GetString(ctx, "session"))
	if missing(err) || err == nil && one.Idles(asked.Idle(), time.Now()) {
		return one, sessionOver()
	}
	return one, err
}

// see takes note, at a pace, that somebody is there.
func (s *Server) see(ctx context.Context, v *visit) error {
	idle, _ := strconv.ParseUint(v.r.Header.Get(idleHeader), 10, 31)
	at := time.Now().UTC().Add(-time.Duration(idle) * time.Second)
	if at.Sub(v.session.SeenAt) < seenEvery {
		return nil
	}
	return s.sessions.SeeSession(ctx, v.session.ID, at)
}

// begin starts a session for u and hands its cookie out. The one before ends.
func (s *Server) begin(v visit, u access.User) error {
	ctx, err := s.renewed(v)
	if err != nil {
		return err
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	one := access.Session{
		ID: strings.ToLower(rand.Text()), UserID: u.ID, Begun: now, SeenAt: now, Until: now.Add(sessionLife),
		Address: s.clientOf(v.r).String(), Agent: plain(v.r.UserAgent()),
	}
	if err := s.sessions.BeginSession(ctx, one); err != nil {
		return err
	}
	s.cookies.Put(ctx, "user", u.ID)
	s.cookies.Put(ctx, "session", one.ID)
	return s.handOut(ctx, v, u)
}

// renewed is an empty cookie in place of the request's, whose session ends.
func (s *Server) renewed(v visit) (context.Context, error) {
	ctx, err := s.cookie(v.r)
	if err != nil {
		return nil, err
	}
	if err := s.leave(ctx); err != nil {
		return nil, err
	}
	if err = s.cookies.RenewToken(ctx); err == nil {
		err = s.cookies.Clear(ctx)
	}
	return ctx, unkept(err)
}

// unkept says why a session can't be kept; nil where it is.
func unkept(err error) error {
	if err != nil {
		err = fault.Because(err, fault.Unavailable, "The session can't be kept just now.")
	}
	return err
}

// handOut gives the cookie to the browser; it is good as long as the password is.
func (s *Server) handOut(ctx context.Context, v visit, u access.User) error {
	s.cookies.Put(ctx, "password", imprint(u))
	text, until, err := s.cookies.Commit(ctx)
	if err == nil {
		s.setCookie(v, text, until)
	}
	return unkept(err)
}

// leave ends the session of a cookie, if there is one, and what it follows.
func (s *Server) leave(ctx context.Context) error {
	user := s.cookies.GetString(ctx, "user")
	if user == "" {
		return nil
	}
	err := s.sessions.EndSession(ctx, user, s.cookies.GetString(ctx, "session"))
	if err != nil && !missing(err) {
		return err
	}
	s.live.Doubt(user)
	return nil
}

// end forgets the cookie and its session, if there is one.
func (s *Server) end(v visit) error {
	ctx, err := s.cookie(v.r)
	if err != nil {
		return err
	}
	if err := s.leave(ctx); err != nil {
		return err
	}
	if s.cookies.Token(ctx) != "" {
		if err := s.cookies.Destroy(ctx); err != nil {
			return fault.Because(err, fault.Unavailable, "The session can't be ended just now.")
		}
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

// imprint changes whenever the user's password does, access by a provider lapses, or
// all sessions are ended.
func imprint(u access.User) string {
	text := u.PasswordHash
	if u.Identity != nil {
		text = u.Identity.Imprint()
	}
	if u.Era > 0 {
		text += " " + strconv.FormatUint(u.Era, 10)
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

// plain is a text from outside as it may be kept: bounded, and without what can't be stored.
func plain(text string) string {
	const longest = 300
	text = strings.ReplaceAll(text[:min(len(text), longest)], "\x00", "")
	return cmp.Or(strings.ToValidUTF8(text, ""), "-")
}
