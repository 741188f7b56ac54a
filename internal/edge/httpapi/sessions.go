package httpapi

import (
	"context"
	"time"

	"caseweave/internal/core/access"
)

// Session is a person's stay from logging in on.
type Session struct {
	ID      string    `json:"id"`
	BegunAt time.Time `json:"begun_at"`
	SeenAt  time.Time `json:"seen_at" doc:"When somebody last did something, to the minute."`
	EndsAt  time.Time `json:"ends_at" doc:"When it ends at the latest."`
	Address string    `json:"address" doc:"Where it began from."`
	Browser string    `json:"browser" doc:"In plain words."`
	Current bool      `json:"current" doc:"Whether it is the one that asks."`
}

// SessionList are all sessions of a user.
type SessionList struct {
	Items []Session `json:"items" doc:"The last begun first."`
}

var exampleSession = Session{
	ID: "k3v9q2xw7r", BegunAt: exampleTime, SeenAt: exampleTime.Add(time.Hour), EndsAt: exampleTime.Add(sessionLife),
	Address: "192.0.2.7", Browser: "Firefox on Linux", Current: true,
}

// OneSession is the path of a session.
type OneSession struct {
	Session string `path:"session" example:"k3v9q2xw7r" maxLength:"60" doc:"The session's id."`
}

const ownSessions = "/api/v1/me/sessions"

func (s *Server) registerSessions() {
	register(s, operation{
		method: "GET", path: ownSessions, id: "own-sessions", summary: "List one's own sessions",
		needs: signedIn, gives: SessionList{Items: []Session{exampleSession}},
	}, s.ownSessions)
	registerSilent(s, operation{
		method: "DELETE", path: ownSessions + "/{session}", id: "end-session", summary: "End one of one's own sessions",
		about: "Its cookie is good for nothing from then on, wherever it is, and its live streams end.",
		needs: signedIn,
	}, s.endOwnSession)
	registerSilent(s, operation{
		method: "DELETE", path: ownSessions, id: "end-other-sessions", summary: "End all of one's own sessions but the one that asks",
		needs: signedIn,
	}, s.endOwnOthers)
}

func (s *Server) ownSessions(ctx context.Context, v visit, _ *struct{}) (SessionList, error) {
	u, err := s.person(ctx, v)
	if err != nil {
		return SessionList{}, err
	}
	list, err := s.listed(ctx, u, v.session.ID)
	return SessionList{list}, err
}

// listed are a user's sessions, without those that went untouched for too long.
func (s *Server) listed(ctx context.Context, u access.User, current string) ([]Session, error) {
	asked, err := s.accounts.SignIns(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.sessions.SessionsOf(ctx, u.ID)
	list := []Session{}
	for _, one := range all {
		if !one.Idles(asked.Idle(), time.Now()) {
			list = append(list, sessionTold(one, one.ID == current))
		}
	}
	return list, err
}

func sessionTold(one access.Session, current bool) Session {
	return Session{
		ID: one.ID, BegunAt: one.Begun, SeenAt: one.SeenAt, EndsAt: one.Until, Address: one.Address,
		Browser: browserOf(one.Agent), Current: current,
	}
}

func (s *Server) endOwnSession(ctx context.Context, v visit, in *OneSession) error {
	u, err := s.person(ctx, v)
	if err != nil {
		return err
	}
	if err := s.sessions.EndSession(ctx, u.ID, in.Session); err != nil {
		return err
	}
	s.live.Doubt(u.ID)
	return nil
}

func (s *Server) endOwnOthers(ctx context.Context, v visit, _ *struct{}) error {
	u, err := s.person(ctx, v)
	if err != nil {
		return err
	}
	return s.endOthers(ctx, u.ID, v.session.ID)
}

// endOthers ends all sessions of a user but one, and what follows them.
func (s *Server) endOthers(ctx context.Context, userID, but string) error {
	err := s.sessions.EndOtherSessions(ctx, userID, but)
	s.live.Doubt(userID)
	return err
}
