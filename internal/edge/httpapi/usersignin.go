package httpapi

import (
	"context"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
)

func (s *Server) registerUserSignIn() {
	register(s, operation{
		method: "GET", path: userPath + "/sessions", id: "user-sessions", summary: "List the sessions of a user of the place",
		needs: needsAtPlace(access.ReadPeople), gives: SessionList{Items: []Session{exampleSession}},
	}, s.userSessions)
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

func (s *Server) userSessions(ctx context.Context, v visit, in *UserInPlace) (SessionList, error) {
	u, err := s.userAt(ctx, v.place, in.User)
	if err != nil {
		return SessionList{}, err
	}
	list, err := s.listed(ctx, u, v.session.ID)
	return SessionList{list}, err
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
