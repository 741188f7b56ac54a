// Package app plugs the rooms together: a store, the engine, intake and HTTP
// become an installation that runs. It decides nothing else.
package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"caseweave/internal/app/backtest"
	"caseweave/internal/app/notary"
	"caseweave/internal/app/retention"
	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
	"caseweave/internal/edge/geoip"
	"caseweave/internal/edge/httpapi"
	"caseweave/internal/edge/intake"
	"caseweave/internal/edge/openid"
	"caseweave/internal/edge/outward"
	"caseweave/internal/edge/presence"
	"caseweave/internal/edge/store"
	"caseweave/internal/edge/vault"
	"caseweave/internal/engine"
)

// Config says how an installation runs.
type Config struct {
	Storage Storage
	// Rules is a rule file that becomes the rules and templates of the tenant
	// default at every start; nil leaves them as they are.
	Rules []byte
	// Example fills an empty tenant default with campaigns in everyday noise that keep trickling in.
	Example bool
	// MetricsOpen answers /metrics to other machines, too.
	MetricsOpen bool
	// BehindProxy is for a server behind one proxy that speaks TLS: cookies are
	// Secure, and the client's address is the one that the proxy tells.
	BehindProxy bool
	// GeoIP is a file in the MaxMind DB format that locates the addresses which events
	// don't; empty for none.
	GeoIP string
	// KeyFile holds the key that secrets are encrypted with, and is made where there is
	// none; empty is vault.File in the directory of Storage. A database needs one named.
	KeyFile string
	// Limits are how much one client may ask for.
	Limits httpapi.Limits
	// TLS is how the server speaks TLS itself; nil where it doesn't.
	TLS *tls.Config
	// AllowOutgoing are hosts and networks that are not public and that the server may
	// call nevertheless: see outward.ParseReach.
	AllowOutgoing []string
	// Version is shown to people.
	Version string
	Log     *slog.Logger
}

// App is a running installation.
type App struct {
	config  Config
	release func() error
	// lost tells why the server must stop.
	lost    chan error
	store   *store.Store
	engine  *engine.Engine
	sources reader
	tests   *backtest.Runner
	keeping *retention.Runner
	notary  *notary.Notary
	atlas   *geoip.Database
	secrets *vault.Box
	server  *httpapi.Server
	home    access.Organisation
	admin   Admin
}

// Admin is the first user.
type Admin struct {
	Name string
	// Password is the one-time password; empty where the admin has chosen another.
	Password string
}

// DefaultTenant is the tenant that every installation begins with.
const DefaultTenant = "default"

// stopWithin bounds how long requests may take to end when the server stops.
const stopWithin = 20 * time.Second

