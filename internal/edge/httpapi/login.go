package httpapi

import (
	"context"
	"net/http"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
	"caseweave/internal/edge/httpapi/credential"
)

// Credentials are a user's name and password.
type Credentials struct {
	User     string `json:"user" maxLength:"200"`
	Password string `json:"password" maxLength:"1024"`
}

// NewPassword replaces the current password.
type NewPassword struct {
	Current string `json:"current" maxLength:"1024"`
	New     string `json:"new" maxLength:"1024" doc:"At least 12 characters, 4 of them beside the user's name."`
}

// Me is who asks, and where they may go.
type Me struct {
	User               MeUser     `json:"user"`
	Role               role       `json:"role"`
	Place              string     `json:"place" doc:"Where the role holds: root, partner:ID or tenant:ID."`
	May                []action   `json:"may" doc:"What the role does there."`
	Tenants            []MeTenant `json:"tenants" doc:"The tenants within reach."`
	Partners           []MeTenant `json:"partners" doc:"The partners within reach."`
	Groups             []MeGroup  `json:"groups" doc:"The groups of tenants that one may know of, by name."`
	MustChangePassword bool       `json:"must_change_password" doc:"True after logging in with a one-time password."`
	MustAddFactor      bool       `json:"must_add_second_factor" doc:"True where one's place asks for a second factor, and one has none."`
	Version            string     `json:"version" doc:"The server's."`
}

// MeUser names a user, or a program by its token.
type MeUser struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// MeTenant names a tenant or a partner.
type MeTenant struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Partner string `json:"partner,omitempty" doc:"Of a tenant: the id of the partner that provides for it."`
}

// MeGroup names a group of tenants.
type MeGroup struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Tenants []string `json:"tenants" doc:"Ids of those within reach."`
}

func (s *Server) registerLogin() {
	register(s, operation{
		method: "POST", path: "/api/v1/login", id: "login", summary: "Log in and get a session cookie",
		about: "Where the user has a second factor, a right password answers 401 with the type " + SecondFactorWanted + " and a cookie that is good for login/code within five minutes.",
		needs: anybody, takes: Credentials{User: "admin", Password: "correct horse battery"}, gives: exampleMe,
	}, s.logIn)
	register(s, operation{
		method: "POST", path: "/api/v1/login/code", id: "login-code", summary: "Log in, second step: give a code",
		needs: anybody, takes: Code{Code: "123456"}, gives: exampleMe,
	}, s.giveCode)
	registerSilent(s, operation{
		method: "POST", path: "/api/v1/logout", id: "logout", summary: "End the session", needs: restricted,
	}, s.logOut)
	register(s, operation{
		method: "GET", path: "/api/v1/me", id: "me", summary: "Read who asks", needs: restricted, gives: exampleMe,
	}, s.me)
	registerSilent(s, operation{
		method: "PUT", path: "/api/v1/me/password", id: "change-password", summary: "Replace the own password",
		about: "All other sessions of the user end.",
		needs: restricted, takes: NewPassword{Current: "correct horse battery", New: "staple correct horse"},
	}, s.changePassword)
}

type logInInput struct{ Body Credentials }

func (s *Server) logIn(ctx context.Context, v visit, in *logInInput) (Me, error) {
	var u access.User
	ok, wait, err := s.attempt(ctx, v, in.Body.User, func() (right bool, err error) {
		u, right, err = s.checked(ctx, in.Body)
		return right, err
	})
	switch {
	case err != nil:
		return Me{}, err
	case !ok:
		return Me{}, wrongLogin(wait)
	case u.Factor != nil:
		return Me{}, s.beginHalfway(v, u)
	}
	if err := s.forget(ctx, v, u.Name); err != nil {
		return Me{}, err
	}
	return s.enterAs(ctx, v, u)
}

// checked is the user whose password was given, if it was. An unknown name takes as
// long, and is answered the same, as a wrong password, and so does somebody who has none
// or is shut out.
func (s *Server) checked(ctx context.Context, c Credentials) (u access.User, right bool, err error) {
	u, err = s.accounts.User(ctx, c.User)
	if err != nil && !missing(err) {
		return u, false, err
	}
	if u.PasswordHash == "" || u.ShutOut || u.Identity != nil {
		_, err = credential.SamePassword(ctx, credential.NobodysHash(), c.Password)
		return u, false, err
	}
	right, err = credential.SamePassword(ctx, u.PasswordHash, c.Password)
	return u, right, err
}

