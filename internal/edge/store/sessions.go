package store

import (
	"context"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
)

const sessions = `SELECT id, user_id, begun_at, seen_at, until_at, address, agent FROM sessions `

// Session is the session of that id; fault.NotFound where it ended, or never was.
func (s *Store) Session(ctx context.Context, id string) (access.Session, error) {
	one, err := scanSession(s.one(ctx, id, sessions+"WHERE id = $1"))
	if err == nil && !one.Until.After(time.Now()) {
		err = fault.New(fault.NotFound, "The session has ended.")
	}
	return one, s.refusal("read the session", missing(err, "There is no such session."))
}

// SessionsOf are a user's, the last begun first.
func (s *Store) SessionsOf(ctx context.Context, userID string) ([]access.Session, error) {
	if !storable(userID) {
		return nil, nil
	}
	rows, err := s.reader.QueryContext(ctx, sessions+"WHERE user_id = $1 AND until_at > $2 ORDER BY begun_at DESC, id", userID, time.Now().UnixMicro())
	if err != nil {
		return nil, s.refusal("list the sessions", err)
	}
	var all []access.Session
	err = each(rows, func() error {
		one, err := scanSession(rows)
		all = append(all, one)
		return err
	})
	return all, s.refusal("list the sessions", err)
}

func scanSession(row scanner) (one access.Session, err error) {
	var begun, seen, until int64
	err = row.Scan(&one.ID, &one.UserID, &begun, &seen, &until, &one.Address, &one.Agent)
	one.Begun, one.SeenAt, one.Until = moment(begun), moment(seen), moment(until)
	return one, err
}

const beginSession = `INSERT INTO sessions (id, user_id, begun_at, seen_at, until_at, address, agent) VALUES ($1, $2, $3, $4, $5, $6, $7)`

// BeginSession adds a session; those that are over go.
func (s *Store) BeginSession(ctx context.Context, one access.Session) error {
	if !storable(one.ID, one.UserID, one.Address, one.Agent) {
		return fault.New(fault.Invalid, "The session has characters that can't be stored.")
	}
	return s.write(ctx, "begin the session", func(tx *transaction) error {
		if _, err := tx.run(ctx, `DELETE FROM sessions WHERE until_at <= $1`, time.Now().UnixMicro()); err != nil {
			return err
		}
		_, err := tx.run(ctx, beginSession, one.ID, one.UserID, one.Begun.UnixMicro(), one.SeenAt.UnixMicro(), one.Until.UnixMicro(), one.Address, one.Agent)
		return err
	})
}

// SeeSession takes note that the person did something; one that ended stays ended.
func (s *Store) SeeSession(ctx context.Context, id string, at time.Time) error {
	return s.write(ctx, "see the session", func(tx *transaction) error {
		_, err := tx.run(ctx, `UPDATE sessions SET seen_at = $2 WHERE id = $1 AND seen_at < $2`, id, at.UnixMicro())
		return err
	})
}

// EndSession ends a user's session; fault.NotFound where the user has none of that id.
func (s *Store) EndSession(ctx context.Context, userID, id string) error {
	if !storable(userID, id) {
		return fault.New(fault.NotFound, "There is no such session.")
	}
	return s.write(ctx, "end the session", func(tx *transaction) error {
		ended, err := tx.run(ctx, `DELETE FROM sessions WHERE user_id = $1 AND id = $2`, userID, id)
		if err == nil && ended == 0 {
			err = fault.New(fault.NotFound, "There is no such session.")
		}
		return err
	})
}

// EndOtherSessions ends all sessions of a user but one; empty is none.
func (s *Store) EndOtherSessions(ctx context.Context, userID, but string) error {
	return s.write(ctx, "end the sessions", func(tx *transaction) error {
		_, err := tx.run(ctx, `DELETE FROM sessions WHERE user_id = $1 AND id <> $2`, userID, but)
		return err
	})
}