// New opens the installation in its storage, and founds it where there is none.
func New(ctx context.Context, c Config) (*App, error) {
	book, err := written(c.Rules)
	if err != nil {
		return nil, err
	}
	reach, err := outward.ParseReach(c.AllowOutgoing)
	if err != nil {
		return nil, err
	}
	lost := make(chan error, 1)
	s, release, err := c.Storage.hold(ctx, func(err error) { lost <- err })
	if err != nil {
		return nil, err
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	live := httpapi.NewLive()
	e := engine.New(engine.Config{Ledger: s, People: people{s}, Announcer: live, First: first(book), Log: c.Log})
	sources := reader{intake.Sources()}
	a := &App{config: c, release: release, lost: lost, store: s, engine: e, sources: sources, tests: backtest.New(s, e, c.Log), keeping: retention.New(s, e, c.Log)}
	if err := errors.Join(a.unlock(ctx), a.locate(c.GeoIP)); err != nil {
		return nil, errors.Join(err, a.close())
	}
	a.server = httpapi.New(httpapi.Config{
		Intake: sources, Engine: e, Books: e, Settings: e, Retention: e, Cases: s, Detections: s, Feeds: s, History: s, Backtests: a.tests,
		Accounts: s, Views: s, Notary: a.notary, Ledger: s, Cookies: s.Cookies(), Sessions: s, Tries: s, Secrets: a.secrets, OpenID: openid.New(outward.New(reach)),
		Atlas: a.places(), Presence: presence.New(live.Present), Live: live, Version: c.Version, MetricsOpen: c.MetricsOpen, BehindProxy: c.BehindProxy, Limits: c.Limits, Log: c.Log,
	})
	if err := a.found(ctx, book); err != nil {
		return nil, errors.Join(err, a.close())
	}
	if err := a.notary.Start(ctx); err != nil {
		return nil, errors.Join(err, a.close())
	}
	a.keeping.Start()
	return a, nil
}

// unlock opens what secrets are kept in, and with it the key that signs histories.
func (a *App) unlock(ctx context.Context) (err error) {
	file := a.config.KeyFile
	if file == "" {
		if a.config.Storage.Data == "" {
			return fault.New(fault.Invalid, "Name a key file, which encrypts the secrets in the database: --key-file FILE. All servers of one database need the same.")
		}
		file = filepath.Join(a.config.Storage.Data, vault.File)
	}
	if a.secrets, err = vault.Open(file); err != nil {
		return err
	}
	a.notary, err = notary.New(ctx, a.store, a.secrets, a.config.Log)
	return err
}

// Admin tells how the first user logs in.
func (a *App) Admin() Admin { return a.admin }

// Serve answers what comes through the listener until ctx ends, lets what is
// under way end, and closes everything.
func (a *App) Serve(ctx context.Context, listener net.Listener) error {
	web := a.server.HTTP()
	ended := make(chan error, 1)
	go func() { ended <- a.listen(web, listener) }()
	beside, enough := context.WithCancel(ctx)
	defer enough()
	var running sync.WaitGroup
	running.Go(func() { a.warm(beside) })
	if a.config.Example {
		running.Go(func() { a.example(beside) })
	}
	var err error
	select {
	case err = <-ended:
	case err = <-a.lost:
		err = errors.Join(err, a.stop(web))
	case <-ctx.Done():
		err = a.stop(web)
	}
	enough()
	running.Wait()
	return errors.Join(err, a.close())
}

func (a *App) listen(web *http.Server, listener net.Listener) error {
	if a.config.TLS == nil {
		return web.Serve(listener)
	}
	web.TLSConfig = a.config.TLS
	return web.ServeTLS(listener, "", "") // the configuration knows the certificate
}

func (a *App) stop(web *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	if err := web.Shutdown(ctx); err != nil {
		return fmt.Errorf("some requests did not end: %w", errors.Join(err, web.Close()))
	}
	return nil
}

func (a *App) close() error {
	if a.notary != nil {
		a.notary.Close()
	}
	a.keeping.Close()
	a.tests.Close()
	a.engine.Close()
	return errors.Join(a.store.Close(), a.forget(), a.release())
}

// found makes a new installation usable, and brings an old one up to its settings.
func (a *App) found(ctx context.Context, book rule.Book) error {
	var err error
	a.home, err = a.store.Tenant(ctx, DefaultTenant)
	if fault.KindOf(err) == fault.NotFound {
		a.home = access.Organisation{ID: DefaultTenant, Name: "Default", TimeZone: "UTC"}
		err = a.store.Administer(ctx, deed().CreateTenant(a.home))
	}
	if err != nil {
		return err
	}
	if err := a.rules(ctx, book); err != nil {
		return err
	}
	if err := a.sweep(ctx); err != nil {
		return err
	}
	a.admin, err = firstUser(ctx, a.store)
	return err
}

// warm reads what tenants decide by, so that their first detection does not wait
// for it. Pages are shown meanwhile.
func (a *App) warm(ctx context.Context) {
	tenants, err := a.store.Tenants(ctx)
	for _, tenant := range tenants {
		if err == nil && ctx.Err() == nil {
			err = a.engine.Warm(ctx, tenant)
		}
	}
	if err != nil && ctx.Err() == nil {
		a.config.Log.Warn("tenants are read when their first detection comes", "error", err)
	}
}

// sweep ends what a server that stopped left running.
func (a *App) sweep(ctx context.Context) error {
	tenants, err := a.store.Tenants(ctx)
	if err != nil {
		return err
	}
	return a.tests.Sweep(ctx, tenants)
}

// written is the book of a rule file without mistakes, which are told where they
// stand in it; of no file it is the shipped one.
func written(file []byte) (rule.Book, error) {
	if file == nil {
		return rule.Shipped(), nil
	}
	book, places, err := rule.ReadFile(file)
	if err != nil {
		return book, err
	}
	book = book.Identified()
	_, err = rule.Compile(1, rule.Tenant{ID: DefaultTenant, Name: "Default", Zone: time.UTC}, book)
	return book, places.InFile(err)
}

// first is what tenants begin with: default with book, others with the shipped one.
func first(book rule.Book) func(tenantID string) rule.Book {
	return func(tenantID string) rule.Book {
		if tenantID == DefaultTenant {
			return book
		}
		return rule.Shipped()
	}
}

// rules gives the tenant default the book of the file, unless it has it already or
// begins with it.
func (a *App) rules(ctx context.Context, book rule.Book) error {
	if a.config.Rules == nil {
		return nil
	}
	stored, version, err := a.store.Book(ctx, a.home.ID)
	if err != nil || version == 0 || rule.Same(stored.Of(rule.TenantOwned), book) {
		return err
	}
	_, _, err = a.engine.EditBook(ctx, a.home, activity.Itself, nil, func(rule.Book) (rule.Book, error) { return book, nil })
	return err
}

func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// OpenAPI is the description of the HTTP interface, as the server answers it.
func OpenAPI() []byte { return httpapi.Spec() }