// wrongLogin is what a wrong password answers, an unknown name, and any of them
// that is not looked at because it must wait.
func wrongLogin(wait time.Duration) *Problem {
	if wait == 0 {
		return newProblem(http.StatusUnauthorized, "User or password is wrong.")
	}
	return newProblem(http.StatusUnauthorized, "User or password is wrong. After so many wrong tries the next one is looked at in "+inWords(wait)+".").
		with("Retry-After", inSeconds(wait))
}

// enterAs begins the session of somebody who has shown to be the user.
func (s *Server) enterAs(ctx context.Context, v visit, u access.User) (Me, error) {
	if err := s.begin(v, u); err != nil {
		return Me{}, err
	}
	s.know(v, u)
	asked, err := s.accounts.SignIns(ctx)
	if err != nil {
		return Me{}, err
	}
	first, err := s.dutyOf(ctx, u, asked)
	if err != nil {
		return Me{}, err
	}
	return s.meOf(ctx, first.restrict(u.Principal()), first)
}

func (s *Server) logOut(_ context.Context, v visit, _ *struct{}) error { return s.end(v) }

func (s *Server) me(ctx context.Context, v visit, _ *struct{}) (Me, error) {
	return s.meOf(ctx, v.principal, v.first)
}

func (s *Server) meOf(ctx context.Context, p access.Principal, first duty) (Me, error) {
	me := Me{
		User: MeUser{ID: p.ID, Name: p.Name}, Role: role(p.Role), Place: p.Reach.String(), May: each(access.Entitlements(p), func(a access.Action) action { return action(a) }),
		Tenants: []MeTenant{}, Partners: []MeTenant{}, Groups: []MeGroup{}, MustChangePassword: first == choosePassword, MustAddFactor: first == addFactor, Version: s.version,
	}
	tenants, err := s.accounts.Tenants(ctx)
	if err != nil {
		return me, err
	}
	for _, t := range tenants {
		if access.Reaches(p, t.Tenant()) {
			me.Tenants = append(me.Tenants, MeTenant{ID: t.ID, Name: t.Name, Partner: t.PartnerID})
		}
	}
	partners, err := s.accounts.Partners(ctx)
	for _, partner := range partners {
		if access.ReachesPartner(p, partner.ID) {
			me.Partners = append(me.Partners, MeTenant{ID: partner.ID, Name: partner.Name})
		}
	}
	if err != nil {
		return me, err
	}
	me.Groups, err = s.groupsOf(ctx, p, tenants)
	return me, err
}

type changePasswordInput struct{ Body NewPassword }

func (s *Server) changePassword(ctx context.Context, v visit, in *changePasswordInput) error {
	if v.principal.Token {
		return fault.New(fault.Denied, "A token has no password.")
	}
	u, err := s.accounts.UserByID(ctx, v.principal.ID)
	if err != nil {
		return err
	}
	if u.Identity != nil {
		return fault.New(fault.Denied, "You sign in with an identity provider, and have no password here.")
	}
	err = s.proven(ctx, v, u, "body.current", func() (bool, error) { return credential.SamePassword(ctx, u.PasswordHash, in.Body.Current) })
	if err != nil {
		return err
	}
	return s.replacePassword(ctx, v, u, in.Body)
}

func (s *Server) replacePassword(ctx context.Context, v visit, u access.User, p NewPassword) error {
	if p.New == p.Current {
		return wrongField("body.new", "The new password must not be the current one.")
	}
	if err := credential.CheckNewPassword(u.Name, p.New); err != nil {
		return located(err, "body.new")
	}
	hash, err := credential.HashPassword(ctx, p.New)
	if err != nil {
		return err
	}
	chosen := deedOf(v).SetPassword(u, hash, false)
	if err := s.accounts.Administer(ctx, chosen); err != nil {
		return err
	}
	if err := s.endOthers(ctx, u.ID, ""); err != nil {
		return err
	}
	return s.begin(v, chosen.Users[0])
}

func wrongField(location, sentence string) error {
	return fault.New(fault.Invalid, "%s", sentence).With(fault.Detail{Location: location, Message: sentence})
}
