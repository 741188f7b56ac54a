package httpapi

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pquerna/otp/totp"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/listing"
	"caseweave/internal/edge/httpapi/credential"
)

// phone is a person with an authenticator app.
type phone struct {
	*world
	secret   string
	recovery []string
}

// withPhone lets ada log in and add a second factor.
func (w *world) withPhone() (phone, *http.Cookie) {
	w.t.Helper()
	w.people.enrol(w.t, "ada", chosen, false)
	c := cookieOf(w.t, w.logIn("ada", chosen))
	return w.adds(c), c
}

func (w *world) adds(c *http.Cookie) phone {
	w.t.Helper()
	told := answered[FactorSecret](w.t, w.with(c, "POST", ownFactor, proofBody(chosen, "")))
	p := phone{world: w, secret: told.Secret}
	p.recovery = answered[RecoveryCodes](w.t, w.with(c, "PUT", ownFactor, codeBody(p.code()))).Codes
	time.Sleep(credential.CodeStep) // that code was used
	return p
}

func (p phone) code() string {
	code, err := totp.GenerateCode(p.secret, time.Now())
	if err != nil {
		p.t.Fatal(err)
	}
	return code
}

// halfway is the cookie of ada who gave her password.
func (p phone) halfway() *http.Cookie {
	p.t.Helper()
	answer := p.logIn("ada", chosen)
	if problem := p.problem(answer, 401); problem.Type != SecondFactorWanted {
		p.t.Fatalf("%+v", problem)
	}
	return cookieOf(p.t, answer)
}

func (p phone) give(c *http.Cookie, code string) *httptest.ResponseRecorder {
	return p.with(c, "POST", "/api/v1/login/code", codeBody(code))
}

func proofBody(password, code string) string {
	b, _ := json.Marshal(Confirmation{password, code})
	return string(b)
}

func codeBody(code string) string {
	b, _ := json.Marshal(Code{code})
	return string(b)
}

// kinds are what was done at the root, the newest first.
func (w *world) kinds() (all []admin.Kind) {
	page, err := w.people.Acts(w.t.Context(), access.Reach{Root: true}, listing.Request{Sort: "entry", Descending: true, Limit: 50})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, a := range page.Items {
		all = append(all, a.Kind)
	}
	return all
}

func inTime(t *testing.T, test func(*testing.T, *world)) {
	synctest.Test(t, func(t *testing.T) { test(t, newWorld(t)) })
}

func TestWithASecondFactorLoggingInTakesTwoSteps(t *testing.T) {
	inTime(t, func(t *testing.T, w *world) {
		p, _ := w.withPhone()
		c := p.halfway()
		for _, path := range []string{cases, "/api/v1/me", "/api/v1/me/sign-in", ownSessions} {
			if problem := w.problem(w.with(c, "GET", path, ""), 401); problem.Type != SecondFactorWanted {
				t.Errorf("%s halfway: %+v", path, problem)
			}
		}
		w.problem(w.with(c, "PUT", "/api/v1/me/password", `{"current":"`+chosen+`","new":"another good one"}`), 401)
		answer := p.give(c, p.code())
		if me := answered[Me](t, answer); me.User.Name != "ada" || me.MustAddFactor {
			t.Errorf("%+v", me)
		}
		in := cookieOf(t, answer)
		answered[CaseList](t, w.with(in, "GET", cases, ""))
		w.problem(p.give(c, p.code()), 401) // the halfway cookie is spent
	})
}

func TestACodeIsGoodOnceAndForAboutItsTime(t *testing.T) {
	inTime(t, func(t *testing.T, w *world) {
		p, _ := w.withPhone()
		code := p.code()
		answered[Me](t, p.give(p.halfway(), code))
		if problem := w.problem(p.give(p.halfway(), code), 422); problem.Errors[0].Location != "body.code" {
			t.Errorf("%+v", problem)
		}
		time.Sleep(credential.CodeStep)
		early := p.code()
		time.Sleep(credential.CodeStep) // a clock that is half a minute behind
		answered[Me](t, p.give(p.halfway(), early))
		old := p.code()
		time.Sleep(2 * credential.CodeStep)
		w.problem(p.give(p.halfway(), old), 422)
	})
}

func TestARecoveryCodeIsGoodOnce(t *testing.T) {
	inTime(t, func(t *testing.T, w *world) {
		p, c := w.withPhone()
		answered[Me](t, p.give(p.halfway(), strings.ToUpper(p.recovery[3])))
		w.problem(p.give(p.halfway(), p.recovery[3]), 422)
		if own := answered[OwnSignIn](t, w.with(c, "GET", "/api/v1/me/sign-in", "")); own.RecoveryCodes != credential.RecoveryCodes-1 || own.SecondFactor == nil {
			t.Errorf("%+v", own)
		}
		again := answered[RecoveryCodes](t, w.with(c, "POST", ownFactor+"/recovery-codes", proofBody(chosen, p.code())))
		w.problem(p.give(p.halfway(), p.recovery[4]), 422)
		answered[Me](t, p.give(p.halfway(), again.Codes[4]))
		want := []admin.Kind{admin.RecoveryCodeUsed, admin.RecoveryCodesReplaced, admin.RecoveryCodeUsed, admin.SecondFactorAdded}
		for i, kind := range want {
			if got := w.kinds()[i]; got != kind {
				t.Errorf("act %d is %s, want %s", i, got, kind)
			}
		}
	})
}

