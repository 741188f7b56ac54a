package httpapi

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
	"caseweave/internal/edge/httpapi/credential"
)

const (
	// SecondFactorWanted is the type of the problem that a right password answers where
	// a second factor is wanted, and everything else until a code is given.
	SecondFactorWanted = "urn:caseweave:second-factor-wanted"
	// halfwayKey is where a cookie holds who gave the password and no code yet.
	halfwayKey = "halfway"
	// halfwayLife is how long a code may take.
	halfwayLife = 5 * time.Minute
)

// Code is what an authenticator app shows, or a recovery code.
type Code struct {
	Code string `json:"code" maxLength:"100"`
}

func secondFactorWanted() *Problem {
	p := newProblem(http.StatusUnauthorized, "Type the code of your authenticator app, or a recovery code.")
	p.Type = SecondFactorWanted
	return p
}

// beginHalfway hands out a cookie that is good for giving a code, and says so.
func (s *Server) beginHalfway(v visit, u access.User) error {
	ctx, err := s.renewed(v)
	if err != nil {
		return err
	}
	s.cookies.Put(ctx, halfwayKey, u.ID)
	s.cookies.SetDeadline(ctx, time.Now().Add(halfwayLife).UTC())
	if err := s.handOut(ctx, v, u); err != nil {
		return err
	}
	return secondFactorWanted()
}

type codeInput struct{ Body Code }

// giveCode is the second step of logging in.
func (s *Server) giveCode(ctx context.Context, v visit, in *codeInput) (Me, error) {
	behind, err := s.cookie(v.r)
	if err != nil {
		return Me{}, err
	}
	u, err := s.userOf(behind, s.cookies.GetString(behind, halfwayKey))
	if err != nil {
		return Me{}, err
	}
	err = s.proven(ctx, v, u, "body.code", func() (bool, error) { return s.holds(ctx, v, u, in.Body.Code) })
	if err != nil {
		return Me{}, err
	}
	return s.enterAs(ctx, v, u)
}

// holds says whether the code is one of the user's, which is used up by it.
func (s *Server) holds(ctx context.Context, v visit, u access.User, code string) (bool, error) {
	if u.Factor == nil {
		return false, sessionOver()
	}
	plain, recovery := credential.Typed(code)
	if recovery {
		return s.useRecovery(ctx, v, u, plain)
	}
	secret, err := s.secrets.Open(factorLabel(u.ID), u.Factor.Secret)
	if err != nil {
		return false, fault.Because(err, fault.Internal, "A second factor can't be read with this key file.")
	}
	step, ok := credential.StepOf(string(secret), plain, time.Now())
	if !ok {
		return false, nil
	}
	return s.tries.SpendCode(ctx, u.ID, step)
}

func (s *Server) useRecovery(ctx context.Context, v visit, u access.User, code string) (bool, error) {
	left, ok := u.Factor.Without(credential.RecoveryHash(code))
	if !ok {
		return false, nil
	}
	v.principal = u.Principal()
	return true, s.accounts.Administer(ctx, deedOf(v).UseRecovery(u, left))
}

// factorLabel names what a secret is for and whose it is.
func factorLabel(userID string) string { return "second factor of user " + userID }

// proven is nil where somebody proves what they claim; then their wrong tries are
// forgotten. location is what is at fault where they don't.
func (s *Server) proven(ctx context.Context, v visit, u access.User, location string, right func() (bool, error)) error {
	return s.provenAt(ctx, v, u, &location, right)
}

// provenAt is proven where right finds out what is at fault.
func (s *Server) provenAt(ctx context.Context, v visit, u access.User, location *string, right func() (bool, error)) error {
	ok, wait, err := s.attempt(ctx, v, u.Name, right)
	switch {
	case err != nil:
		return err
	case wait > 0:
		return tooMany("Too many wrong tries: the next one is looked at in "+inWords(wait)+".", wait)
	case !ok && *location == "body.code":
		return wrongField(*location, "This code is wrong, or was used already.")
	case !ok:
		return wrongField(*location, "This is not the current password.")
	}
	return s.forget(ctx, v, u.Name)
}

// inWords is a wait as people say it.
func inWords(wait time.Duration) string {
	seconds := max(1, int(wait.Round(time.Second)/time.Second))
	if seconds < 120 {
		return counted(seconds, "second")
	}
	return counted((seconds+59)/60, "minute")
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
