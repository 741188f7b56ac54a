package httpapi

import (
	"context"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
)

// UserSignIn is how a user of a place logs in.
type UserSignIn struct {
	SecondFactor *time.Time `json:"second_factor" doc:"Since when there is one; null for none."`
	LockedUntil  *time.Time `json:"locked_until" doc:"Until when no try is looked at; null where the next one is."`
	Sessions     int        `json:"sessions" doc:"How many there are."`
}

var exampleUserSignIn = UserSignIn{SecondFactor: &exampleTime, Sessions: 2}

func (s *Server) registerUserSignIn() {
	register(s, operation{
		method: "GET", path: userPath + "/sign-in", id: "read-user-sign-in", summary: "Read how a user of the place logs in",
		needs: needsAtPlace(access.ReadPeople), gives: exampleUserSignIn,
	}, s.readUserSignIn)
	registerSilent(s, operation{
		method: "DELETE", path: userPath + "/second-factor", id: "reset-second-factor", summary: "Take a user's second factor",
		about: "For who lost it. The password alone lets in then, and where the place asks for a second factor another must be added at once.",
		needs: needsAtPlace(access.WritePeople),
	}, s.resetFactor)
	registerSilent(s, operation{
		method: "DELETE", path: userPath + "/lock", id: "unlock-user", summary: "Forget a user's wrong tries",
		needs: needsAtPlace(access.WritePeople),
	}, s.unlockUser)
	registerSilent(s, operation{
		method: "DELETE", path: userPath + "/sessions", id: "end-user-sessions", summary: "End all sessions of a user",
		needs: needsAtPlace(access.WritePeople),
	}, s.endUserSessions)
}

// inHand is a user who is at home at the place, of whom the visitor may do all that the user may.
func (s *Server) inHand(ctx context.Context, v visit, id string) (access.User, error) {
	u, err := s.userAt(ctx, v.place, id)
	if err == nil && !access.MayGive(v.principal, u.Role, nil) {
		err = fault.New(fault.Denied, "Nobody gives or takes more than they may do themselves.")
	}
	return u, err
}

func (s *Server) readUserSignIn(ctx context.Context, v visit, in *UserInPlace) (UserSignIn, error) {
	u, err := s.userAt(ctx, v.place, in.User)
	if err != nil {
		return UserSignIn{}, err
	}
	all, err := s.listed(ctx, u, "")
	if err != nil {
		return UserSignIn{}, err
	}
	tries, err := s.tries.Tries(ctx, u.Name)
	told := UserSignIn{Sessions: len(all)}
	if u.Factor != nil {
		told.SecondFactor = &u.Factor.Since
	}
	now := time.Now().UTC()
	if wait := tries.Wait(access.FreeTries, now); wait > 0 {
		until := now.Add(wait).Truncate(time.Second)
		told.LockedUntil = &until
	}
	return told, err
}

func (s *Server) resetFactor(ctx context.Context, v visit, in *UserInPlace) error {
	u, err := s.inHand(ctx, v, in.User)
	if err != nil {
		return err
	}
	if v.principal.Is(u) {
		return fault.New(fault.Denied, "Your own second factor you remove in your account, with your password and a code.")
	}
	if u.Factor == nil {
		return fault.New(fault.Conflict, "%s has no second factor.", u.Name)
	}
	return s.accounts.Administer(ctx, deedOf(v).ResetFactor(u))
}

func (s *Server) unlockUser(ctx context.Context, v visit, in *UserInPlace) error {
	u, err := s.inHand(ctx, v, in.User)
	if err != nil {
		return err
	}
	if err := s.accounts.Administer(ctx, deedOf(v).Unlock(u)); err != nil {
		return err
	}
	return s.tries.KeepTries(ctx, u.Name, access.Tries{})
}

func (s *Server) endUserSessions(ctx context.Context, v visit, in *UserInPlace) error {
	u, err := s.inHand(ctx, v, in.User)
	if err != nil {
		return err
	}
	if err := s.accounts.Administer(ctx, deedOf(v).EndSessions(u)); err != nil {
		return err
	}
	return s.endOthers(ctx, u.ID, "")
}
