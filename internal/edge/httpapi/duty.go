package httpapi

import (
	"context"
	"net/http"

	"caseweave/internal/core/access"
)

// duty is what a person must do before anything else; empty for nothing.
type duty string

const (
	// choosePassword is for who came with a one-time password.
	choosePassword duty = "password"
	// addFactor is for whose place asks for a second factor.
	addFactor duty = "second factor"
)

// SecondFactorRequired is the type of the problem that everything but adding a
// second factor answers to somebody who must have one.
const SecondFactorRequired = "urn:caseweave:second-factor-required"

// dutyOf is what the user must do first. Who has no password shows a second factor elsewhere.
func (s *Server) dutyOf(ctx context.Context, u access.User, asked access.SignIns) (duty, error) {
	switch {
	case u.Identity != nil:
		return "", nil
	case u.OneTime:
		return choosePassword, nil
	case u.Factor != nil || u.PasswordHash == "":
		return "", nil
	}
	must, err := s.factorAsked(ctx, u, asked)
	if err != nil || !must {
		return "", err
	}
	return addFactor, nil
}

// factorAsked says whether the user's place, or one above it, asks for a second factor.
func (s *Server) factorAsked(ctx context.Context, u access.User, asked access.SignIns) (bool, error) {
	if len(asked) == 0 || u.Reach.TenantID == "" {
		return asked.SecondFactorAsked(u.Reach, ""), nil
	}
	home, err := s.accounts.Tenant(ctx, u.Reach.TenantID)
	if err != nil && !missing(err) {
		return false, err
	}
	return asked.SecondFactorAsked(u.Reach, home.PartnerID), nil
}

// restrict is p, who may do nothing else as long as there is a duty.
func (d duty) restrict(p access.Principal) access.Principal {
	p.Restricted = d != ""
	return p
}

// refuses says no to what must wait until the duty is done.
func (d duty) refuses(n need) error {
	switch {
	case d == "" || n.restricted || d == addFactor && n.enrolment:
		return nil
	case d == addFactor:
		p := newProblem(http.StatusForbidden, "Your organisation asks for a second factor. Add one first.")
		p.Type = SecondFactorRequired
		return p
	}
	p := newProblem(http.StatusForbidden, "You logged in with a one-time password. Choose your own first.")
	p.Type = PasswordChangeRequired
	return p
}
