package storetest

import (
	"slices"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
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

	_, err := s.Detection(ctx, "other", casefile.AllSeeing, d.ID)
	refused(t, "the detection", fault.NotFound, err)
	_, err = s.Case(ctx, "other", casefile.AllSeeing, 1)
	refused(t, "the case", fault.NotFound, err)
	_, err = s.CaseDetections(ctx, "other", casefile.AllSeeing, 1, newest)
	refused(t, "the members", fault.NotFound, err)
	_, err = s.Activities(ctx, "other", casefile.AllSeeing, 1, listing.Request{Sort: "entry", Limit: 10})
	refused(t, "the case's history", fault.NotFound, err)

	same(t, "detections", []casefile.Filed(nil), must(s.Detections(ctx, "other", casefile.AllSeeing, newest))(t).Items)
	same(t, "cases", []casefile.Case(nil), must(s.Cases(ctx, "other", casefile.AllSeeing, listing.Request{Sort: "number", Limit: 10}))(t).Items)
	if n := len(must(s.Activities(ctx, "other", casefile.AllSeeing, 0, listing.Request{Sort: "entry", Limit: 10}))(t).Items); n != 0 {
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
		_, err = s.Detections(ctx, id, casefile.AllSeeing, newest)
		refused(t, "detections", fault.NotFound, err)
		_, err = s.Detection(ctx, id, casefile.AllSeeing, detection.ID(1))
		refused(t, "detection", fault.NotFound, err)
		_, err = s.Cases(ctx, id, casefile.AllSeeing, listing.Request{Sort: "number", Limit: 1})
		refused(t, "cases", fault.NotFound, err)
		_, err = s.Activities(ctx, id, casefile.AllSeeing, 0, listing.Request{Sort: "entry", Limit: 1})
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
		_, err := s.Detection(ctx, "acme", casefile.AllSeeing, id)
		refused(t, "detection "+id, fault.NotFound, err)
	}
}

