package httpapi

import (
	"context"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
)

// SignIn is what a place asks of its people.
type SignIn struct {
	SecondFactor bool   `json:"second_factor" doc:"Whether who logs in with a password must have a second factor: the place's people, and those of places beneath."`
	IdleMinutes  int    `json:"idle_minutes,omitempty" doc:"After how many minutes an untouched session ends; said at the root, for everybody. 5 to 720."`
	Inherited    bool   `json:"inherited,omitempty" readOnly:"true" doc:"Whether a place above asks for a second factor already."`
	Version      uint64 `json:"version" doc:"The one that was read; 0 where the place never said anything."`
}

var exampleSignIn = SignIn{SecondFactor: true}

func (s *Server) registerSignIn() {
	register(s, operation{
		method: "GET", path: placePath + "/sign-in", id: "read-sign-in", summary: "Read what a place asks of its people when they log in",
		needs: needsAtPlace(access.ReadSettings), gives: exampleSignIn,
	}, s.readSignIn)
	register(s, operation{
		method: "PUT", path: placePath + "/sign-in", id: "change-sign-in", summary: "Change what a place asks of its people when they log in",
		about: "Who has no second factor where one is asked for must add one before anything else, from their next request on.",
		needs: needsAtPlace(access.WriteSettings), takes: exampleSignIn, gives: exampleSignIn,
	}, s.changeSignIn)
}

func (s *Server) readSignIn(ctx context.Context, v visit, _ *InPlace) (SignIn, error) {
	asked, err := s.accounts.SignIns(ctx)
	return signInTold(v, asked), err
}

func signInTold(v visit, asked access.SignIns) SignIn {
	here := asked.At(v.place)
	told := SignIn{SecondFactor: here.SecondFactor, Version: here.Version}
	if v.place.Root {
		told.IdleMinutes = int(asked.Idle().Minutes())
		return told
	}
	told.Inherited = asked.SecondFactorAsked(access.Reach{}, v.tenant.PartnerID)
	return told
}

type changeSignInInput struct {
	InPlace
	Body SignIn
}

func (s *Server) changeSignIn(ctx context.Context, v visit, in *changeSignInInput) (SignIn, error) {
	asked, err := s.accounts.SignIns(ctx)
	if err != nil {
		return SignIn{}, err
	}
	before := asked.At(v.place)
	if before.Version != in.Body.Version {
		return SignIn{}, fault.New(fault.Conflict, "Somebody else changed this since you looked; read it again.")
	}
	after := access.SignIn{Place: v.place, SecondFactor: in.Body.SecondFactor, IdleMinutes: in.Body.IdleMinutes}
	if err := after.Check(); err != nil {
		return SignIn{}, located(err, "body.idle_minutes")
	}
	if err := s.accounts.Administer(ctx, deedOf(v).SetSignIn(before, after)); err != nil {
		return SignIn{}, err
	}
	return s.readSignIn(ctx, v, nil)
}
