package httpapi

import (
	"context"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/fault"
	"caseweave/internal/edge/httpapi/credential"
)

// Confirmation shows that it is still the same person who asks.
type Confirmation struct {
	Password string `json:"password" maxLength:"1024" doc:"The current one."`
	Code     string `json:"code,omitempty" maxLength:"100" doc:"Of the authenticator app, or a recovery code; where there is a second factor."`
}

// OwnSignIn is how one logs in.
type OwnSignIn struct {
	Password      bool       `json:"password" doc:"False where one logs in elsewhere."`
	SecondFactor  *time.Time `json:"second_factor" doc:"Since when there is one; null for none."`
	RecoveryCodes int        `json:"recovery_codes" doc:"How many were not used yet."`
	Required      bool       `json:"required" doc:"Whether one's place asks for a second factor."`
}

// FactorSecret is what an authenticator app needs to know, told once.
type FactorSecret struct {
	Secret  string `json:"secret" doc:"For typing it."`
	Address string `json:"address" doc:"The same as an otpauth:// address."`
	Picture string `json:"picture" doc:"The same as a QR code: a data: address of a PNG."`
}

// RecoveryCodes let one in without the app, each once.
type RecoveryCodes struct {
	Codes []string `json:"codes" doc:"Told once."`
}

var (
	exampleOwnSignIn    = OwnSignIn{Password: true, SecondFactor: &exampleTime, RecoveryCodes: 9}
	exampleFactorSecret = FactorSecret{
		Secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", Picture: "data:image/png;base64,iVBORw0KGgo=",
		Address: "otpauth://totp/Caseweave:ada?algorithm=SHA1&digits=6&issuer=Caseweave&period=30&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
	}
	exampleRecovery     = RecoveryCodes{Codes: []string{"abcd-efgh-ijkl-mnop"}}
	exampleConfirmation = Confirmation{Password: "correct horse battery", Code: "123456"}
)

const ownFactor = "/api/v1/me/second-factor"

func (s *Server) registerEnrolment() {
	register(s, operation{
		method: "GET", path: "/api/v1/me/sign-in", id: "own-sign-in", summary: "Read how one logs in",
		needs: enrolment, gives: exampleOwnSignIn,
	}, s.ownSignIn)
	register(s, operation{
		method: "POST", path: ownFactor, id: "begin-second-factor", summary: "Begin to add a second factor",
		about: "The answer is told once. Nothing changes before a code of the app confirms it.",
		needs: enrolment, takes: Confirmation{Password: "correct horse battery"}, gives: exampleFactorSecret,
	}, s.beginFactor)
	register(s, operation{
		method: "PUT", path: ownFactor, id: "confirm-second-factor", summary: "Confirm a second factor by a code",
		about: "The recovery codes are told once. All other sessions of the user end.",
		needs: enrolment, takes: Code{Code: "123456"}, gives: exampleRecovery,
	}, s.confirmFactor)
	register(s, operation{
		method: "POST", path: ownFactor + "/recovery-codes", id: "replace-recovery-codes", summary: "Make new recovery codes",
		about: "The earlier ones are good no longer.",
		needs: signedIn, takes: exampleConfirmation, gives: exampleRecovery,
	}, s.replaceRecovery)
	registerSilent(s, operation{
		method: "POST", path: ownFactor + "/removal", id: "remove-second-factor", summary: "Log in without a second factor from now on",
		about: "Where one's place asks for one, another has to be added at once.",
		needs: signedIn, takes: exampleConfirmation,
	}, s.removeFactor)
}

// person is the user who asks; a token is nobody's.
func (s *Server) person(ctx context.Context, v visit) (access.User, error) {
	if v.principal.Token {
		return access.User{}, fault.New(fault.Denied, "This is for people: a token does not log in.")
	}
	return s.accounts.UserByID(ctx, v.principal.ID)
}

func (s *Server) ownSignIn(ctx context.Context, v visit, _ *struct{}) (OwnSignIn, error) {
	u, err := s.person(ctx, v)
	if err != nil {
		return OwnSignIn{}, err
	}
	asked, err := s.accounts.SignIns(ctx)
	if err != nil {
		return OwnSignIn{}, err
	}
	own := OwnSignIn{Password: u.PasswordHash != ""}
	if u.Factor != nil {
		own.SecondFactor, own.RecoveryCodes = &u.Factor.Since, len(u.Factor.Recovery)
	}
	own.Required, err = s.factorAsked(ctx, u, asked)
	return own, err
}

type confirmationInput struct{ Body Confirmation }

