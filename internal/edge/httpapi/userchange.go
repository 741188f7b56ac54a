package httpapi

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/edge/httpapi/credential"
)

// NewUser is a person to be invited.
type NewUser struct {
	Name  string `json:"name" maxLength:"200" doc:"What the person logs in with."`
	Email string `json:"email,omitempty" maxLength:"254" doc:"Where the person can be written to. Nothing is sent by this."`
	Role  role   `json:"role" doc:"Any but ingest, which is for programs."`
}

// UserChange is any part of an account; the rest stays.
type UserChange struct {
	Name    *string `json:"name,omitempty" maxLength:"200"`
	Email   *string `json:"email,omitempty" maxLength:"254" doc:"An empty one removes it."`
	Role    role    `json:"role,omitempty"`
	ShutOut *bool   `json:"shut_out,omitempty"`
}

// Invited is an account with the link that opens it.
type Invited struct {
	User User   `json:"user"`
	Link string `json:"link" doc:"Put this installation's address before it. It opens the choice of a password once, and is not shown again."`
}

type inviteUserInput struct {
	InPlace
	Body NewUser
}

func (s *Server) inviteUser(ctx context.Context, v visit, in *inviteUserInput) (Invited, error) {
	u := access.User{
		ID: strings.ToLower(rand.Text()), Name: in.Body.Name, Email: in.Body.Email, Role: access.Role(in.Body.Role), Reach: v.place,
	}
	if err := checkUser(access.User{}, u); err != nil {
		return Invited{}, err
	}
	if err := access.CheckPerson(v.principal, access.User{}, u, nil); err != nil {
		return Invited{}, err
	}
	link, invitation := invite(u.ID, access.InvitationLife)
	u.Invitation = &invitation
	return s.invited(ctx, v, link, deedOf(v).CreateUser(u))
}

// invited writes the change of one user, and hands out the link that it is about.
func (s *Server) invited(ctx context.Context, v visit, link string, c admin.Change) (Invited, error) {
	if err := s.accounts.Administer(ctx, c); err != nil {
		return Invited{}, err
	}
	told, err := s.userTold(ctx, c.Users[0], v.principal)
	return Invited{told, link}, err
}

type changeUserInput struct {
	UserInPlace
	Body UserChange
}

func (s *Server) changeUser(ctx context.Context, v visit, in *changeUserInput) (User, error) {
	// Two who take each other's role away at once would leave nobody.
	s.staffing.Lock()
	defer s.staffing.Unlock()
	was, err := s.userAt(ctx, v.place, in.User)
	if err != nil {
		return User{}, err
	}
	is := in.Body.applied(was)
	if err := s.checkChange(ctx, v.principal, was, is); err != nil {
		return User{}, err
	}
	c := deedOf(v).ChangeUser(was, is)
	if len(c.Acts) == 0 {
		return s.userTold(ctx, was, v.principal)
	}
	if err := s.accounts.Administer(ctx, c); err != nil {
		return User{}, err
	}
	s.live.Doubt(was.ID)
	return s.userTold(ctx, c.Users[0], v.principal)
}

func (s *Server) checkChange(ctx context.Context, p access.Principal, was, is access.User) error {
	if err := checkUser(was, is); err != nil {
		return err
	}
	all, err := s.accounts.Users(ctx)
	if err != nil {
		return err
	}
	return access.CheckPerson(p, was, is, all)
}

// applied is what the account becomes.
func (c UserChange) applied(to access.User) access.User {
	if c.Name != nil {
		to.Name = *c.Name
	}
	if c.Email != nil {
		to.Email = *c.Email
	}
	if c.Role != "" {
		to.Role = access.Role(c.Role)
	}
	if c.ShutOut != nil {
		to.ShutOut = *c.ShutOut
	}
	return to
}

// checkUser refuses what an account can't newly say of a person. What it has from
// before there was such a rule stands in nobody's way.
func checkUser(was, is access.User) error {
	if is.Name != was.Name || is.Name == "" {
		if err := access.CheckUserName(is.Name); err != nil {
			return located(err, "body.name")
		}
	}
	if is.Email == was.Email || is.Email == "" {
		return nil
	}
	return located(access.CheckEmail(is.Email), "body.email")
}

func (s *Server) resetUser(ctx context.Context, v visit, in *UserInPlace) (Invited, error) {
	s.staffing.Lock()
	defer s.staffing.Unlock()
	u, err := s.userAt(ctx, v.place, in.User)
	if err != nil {
		return Invited{}, err
	}
	if err := access.CheckReadmission(v.principal, u); err != nil {
		return Invited{}, err
	}
	life := access.ResetLife
	if u.Awaited() {
		life = access.InvitationLife
	}
	link, invitation := invite(u.ID, life)
	invited, err := s.invited(ctx, v, link, deedOf(v).Readmit(u, invitation))
	s.live.Doubt(u.ID)
	return invited, err
}

// invite makes the link for a user, which knows the secret, and what is kept of it.
func invite(userID string, life time.Duration) (link string, i access.Invitation) {
	secret := credential.NewSecret()
	return welcomePath + "#" + userID + "_" + secret, access.Invitation{
		SecretHash: credential.SecretHash(secret), ExpiresAt: time.Now().UTC().Add(life).Truncate(time.Second),
	}
}
