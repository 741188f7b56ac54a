package storetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/fault"
)

// sessions is what is known of people who are logged in, or try to be.
type sessions interface {
	Session(ctx context.Context, id string) (access.Session, error)
	SessionsOf(ctx context.Context, userID string) ([]access.Session, error)
	BeginSession(ctx context.Context, one access.Session) error
	SeeSession(ctx context.Context, id string, at time.Time) error
	EndSession(ctx context.Context, userID, id string) error
	EndOtherSessions(ctx context.Context, userID, but string) error
	Tries(ctx context.Context, name string) (access.Tries, error)
	KeepTries(ctx context.Context, name string, t access.Tries) error
	SpendCode(ctx context.Context, userID string, step int64) (fresh bool, err error)
	SignIns(ctx context.Context) (access.SignIns, error)
}

func sessionsAreListedAndEnd(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	now := time.Now().UTC().Truncate(time.Microsecond)
	session := func(id, user string, begun, until time.Duration) access.Session {
		one := access.Session{ID: id, UserID: user, Begun: now.Add(begun), SeenAt: now.Add(begun), Until: now.Add(until), Address: "2001:db8::7", Agent: "Mozilla/5.0 (<é>)"}
		if err := s.BeginSession(ctx, one); err != nil {
			t.Fatal(err)
		}
		return one
	}
	first, second := session("a1", "ada", -time.Hour, time.Hour), session("a2", "ada", 0, time.Hour)
	over, bobs := session("a3", "ada", -time.Hour, -time.Second), session("b1", "bob", 0, time.Hour)
	listed := func() []access.Session { return must(s.SessionsOf(ctx, "ada"))(t) }
	same(t, "ada's", []access.Session{second, first}, listed())
	same(t, "one", bobs, must(s.Session(ctx, "b1"))(t))
	_, err := s.Session(ctx, over.ID)
	refused(t, "one that is over", fault.NotFound, err)
	for _, odd := range []string{"", "nobody", "nul\x00", "\xff"} {
		_, err := s.Session(ctx, odd)
		refused(t, "one that never was", fault.NotFound, err)
		refused(t, "the end of one that never was", fault.NotFound, s.EndSession(ctx, "ada", odd))
	}

	for _, at := range []time.Time{now.Add(time.Minute), now} { // the later one counts
		if err := s.SeeSession(ctx, "a1", at); err != nil {
			t.Fatal(err)
		}
	}
	first.SeenAt = now.Add(time.Minute)
	same(t, "one that was seen", first, must(s.Session(ctx, "a1"))(t))

	refused(t, "the end of another's", fault.NotFound, s.EndSession(ctx, "ada", "b1"))
	if err := s.EndSession(ctx, "ada", "a1"); err != nil {
		t.Error(err)
	}
	if err := s.SeeSession(ctx, "a1", now.Add(time.Hour)); err != nil {
		t.Error(err)
	}
	same(t, "without the ended one", []access.Session{second}, listed())
	third := session("a4", "ada", time.Second, time.Hour)
	if err := s.EndOtherSessions(ctx, "ada", "a4"); err != nil {
		t.Error(err)
	}
	same(t, "the one that was left", []access.Session{third}, listed())
	if err := s.EndOtherSessions(ctx, "ada", ""); err != nil || len(listed()) != 0 {
		t.Errorf("%v, and %v are left", err, listed())
	}
	same(t, "bob's", bobs, must(s.Session(ctx, "b1"))(t))
}

func triesAreRemembered(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	now := time.Now().UTC().Truncate(time.Microsecond)
	keep := func(name string, tries access.Tries) {
		if err := s.KeepTries(ctx, name, tries); err != nil {
			t.Fatal(err)
		}
	}
	six := access.Tries{Count: 6, Last: now}
	keep("Ädmin", six)
	keep("nul\x00\xff", access.Tries{Count: 1, Last: now})
	same(t, "in other letters", six, must(s.Tries(ctx, "äDMIN"))(t))
	same(t, "of others", access.Tries{}, must(s.Tries(ctx, "admin"))(t))
	seven := access.Tries{Count: 7, Last: now.Add(time.Second)}
	keep("ädmin", seven)
	same(t, "one more", seven, must(s.Tries(ctx, "Ädmin"))(t))
	keep("Ädmin", access.Tries{})
	same(t, "forgotten", access.Tries{}, must(s.Tries(ctx, "Ädmin"))(t))
}

func aCodeIsGoodOnce(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	spend := func(user string, step int64, want bool) {
		t.Helper()
		if fresh, err := s.SpendCode(ctx, user, step); fresh != want || err != nil {
			t.Errorf("step %d of %s: %v, %v", step, user, fresh, err)
		}
	}
	spend("ada", 100, true)
	spend("ada", 100, false)
	spend("ada", 99, false)
	spend("bob", 100, true)
	spend("ada", 101, true)
	spend("ada", 100, false)
}

func placesAskOfTheirPeople(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	root, home := access.SignIn{Place: access.Reach{Root: true}}, access.SignIn{Place: access.Reach{TenantID: "home"}}
	asked := func(before access.SignIn, after access.SignIn) access.SignIn {
		t.Helper()
		c := admin.Deed{At: start}.SetSignIn(before, after)
		if err := s.Administer(ctx, c); err != nil {
			t.Fatal(err)
		}
		return c.SignIns[0]
	}
	first := asked(root, access.SignIn{IdleMinutes: 30})
	homes := asked(home, access.SignIn{SecondFactor: true})
	refused(t, "what was changed meanwhile", fault.Conflict, s.Administer(ctx, admin.Deed{At: start}.SetSignIn(root, root)))
	second := asked(first, access.SignIn{IdleMinutes: 60})
	all := must(s.SignIns(ctx))(t)
	slices.SortFunc(all, func(a, b access.SignIn) int { return len(a.Place.String()) - len(b.Place.String()) })
	same(t, "what is asked", access.SignIns{second, homes}, all)

	user := access.User{ID: "u1", Name: "ada", Reach: home.Place, Factor: &access.Factor{Secret: []byte{0, 255}, Since: start, Recovery: [][]byte{{1, 2}, {0}}}}
	if err := s.Administer(ctx, admin.Deed{At: start}.CreateUser(user)); err != nil {
		t.Fatal(err)
	}
	same(t, "the second factor", user.Factor, must(s.UserByID(ctx, "u1"))(t).Factor)
}