func TestWrongCodesLockAsWrongPasswordsDo(t *testing.T) {
	inTime(t, func(t *testing.T, w *world) {
		p, _ := w.withPhone()
		c := p.halfway()
		for range access.FreeTries - 1 {
			w.problem(p.give(c, "000000"), 422)
			c = p.halfway() // a right password does not begin anew
		}
		w.problem(p.give(c, "000000"), 429)
		locked := p.give(c, p.code())
		w.problem(locked, 429)
		if locked.Header().Get("Retry-After") == "" {
			t.Error("it does not say when to come back")
		}
		if w.kinds()[0] != admin.UserLocked {
			t.Errorf("the acts tell %v", w.kinds())
		}
		time.Sleep(time.Second)
		answered[Me](t, p.give(c, p.code()))
	})
}

func TestAHalfwayCookieIsGoodForMinutes(t *testing.T) {
	inTime(t, func(t *testing.T, w *world) {
		p, _ := w.withPhone()
		kept := p.halfway()
		w.problem(p.give(kept, ""), 422)
		w.people.enrol(t, "ada", "another password", false)
		w.problem(p.give(kept, p.code()), 401)
		w.problem(p.give(&http.Cookie{Name: SessionCookie, Value: "made up"}, p.code()), 401)
		w.problem(w.ask("", "POST", "/api/v1/login/code", codeBody(p.code())), 401)
	})
}

func TestAddingASecondFactorAsksForThePasswordAndACode(t *testing.T) {
	inTime(t, func(t *testing.T, w *world) {
		w.people.enrol(t, "ada", chosen, false)
		c, other := cookieOf(t, w.logIn("ada", chosen)), cookieOf(t, w.logIn("ada", chosen))
		w.problem(w.with(c, "PUT", ownFactor, codeBody("123456")), 409)
		w.problem(w.with(c, "POST", ownFactor, proofBody("wrong", "")), 422)
		told := answered[FactorSecret](t, w.with(c, "POST", ownFactor, proofBody(chosen, "")))
		if !strings.HasPrefix(told.Picture, "data:image/png;base64,") || !strings.Contains(told.Address, "secret="+told.Secret) || len(told.Secret) != 32 {
			t.Errorf("%+v", told)
		}
		w.problem(w.with(c, "PUT", ownFactor, codeBody("000000")), 422)
		answered[Me](t, w.logIn("ada", chosen)) // nothing has changed yet
		p := w.adds(c)
		w.problem(w.with(other, "GET", cases, ""), 401)
		w.problem(w.with(c, "POST", ownFactor, proofBody(chosen, p.code())), 409)
		u, _ := w.people.UserByID(t.Context(), "u-ada")
		if text, _ := json.Marshal(u); strings.Contains(string(text), p.secret) || strings.Contains(string(text), p.recovery[0]) {
			t.Error("the store sees the secret")
		}
	})
}

func TestASecondFactorIsRemovedByPasswordAndCode(t *testing.T) {
	inTime(t, func(t *testing.T, w *world) {
		p, c := w.withPhone()
		removal := ownFactor + "/removal"
		w.problem(w.with(c, "POST", removal, proofBody("wrong", p.code())), 422)
		if problem := w.problem(w.with(c, "POST", removal, proofBody(chosen, "000000")), 422); problem.Errors[0].Location != "body.code" {
			t.Errorf("%+v", problem)
		}
		if a := w.with(c, "POST", removal, proofBody(chosen, p.code())); a.Code != 204 {
			t.Fatalf("%d %s", a.Code, a.Body)
		}
		answered[Me](t, w.logIn("ada", chosen))
		w.problem(w.with(c, "POST", removal, proofBody(chosen, "")), 409)
	})
}

// TestAStolenSessionCanNotGuessCodes: a right password does not begin the count anew.
func TestAStolenSessionCanNotGuessCodes(t *testing.T) {
	inTime(t, func(t *testing.T, w *world) {
		p, c := w.withPhone()
		for range access.FreeTries - 1 {
			w.problem(w.with(c, "POST", ownFactor+"/removal", proofBody(chosen, "000000")), 422)
		}
		w.problem(w.with(c, "POST", ownFactor+"/removal", proofBody(chosen, "000000")), 429)
		w.problem(w.with(c, "POST", ownFactor+"/removal", proofBody(chosen, p.code())), 429)
	})
}

func TestWhatIsOnesOwnIsForPeople(t *testing.T) {
	w := newWorld(t)
	walked := 0
	for _, op := range operations(t) {
		if strings.HasPrefix(op.path, "/api/v1/me/") {
			w.problem(w.ask("", op.method, op.path, op.body), 401)
			w.problem(w.ask("admin", op.method, op.path, op.body), 403)
			walked++
		}
	}
	if walked < 9 {
		t.Errorf("only %d operations were walked", walked)
	}
}
