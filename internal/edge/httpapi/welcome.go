package httpapi

import (
	"context"
	"net/http"
	"strings"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/edge/httpapi/credential"
	"caseweave/internal/edge/httpapi/throttle"
)

// welcomePath is the page's screen for who has a link. The secret stands behind a #,
// where no server and no log sees it.
const welcomePath = "/welcome"

// Invitation is the secret of a link.
type Invitation struct {
	Secret string `json:"secret" maxLength:"200" doc:"What stands behind the # of the link."`
}

// Accepted is the password that somebody with a link chose.
type Accepted struct {
	Invitation
	Password string `json:"password" maxLength:"1024" doc:"At least 12 characters, 4 of them beside the user's name."`
}

// Welcome is for whom a link is, and where.
type Welcome struct {
	User      string    `json:"user" doc:"What the person logs in with."`
	Role      role      `json:"role"`
	At        atKind    `json:"at"`
	Name      string    `json:"name,omitempty" doc:"The tenant's or the provider's; missing at the root."`
	ExpiresAt time.Time `json:"expires_at"`
}

func (s *Server) registerWelcome() {
	secret := Invitation{strings.TrimPrefix(exampleInvited.Link, welcomePath+"#")}
	register(s, operation{
		method: "POST", path: "/api/v1/welcome", id: "open-invitation", summary: "Read for whom a link is", needs: anybody,
		about: "A link that is unknown, used, replaced or expired answers 404, always the same.",
		takes: secret, gives: Welcome{User: "grace", Role: role(access.Analyst), At: atTenant, Name: "Default", ExpiresAt: *exampleUser.InvitedUntil},
	}, s.openInvitation)
	registerSilent(s, operation{
		method: "POST", path: "/api/v1/welcome/password", id: "accept-invitation", summary: "Choose a password by a link",
		about: "The link is used up by it. Then log in: a second factor is still asked for.",
		needs: anybody, takes: Accepted{secret, "correct horse battery"},
	}, s.acceptInvitation)
}

type openInvitationInput struct{ Body Invitation }

func (s *Server) openInvitation(ctx context.Context, v visit, in *openInvitationInput) (Welcome, error) {
	u, err := s.invitee(ctx, v, in.Body.Secret)
	if err != nil {
		return Welcome{}, err
	}
	w := Welcome{User: u.Name, Role: role(u.Role), At: atRoot, ExpiresAt: u.Invitation.ExpiresAt.UTC()}
	switch {
	case u.Reach.TenantID != "":
		t, err := s.accounts.Tenant(ctx, u.Reach.TenantID)
		w.At, w.Name = atTenant, t.Name
		return w, err
	case u.Reach.PartnerID != "":
		p, err := s.accounts.Partner(ctx, u.Reach.PartnerID)
		w.At, w.Name = atPartner, p.Name
		return w, err
	}
	return w, nil
}

type acceptInvitationInput struct{ Body Accepted }

func (s *Server) acceptInvitation(ctx context.Context, v visit, in *acceptInvitationInput) error {
	u, err := s.invitee(ctx, v, in.Body.Secret)
	if err != nil {
		return err
	}
	if err := credential.CheckNewPassword(u.Name, in.Body.Password); err != nil {
		return located(err, "body.password")
	}
	hash, err := credential.HashPassword(ctx, in.Body.Password)
	if err != nil {
		return err
	}
	v.principal = u.Principal()
	return s.accounts.Administer(ctx, deedOf(v).SetPassword(u, hash, false))
}

// invitee is the user whom a secret lets in now. Who tries many waits.
func (s *Server) invitee(ctx context.Context, v visit, text string) (access.User, error) {
	cut := max(0, strings.LastIndexByte(text, '_'))
	id, secret := text[:cut], strings.TrimPrefix(text[cut:], "_")
	address := throttle.Network(s.clientOf(v.r))
	if wait := s.guesses.addresses.Take(address, time.Now()); wait > 0 {
		return access.User{}, tooMany("Too many attempts; please wait before the next one.", wait)
	}
	u, err := s.accounts.UserByID(ctx, id)
	if err != nil && !missing(err) {
		return u, err
	}
	if err != nil || !u.Admits(credential.SecretHash(secret), time.Now()) {
		return u, newProblem(http.StatusNotFound, "This link is not valid, or not any more. Ask whoever gave it to you for another one.")
	}
	s.guesses.addresses.Forgive(address)
	return u, nil
}
