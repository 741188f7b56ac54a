package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"os"

	"caseweave/internal/app"
	"caseweave/internal/core/fault"
	"caseweave/internal/edge/certificate"
	"caseweave/internal/edge/httpapi"
)

type serve struct {
	storage
	Listen        string `help:"Where to listen." default:"127.0.0.1:8420" placeholder:"HOST:PORT"`
	Rules         string `help:"At every start, make this YAML file the rules and templates of the tenant default." placeholder:"FILE" type:"existingfile"`
	Example       bool   `help:"Fill an empty tenant default with a living example."`
	MetricsOpen   bool   `help:"Answer /metrics to other machines, too."`
	BehindProxy   bool   `help:"The server stands behind one proxy that speaks TLS: cookies are Secure, and the client's address is the last of X-Forwarded-For."`
	GeoIP         string `name:"geoip" help:"A MaxMind DB of cities or countries, which locates the public addresses that detections don't." placeholder:"FILE" type:"existingfile"`
	KeyFile       string `help:"The key that secrets in the database are encrypted with; made where there is none. With --data it is DIR/caseweave.key, with --database it must be named." placeholder:"FILE"`
	TLSCert       string `name:"tls-cert" and:"tls" help:"Speak TLS with the certificate in this PEM file, its chain included. It is read anew when it changes." placeholder:"FILE" type:"existingfile"`
	TLSKey        string `name:"tls-key" and:"tls" help:"The certificate's key." placeholder:"FILE" type:"existingfile"`
	limits        `embed:"" prefix:"limit-"`
	AllowOutgoing []string `help:"Hosts, addresses and networks such as 10.1.0.0/16 that are not public and that the server may call nevertheless, to reach an identity provider." placeholder:"HOST|NETWORK"`
	LogLevel      string   `help:"What to log: debug, info, warn or error." default:"info" enum:"debug,info,warn,error"`
}

// limits are how much one client may ask for.
type limits struct {
	Requests  int `help:"Requests a second of one person or token; twenty seconds' worth may come at once. 0 is no limit." default:"100" placeholder:"N"`
	Address   int `help:"The same of one address." default:"300" placeholder:"N"`
	Megabytes int `help:"Megabytes of detections a second that one token sends; who sends faster is read slower." default:"64" placeholder:"MB"`
}

// Validate refuses what is no limit; kong asks it.
func (l limits) Validate() error {
	if min(l.Requests, l.Address, l.Megabytes) < 0 {
		return fault.New(fault.Invalid, "A limit is 0, which is none, or more.")
	}
	return nil
}

func (l limits) given() httpapi.Limits {
	return httpapi.Limits{Requests: l.Requests, Address: l.Address, Bytes: int64(l.Megabytes) * 1_000_000}
}

// storage says where an installation keeps everything.
type storage struct {
	Data     string `help:"The directory that holds everything, with the embedded database." required:"" xor:"storage" placeholder:"DIR"`
	Database string `help:"The PostgreSQL database that holds everything instead; better said by CASEWEAVE_DATABASE, since it may hold a password." required:"" xor:"storage" placeholder:"URL"`
}

func (s storage) place() app.Storage { return app.Storage{Data: s.Data, Database: s.Database} }

// Run serves until it is told to stop, then finishes what it took in.
func (v serve) Run(ctx context.Context) error {
	var level slog.Level
	if err := level.UnmarshalText([]byte(v.LogLevel)); err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	rules, err := v.rules()
	if err != nil {
		return err
	}
	secure, err := v.tls(log)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", v.Listen)
	if err != nil {
		return fmt.Errorf("can't listen on %s: %w", v.Listen, err)
	}
	defer listener.Close()
	a, err := app.New(ctx, app.Config{
		Storage: v.place(), Rules: rules, Example: v.Example, MetricsOpen: v.MetricsOpen, BehindProxy: v.BehindProxy,
		GeoIP: v.GeoIP, KeyFile: v.KeyFile, AllowOutgoing: v.AllowOutgoing, TLS: secure, Limits: v.given(), Version: stamped(), Log: log,
	})
	if err != nil {
		return err
	}
	scheme := "http"
	if secure != nil {
		scheme = "https"
	}
	greet(scheme+"://"+listener.Addr().String(), a.Admin())
	return a.Serve(ctx, listener)
}

func (v serve) rules() ([]byte, error) {
	if v.Rules == "" {
		return nil, nil
	}
	return os.ReadFile(v.Rules)
}

// tls is how the server speaks TLS itself; nil where it doesn't.
func (v serve) tls(log *slog.Logger) (*tls.Config, error) {
	if v.TLSCert == "" {
		return nil, nil
	}
	files, err := certificate.Open(v.TLSCert, v.TLSKey, log)
	if err != nil {
		return nil, err
	}
	return files.Config(), nil
}

// greet says where the page is and how to log in.
func greet(url string, admin app.Admin) {
	fmt.Printf("\nCaseweave is ready at  %s\n", url)
	if admin.Password == "" {
		fmt.Printf("Log in as              %s, with the password that you chose\n\n", admin.Name)
		return
	}
	fmt.Printf("Log in as              %s\nOne-time password      %s\n\nIt is valid until you have chosen your own, or until the next start.\n\n", admin.Name, admin.Password)
}
