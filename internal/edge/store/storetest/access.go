package storetest

import (
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
)

func otherTenantsDoNotExist(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	acme := begin(t, "acme", s)
	d := acme.arrives(nil)
	acme.opens(nil, d)
	acme.commit()
	begin(t, "other", s)

	_, err := s.Detection(ctx, "other", d.ID)
	refused(t, "the detection", fault.NotFound, err)
	_, err = s.Case(ctx, "other", 1)
	refused(t, "the case", fault.NotFound, err)
	_, err = s.CaseDetections(ctx, "other", 1, newest)
	refused(t, "the members", fault.NotFound, err)
	_, err = s.Activities(ctx, "other", 1, listing.Request{Sort: "entry", Limit: 10})
	refused(t, "the case's history", fault.NotFound, err)

	same(t, "detections", []casefile.Filed(nil), must(s.Detections(ctx, "other", newest))(t).Items)
	same(t, "cases", []casefile.Case(nil), must(s.Cases(ctx, "other", listing.Request{Sort: "number", Limit: 10}))(t).Items)
	if n := len(must(s.Activities(ctx, "other", 0, listing.Request{Sort: "entry", Limit: 10}))(t).Items); n != 0 {
		t.Errorf("%d activities of another tenant", n)
	}
	same(t, "open cases", []change.OpenCase(nil), must(openCases(ctx, s, "other"))(t))
	same(t, "cases of the detection", []casefile.Case(nil), must(s.CasesOf(ctx, "other", d.ID))(t))
	if known := must(s.Known(ctx, "other", []detection.Identity{d.Identity()}))(t); len(known) != 0 {
		t.Errorf("known: %v", known)
	}
	if ids := found(t, s, "other", "id = '"+d.ID+"'"); len(ids) != 0 {
		t.Errorf("found %v", ids)
	}
}

func unknownTenantIsNotFound(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	for _, id := range []string{"nobody", "", "nul\x00", "\xff", "acme' OR 1=1"} {
		_, err := s.Claim(ctx, id)
		refused(t, "claim", fault.NotFound, err)
		refused(t, "commit", fault.NotFound, s.Commit(ctx, &change.Set{TenantID: id}))
		_, _, err = s.Book(ctx, id)
		refused(t, "book", fault.NotFound, err)
		_, err = openCases(ctx, s, id)
		refused(t, "open cases", fault.NotFound, err)
		refused(t, "the marks", fault.NotFound, s.Remember(ctx, id))
		_, err = s.Known(ctx, id, nil)
		refused(t, "known", fault.NotFound, err)
		_, err = s.CasesOf(ctx, id, detection.ID(1))
		refused(t, "cases of", fault.NotFound, err)
		_, err = s.Detections(ctx, id, newest)
		refused(t, "detections", fault.NotFound, err)
		_, err = s.Detection(ctx, id, detection.ID(1))
		refused(t, "detection", fault.NotFound, err)
		_, err = s.Cases(ctx, id, listing.Request{Sort: "number", Limit: 1})
		refused(t, "cases", fault.NotFound, err)
		_, err = s.Activities(ctx, id, 0, listing.Request{Sort: "entry", Limit: 1})
		refused(t, "activities", fault.NotFound, err)
		_, err = s.Tenant(ctx, id)
		refused(t, "tenant", fault.NotFound, err)
		_, err = s.User(ctx, id)
		refused(t, "user", fault.NotFound, err)
		_, err = s.UserByID(ctx, id)
		refused(t, "user by id", fault.NotFound, err)
		_, err = s.Token(ctx, id)
		refused(t, "token", fault.NotFound, err)
	}
	begin(t, "acme", s)
	for _, id := range []string{"", "d", "x", "D000000000001", detection.ID(1) + "\x00", detection.ID(1)} {
		_, err := s.Detection(ctx, "acme", id)
		refused(t, "detection "+id, fault.NotFound, err)
	}
}

func accountsAreKept(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	if err := s.Ping(ctx); err != nil {
		t.Fatal(err)
	}
	partner := access.Partner{ID: "p", Name: "Partner", CreatedAt: start}
	tenants := []access.Organisation{
		{ID: "a", Name: "Ä \"GmbH\"", PartnerID: "p", TimeZone: "Europe/Berlin", CreatedAt: start},
		{ID: "b", Name: "B", TimeZone: "UTC", CreatedAt: start.Add(time.Microsecond)},
	}
	user := access.User{ID: "u1", Name: "Ädmin", PasswordHash: "$argon2id$x", OneTime: true, Role: access.Admin, Reach: access.Reach{Root: true}, CreatedAt: start}
	other := access.User{ID: "u2", Name: "bob", Role: access.Analyst, Reach: access.Reach{PartnerID: "p"}, CreatedAt: start}
	token := access.Token{ID: "t1", SecretHash: []byte{0, 1, 255}, Name: "sensor", Role: access.Ingest, Reach: access.Reach{TenantID: "a"}, CreatedAt: start}
	create := func() []error {
		return []error{
			s.CreatePartner(ctx, partner), s.CreateTenant(ctx, tenants[1]), s.CreateTenant(ctx, tenants[0]),
			s.CreateUser(ctx, user), s.CreateUser(ctx, other), s.CreateToken(ctx, token),
		}
	}
	for i, err := range create() {
		if err != nil {
			t.Fatalf("%d: %v", i, err)
		}
	}
	for _, err := range create() {
		refused(t, "the same again", fault.Conflict, err)
	}
	same(t, "users", []access.User{other, user}, must(s.Users(ctx))(t))
	other.ID, other.Name = "u3", "BOB"
	refused(t, "a name in other letters", fault.Conflict, s.CreateUser(ctx, other))

	same(t, "tenants", tenants, must(s.Tenants(ctx))(t))
	same(t, "tenant", tenants[0], must(s.Tenant(ctx, "a"))(t))
	same(t, "user", user, must(s.User(ctx, "äDMIN"))(t))
	same(t, "user by id", user, must(s.UserByID(ctx, "u1"))(t))
	same(t, "token", token, must(s.Token(ctx, "t1"))(t))
	if err := s.SetPassword(ctx, "u1", "$new", false); err != nil {
		t.Fatal(err)
	}
	user.PasswordHash, user.OneTime = "$new", false
	same(t, "user", user, must(s.UserByID(ctx, "u1"))(t))
	refused(t, "a password of nobody", fault.NotFound, s.SetPassword(ctx, "u9", "$new", false))
}

func sessionsExpire(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place).Sessions()
	keep := func(token, content string, left time.Duration) {
		if err := s.CommitCtx(ctx, token, []byte(content), time.Now().Add(left)); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(token, want string, there bool) {
		t.Helper()
		content, found, err := s.FindCtx(ctx, token)
		if err != nil || found != there || string(content) != want {
			t.Errorf("session %q: %q, %v, %v; want %q, %v", token, content, found, err, want, there)
		}
	}
	keep("live", "one\x00", time.Hour)
	keep("live", "two\x00", time.Hour)
	keep("brief", "", time.Hour)
	keep("dead", "gone", -time.Second)
	expect("live", "two\x00", true)
	expect("dead", "", false)
	expect("brief", "", true)
	expect("never", "", false)
	for range 2 {
		if err := s.DeleteCtx(ctx, "live"); err != nil {
			t.Fatal(err)
		}
	}
	expect("live", "", false)
}