func accountsAreKept(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	if err := s.Ping(ctx); err != nil {
		t.Fatal(err)
	}
	deed := admin.Deed{At: start}
	partner := access.Partner{ID: "p", Name: "Partner", CreatedAt: start}
	tenants := []access.Organisation{
		{ID: "a", Name: "Ä \"GmbH\"", PartnerID: "p", TimeZone: "Europe/Berlin", CreatedAt: start},
		{ID: "b", Name: "B", TimeZone: "UTC", CreatedAt: start},
	}
	user := access.User{ID: "u1", Name: "Ädmin", PasswordHash: "$argon2id$x", OneTime: true, Role: access.Admin, Reach: access.Reach{Root: true}, CreatedAt: start}
	other := access.User{ID: "u2", Name: "bob", Role: access.Analyst, Reach: access.Reach{PartnerID: "p"}, CreatedAt: start}
	token := access.Token{ID: "t1", SecretHash: []byte{0, 1, 255}, Name: "sensor", Role: access.Ingest, Reach: access.Reach{TenantID: "a"}, CreatedAt: start}
	create := func() []error {
		return []error{
			s.Administer(ctx, deed.CreatePartner(partner)), s.Administer(ctx, deed.CreateTenant(tenants[1])), s.Administer(ctx, deed.CreateTenant(tenants[0])),
			s.Administer(ctx, deed.CreateUser(user)), s.Administer(ctx, deed.CreateUser(other)), s.Administer(ctx, deed.CreateToken(token)),
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
	partner.Version, user.Version, other.Version, token.Version = 1, 1, 1, 1
	for i := range tenants {
		tenants[i].Version = 1
	}
	same(t, "users", []access.User{other, user}, must(s.Users(ctx))(t))
	other.ID, other.Name = "u3", "BOB"
	refused(t, "a name in other letters", fault.Conflict, s.Administer(ctx, deed.CreateUser(other)))

	same(t, "tenants", tenants, must(s.Tenants(ctx))(t))
	same(t, "tenant", tenants[0], must(s.Tenant(ctx, "a"))(t))
	within := map[access.Reach][]string{{Root: true}: {"a", "b"}, {PartnerID: "p"}: {"a"}, {PartnerID: "q"}: nil, {TenantID: "b"}: {"b"}, {}: nil}
	for reach, has := range within {
		for _, id := range []string{"a", "b", "c", "nul\x00"} {
			o, err := s.TenantWithin(ctx, reach, id)
			if slices.Contains(has, id) != (err == nil) || err == nil && o.ID != id || err != nil && fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s within %q: %v, %v", id, reach, o, err)
			}
		}
	}
	same(t, "user", user, must(s.User(ctx, "äDMIN"))(t))
	same(t, "user by id", user, must(s.UserByID(ctx, "u1"))(t))
	same(t, "token", token, must(s.Token(ctx, "t1"))(t))
	if err := s.Administer(ctx, deed.SetPassword(user, "$new", false)); err != nil {
		t.Fatal(err)
	}
	refused(t, "a password that was replaced meanwhile", fault.Conflict, s.Administer(ctx, deed.SetPassword(user, "$other", false)))
	user.PasswordHash, user.OneTime, user.Version = "$new", false, 2
	same(t, "user", user, must(s.UserByID(ctx, "u1"))(t))
	user.ID = "u9"
	refused(t, "a password of nobody", fault.Conflict, s.Administer(ctx, deed.SetPassword(user, "$new", false)))
	tenants[0].Name, tenants[0].Version = "Other", 2
	partner.Name, partner.Version = "Other", 2
	if err := s.Administer(ctx, admin.Change{Tenants: tenants[:1], Partners: []access.Partner{partner}}); err != nil {
		t.Fatal(err)
	}
	same(t, "tenant", tenants[0], must(s.Tenant(ctx, "a"))(t))
	same(t, "partner", partner, must(s.Partner(ctx, "p"))(t))
}

// actsAreNumberedWhereTheyWereDone: with what they change, or not at all.
func actsAreNumberedWhereTheyWereDone(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place)
	root, acme := access.Reach{Root: true}, access.Reach{PartnerID: "acme"}
	by := activity.Actor{Kind: activity.User, ID: "u0", Name: "Ada\u202e"}
	deed := admin.Deed{By: by, At: start}
	partner := access.Partner{ID: "acme", Name: "Acme"}
	user := access.User{ID: "u1", Name: "bob", Role: access.Analyst, Reach: acme}
	for _, c := range []admin.Change{deed.CreatePartner(partner), deed.CreateTenant(access.Organisation{ID: "a", PartnerID: "acme"}), deed.CreateUser(user)} {
		if err := s.Administer(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	broken := deed.CreateTenant(access.Organisation{ID: "b"})
	broken.Partners = []access.Partner{{ID: "acme", Version: 1}}
	refused(t, "a change of which a part can't be", fault.Conflict, s.Administer(ctx, broken))
	_, err := s.Tenant(ctx, "b")
	refused(t, "the other part", fault.NotFound, err)

	acts := func(place access.Reach, filter string) (all []admin.Act) {
		r := listing.Request{Sort: "entry", Limit: 1}
		if filter != "" {
			r.Filter = parsed(t, filter)
		}
		for {
			page := must(s.Acts(ctx, place, r))(t)
			all = append(all, page.Items...)
			if r.After = page.Next; r.After == nil {
				return all
			}
		}
	}
	same(t, "at the root", []admin.Act{{Place: root, Entry: 1, At: start, Actor: by, Kind: admin.PartnerCreated, Subject: admin.Subject{ID: "acme", Name: "Acme"}, New: "Acme"}}, acts(root, ""))
	created := admin.Act{Place: acme, Entry: 2, At: start, Actor: by, Kind: admin.UserCreated, Subject: admin.Subject{ID: "u1", Name: "bob"}, New: "analyst"}
	same(t, "at the partner", created, acts(acme, "")[1])
	same(t, "of a kind", []admin.Act{created}, acts(acme, "kind = 'user_created' AND actor CONTAINS 'ada'"))
	same(t, "elsewhere", []admin.Act(nil), acts(access.Reach{TenantID: "acme"}, ""))
}

func cookiesExpire(t *testing.T, place Place) {
	ctx, s := t.Context(), opened(t, place).Cookies()
	keep := func(token, content string, left time.Duration) {
		if err := s.CommitCtx(ctx, token, []byte(content), time.Now().Add(left)); err != nil {
			t.Fatal(err)
		}
	}
	expect := func(token, want string, there bool) {
		t.Helper()
		content, found, err := s.FindCtx(ctx, token)
		if err != nil || found != there || string(content) != want {
			t.Errorf("cookie %q: %q, %v, %v; want %q, %v", token, content, found, err, want, there)
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
