package app

import (
	"context"
	"net"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"caseweave/internal/app/replay"
	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/listing"
	"caseweave/internal/edge/store/postgres/postgrestest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestTheExampleFormsCasesAndTheServerStops(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	a, err := New(ctx, Config{Storage: Storage{Data: t.TempDir()}, Example: true})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- a.Serve(ctx, listener) }()
	untilTrue(t, func() bool {
		page, err := a.store.Cases(ctx, DefaultTenant, casefile.AllSeeing, listing.Request{Sort: "score", Descending: true, Limit: 1})
		return err == nil && len(page.Items) == 1 && page.Items[0].DetectionCount > 5
	})
	answer, err := http.Get("http://" + listener.Addr().String() + "/readyz")
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(answer, err)
	}
	answer.Body.Close()
	stop()
	if err := <-served; err != nil {
		t.Errorf("the server did not stop well: %v", err)
	}
}

func untilTrue(t *testing.T, holds func() bool) {
	t.Helper()
	for until := time.Now().Add(20 * time.Second); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal("it did not come true")
		}
	}
}

func TestASecondStartChangesNothingButAnUnusedPassword(t *testing.T) {
	data := t.TempDir()
	first := opened(t, Config{Storage: Storage{Data: data}})
	if first.Admin().Password == "" {
		t.Fatal("no password to begin with")
	}
	_, version, err := first.engine.Book(t.Context(), first.home)
	if err != nil || version != 1 {
		t.Fatalf("rule set version %d, %v", version, err)
	}
	u, err := first.store.User(t.Context(), adminName)
	if err == nil {
		err = first.store.Administer(t.Context(), deed().SetPassword(u, "chosen", false))
	}
	if err != nil {
		t.Fatal(err)
	}
	shut(t, first)
	second := opened(t, Config{Storage: Storage{Data: data}})
	defer shut(t, second)
	if second.Admin().Password != "" {
		t.Error("a chosen password was replaced")
	}
	if _, version, _ := second.engine.Book(t.Context(), second.home); version != 1 {
		t.Errorf("the rules are at version %d", version)
	}
}

func TestTheFirstUserMayBearAnotherName(t *testing.T) {
	data := t.TempDir()
	first := opened(t, Config{Storage: Storage{Data: data}})
	u, err := first.store.UserByID(t.Context(), adminName)
	if err != nil {
		t.Fatal(err)
	}
	u.Name, u.OneTime, u.Version = "ada", false, u.Version+1
	if err := first.store.Administer(t.Context(), admin.Change{Users: []access.User{u}}); err != nil {
		t.Fatal(err)
	}
	shut(t, first)
	second := opened(t, Config{Storage: Storage{Data: data}})
	defer shut(t, second)
	if a := second.Admin(); a.Name != "ada" || a.Password != "" {
		t.Errorf("%+v", a)
	}
}

func TestTheRuleFileIsTheTenantsRules(t *testing.T) {
	const file = "apiVersion: caseweave/v1\nkind: Rule\ntitle: Mine\nfilter: severity >= 0.8\ngroup_by: [title]\n"
	data := t.TempDir()
	for range 2 {
		a := opened(t, Config{Storage: Storage{Data: data}, Rules: []byte(file)})
		book, version, err := a.engine.Book(t.Context(), a.home)
		if err != nil || version != 1 || len(book.Rules) != 1 || book.Rules[0].Title != "Mine" {
			t.Errorf("version %d: %+v %v", version, book, err)
		}
		shut(t, a)
	}
	if _, err := New(t.Context(), Config{Storage: Storage{Data: data}, Rules: []byte("kind: Rule\n")}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a broken rule file: %v", err)
	}
}

func TestTenantsAndTokensAreMadeBesideAServer(t *testing.T) {
	data := t.TempDir()
	a := opened(t, Config{Storage: Storage{Data: data}})
	defer shut(t, a)
	acme := access.Organisation{ID: "acme", Name: "Acme", TimeZone: "Europe/Berlin"}
	if err := CreateTenant(t.Context(), Storage{Data: data}, acme); err != nil {
		t.Fatal(err)
	}
	if err := CreateTenant(t.Context(), Storage{Data: data}, acme); fault.KindOf(err) != fault.Conflict {
		t.Errorf("the same tenant again: %v", err)
	}
	if err := CreateTenant(t.Context(), Storage{Data: data}, access.Organisation{ID: "b", Name: "B", TimeZone: "Mars/Base"}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a zone that is none: %v", err)
	}
	if _, version, err := a.engine.Book(t.Context(), acme); err != nil || version != 1 {
		t.Errorf("the new tenant's rules are at version %d, %v", version, err)
	}
	for tenant, want := range map[string]fault.Kind{"acme": "", "nobody": fault.NotFound} {
		_, err := CreateToken(t.Context(), Storage{Data: data}, access.Token{Name: "t", Role: access.Ingest, Reach: access.Reach{TenantID: tenant}})
		if err != nil && fault.KindOf(err) != want || err == nil && want != "" {
			t.Errorf("a token for %s: %v", tenant, err)
		}
	}
}

func opened(t *testing.T, c Config) *App {
	t.Helper()
	a, err := New(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func shut(t *testing.T, a *App) {
	t.Helper()
	if err := a.close(); err != nil {
		t.Error(err)
	}
}

func TestAnInstallationLivesInPostgreSQL(t *testing.T) {
	in, key := Storage{Database: postgrestest.Database(t)}, filepath.Join(t.TempDir(), "key")
	for name, refused := range map[string]error{
		"a token":  second(CreateToken(t.Context(), in, access.Token{Name: "t", Role: access.Ingest, Reach: access.Reach{TenantID: DefaultTenant}})),
		"a replay": Replay(t.Context(), in, "", nil, nil),
	} {
		if fault.KindOf(refused) != fault.NotFound {
			t.Errorf("%s where there is no installation: %v", name, refused)
		}
	}
	a := opened(t, Config{Storage: in, KeyFile: key})
	if _, err := New(t.Context(), Config{Storage: in, KeyFile: key}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a second server: %v", err)
	}
	if err := CreateTenant(t.Context(), in, access.Organisation{ID: "acme", Name: "Acme", TimeZone: "UTC"}); err != nil {
		t.Error(err)
	}
	same := 0
	err := Replay(t.Context(), in, "", func(access.Organisation, uint64, uint64) {}, func(_ access.Organisation, r replay.Result) error {
		same++
		if len(r.Differences) > 0 {
			t.Error(r.Differences)
		}
		return nil
	})
	if err != nil || same != 2 {
		t.Errorf("%d tenants replayed, %v", same, err)
	}
	shut(t, a)
	shut(t, opened(t, Config{Storage: in, KeyFile: key}))
}

func second[A any](_ A, err error) error { return err }
