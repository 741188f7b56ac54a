package httpapi

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"reflect"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/prometheus/client_golang/prometheus"

	"caseweave/internal/edge/httpapi/credential"
)

const (
	// maxBody is the longest body of operations that state no other limit.
	maxBody = 1 << 20
	// bodyTimeout and writeTimeout bound the slowest client of operations that
	// state no other limit.
	bodyTimeout  = 30 * time.Second
	writeTimeout = time.Minute
)

// Config is what a Server is plugged into.
type Config struct {
	Intake     Intake
	Engine     Engine
	Books      Books
	Settings   SettingsKeeper
	Retention  Retention
	Cases      Cases
	Detections Detections
	Feeds      Feeds
	History    RuleHistory
	Backtests  Backtester
	Accounts   Accounts
	Views      Views
	Notary     Notary
	Ledger     Ledger
	Cookies    scs.Store
	Sessions   Sessions
	Tries      Tries
	Secrets    Secrets
	// OpenID asks identity providers.
	OpenID OpenID
	// Atlas locates the public addresses that events don't; nil is nobody.
	Atlas Atlas
	// Presence tells Live who looks at which case.
	Presence Presence
	// Live is the engine's Announcer.
	Live *Live
	// Log is where the server's own trouble is told; nil is nowhere.
	Log *slog.Logger
	// Metrics is what /metrics shows beside the server's own; nil is nothing else.
	Metrics *prometheus.Registry
	// Version is the program's.
	Version string
	// BehindProxy is for a server behind one proxy that speaks TLS: cookies are
	// Secure, and a client's address is the last one in X-Forwarded-For where the
	// peer is on this machine or in a private network.
	BehindProxy bool
	// MetricsOpen shows /metrics to other machines too.
	MetricsOpen bool
	// Limits are how much one client may ask for.
	Limits Limits
}

// Server answers all of Caseweave's requests. It is safe for concurrent use.
type Server struct {
	intake     Intake
	engine     Engine
	books      Books
	settings   SettingsKeeper
	retention  Retention
	cases      Cases
	detections Detections
	feeds      Feeds
	history    RuleHistory
	backtests  Backtester
	accounts   Accounts
	views      Views
	notary     Notary
	ledger     Ledger
	secrets    Secrets
	openid     OpenID
	cookies    *scs.SessionManager
	sessions   Sessions
	tries      Tries
	live       *Live
	atlas      Atlas
	presence   Presence
	log        *slog.Logger
	version    string

	behindProxy, metricsOpen bool

	samples *samples
	lints   *lints
	guesses *guesses
	limits  *limiter
	uses    *uses
	// staffing lets one at a time change who administers the installation.
	staffing sync.Mutex
	meter    *meter
	mux      *http.ServeMux
	api      huma.API
	handler  http.Handler
}

// New makes a server; it touches nothing that it is plugged into yet.
func New(c Config) *Server {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Live == nil {
		c.Live = NewLive()
	}
	s := &Server{
		intake: c.Intake, engine: c.Engine, books: c.Books, settings: c.Settings, retention: c.Retention, cases: c.Cases, detections: c.Detections,
		feeds: c.Feeds, history: c.History, backtests: c.Backtests, accounts: c.Accounts, views: c.Views, notary: c.Notary, ledger: c.Ledger, secrets: c.Secrets, openid: c.OpenID,
		cookies: newCookies(c.Cookies), sessions: c.Sessions, tries: c.Tries, live: c.Live, atlas: c.Atlas, presence: c.Presence, log: c.Log, version: c.Version,
		behindProxy: c.BehindProxy, metricsOpen: c.MetricsOpen,
		samples: newSamples(c.Cases, c.Detections), lints: newLints(c.Live.Linted), guesses: newGuesses(), limits: newLimiter(c.Limits), uses: newUses(), meter: newMeter(c.Metrics, c.Live), mux: http.NewServeMux(),
	}
	s.api = humago.New(s.mux, describe())
	s.registerLogin()
	s.registerEnrolment()
	s.registerSessions()
	s.registerSignIn()
	s.registerUserSignIn()
	s.registerOpenID()
	s.registerIdentityProviders()
	s.registerCases()
	s.registerScene()
	s.registerPresence()
	s.registerDetections()
	s.registerSend()
	s.registerCommands()
	s.registerEdits()
	s.registerNeedToKnow()
	s.registerMerges()
	s.registerTies()
	s.registerRelated()
	s.registerApart()
	s.registerComments()
	s.registerExports()
	s.registerProofs()
	s.registerViews()
	s.registerSettling()
	s.registerBulk()
	s.registerKillChain()
	s.registerInsights()
	s.registerSources()
	s.registerExplain()
	s.registerBooks()
	s.registerTry()
	s.registerCheck()
	s.registerCounts()
	s.registerBacktests()
	s.registerRuleLog()
	s.registerSettings()
	s.registerRetention()
	s.registerUsers()
	s.registerWelcome()
	s.registerTokens()
	s.serveRuleSchema()
	s.registerAttack()
	s.registerActs()
	s.registerOrganisation()
	s.registerGroups()
	s.registerAcross()
	s.registerLive()
	s.describeAccess()
	s.serveSpec()
	s.serveHealth()
	s.servePage()
	s.handler = s.guarded(s.mux)
	return s
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// HTTP is the server to listen with: its limits are set, and its Shutdown ends the live streams.
func (s *Server) HTTP() *http.Server {
	go credential.NobodysHash() // the first login should not wait for it
	h := &http.Server{
		Handler: s, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 128 << 10,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	h.RegisterOnShutdown(s.live.Close)
	return h
}

// Spec is the description of the API as OpenAPI 3.1, the text of openapi.json.
func Spec() []byte { return New(Config{}).spec() }

func (s *Server) spec() []byte {
	text, err := json.MarshalIndent(s.api.OpenAPI(), "", "  ")
	if err != nil {
		panic("httpapi: the description does not encode: " + err.Error())
	}
	return append(text, '\n')
}

func describe() huma.Config {
	registry := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "Caseweave", Version: "1",
				Description: "Security case management with automatic cases. Errors are problems as in RFC 9457. docs/api.md is the guide.",
				License:     &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"},
			},
			Components: &huma.Components{Schemas: registry},
		},
		Formats:       map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat: "application/json",
	}
}

func (s *Server) describeAccess() {
	s.api.OpenAPI().Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", BearerFormat: "cw_<id>_<secret>", Description: "A program's token, made by caseweave token create."},
		"session": {Type: "apiKey", In: "cookie", Name: SessionCookie, Description: "A person's session, begun by logging in."},
	}
}

// schemaOf is the schema of v's type, by reference.
func (s *Server) schemaOf(v any) *huma.Schema {
	return s.api.OpenAPI().Components.Schemas.Schema(reflect.TypeOf(v), true, "")
}

func tenantParam() *huma.Param {
	return &huma.Param{Name: "tenant", In: "path", Required: true, Example: "default", Description: "The tenant's id.", Schema: &huma.Schema{Type: huma.TypeString}}
}