// proved is the user, who has shown to be the one by all that there is.
func (s *Server) proved(ctx context.Context, v visit, p Confirmation) (access.User, error) {
	u, err := s.person(ctx, v)
	if err != nil {
		return u, err
	}
	if u.PasswordHash == "" {
		return u, fault.New(fault.Denied, "You log in elsewhere: your second factor is there, too.")
	}
	location := "body.password"
	return u, s.provenAt(ctx, v, u, &location, func() (bool, error) {
		same, err := credential.SamePassword(ctx, u.PasswordHash, p.Password)
		if err != nil || !same || u.Factor == nil {
			return same, err
		}
		location = "body.code"
		return s.holds(ctx, v, u, p.Code)
	})
}

// beginFactor keeps the new secret with the session until a code confirms it.
func (s *Server) beginFactor(ctx context.Context, v visit, in *confirmationInput) (FactorSecret, error) {
	u, err := s.proved(ctx, v, in.Body)
	if err != nil {
		return FactorSecret{}, err
	}
	if u.Factor != nil {
		return FactorSecret{}, fault.New(fault.Conflict, "There is a second factor already; remove it first.")
	}
	key, err := credential.NewKey(u.Name)
	if err != nil {
		return FactorSecret{}, err
	}
	told := FactorSecret{Secret: key.Secret(), Address: key.URL()}
	if told.Picture, err = credential.PictureOf(key); err != nil {
		return FactorSecret{}, err
	}
	return told, s.remember(v, s.secrets.Seal(factorLabel(u.ID), []byte(key.Secret())))
}

// pendingKey is where a cookie holds a secret that no code confirmed yet, sealed.
const pendingKey = "pending factor"

func (s *Server) remember(v visit, sealed []byte) error {
	ctx, err := s.cookie(v.r)
	if err != nil {
		return err
	}
	s.cookies.Put(ctx, pendingKey, sealed)
	_, _, err = s.cookies.Commit(ctx)
	return unkept(err)
}

func (s *Server) confirmFactor(ctx context.Context, v visit, in *codeInput) (RecoveryCodes, error) {
	u, err := s.person(ctx, v)
	if err != nil {
		return RecoveryCodes{}, err
	}
	behind, err := s.cookie(v.r)
	if err != nil {
		return RecoveryCodes{}, err
	}
	sealed := s.cookies.GetBytes(behind, pendingKey)
	if sealed == nil || u.Factor != nil {
		return RecoveryCodes{}, fault.New(fault.Conflict, "Nothing waits for a code; begin to add a second factor first.")
	}
	would := u
	would.Factor = &access.Factor{Secret: sealed}
	err = s.proven(ctx, v, u, "body.code", func() (bool, error) { return s.holds(ctx, v, would, in.Body.Code) })
	if err != nil {
		return RecoveryCodes{}, err
	}
	s.cookies.Remove(behind, pendingKey)
	if _, _, err := s.cookies.Commit(behind); err != nil {
		return RecoveryCodes{}, unkept(err)
	}
	return s.addFactor(ctx, v, u, sealed)
}

// addFactor adds the second factor and ends all other sessions, which began without one.
func (s *Server) addFactor(ctx context.Context, v visit, u access.User, sealed []byte) (RecoveryCodes, error) {
	shown, hashes := credential.NewRecoveryCodes()
	added := deedOf(v).AddFactor(u, access.Factor{Secret: sealed, Recovery: hashes})
	if err := s.accounts.Administer(ctx, added); err != nil {
		return RecoveryCodes{}, err
	}
	return RecoveryCodes{shown}, s.endOthers(ctx, u.ID, v.session.ID)
}

func (s *Server) replaceRecovery(ctx context.Context, v visit, in *confirmationInput) (RecoveryCodes, error) {
	u, err := s.provedWithFactor(ctx, v, in.Body)
	if err != nil {
		return RecoveryCodes{}, err
	}
	shown, hashes := credential.NewRecoveryCodes()
	return RecoveryCodes{shown}, s.accounts.Administer(ctx, deedOf(v).ReplaceRecovery(u, hashes))
}

func (s *Server) removeFactor(ctx context.Context, v visit, in *confirmationInput) error {
	u, err := s.provedWithFactor(ctx, v, in.Body)
	if err != nil {
		return err
	}
	return s.accounts.Administer(ctx, deedOf(v).RemoveFactor(u))
}

// provedWithFactor is the user as they are after the code was used.
func (s *Server) provedWithFactor(ctx context.Context, v visit, p Confirmation) (access.User, error) {
	u, err := s.proved(ctx, v, p)
	if err == nil && u.Factor == nil {
		err = fault.New(fault.Conflict, "There is no second factor.")
	}
	if err != nil {
		return u, err
	}
	return s.accounts.UserByID(ctx, u.ID)
}
