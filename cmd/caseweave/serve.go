package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"

	"caseweave/internal/app"
)

type serve struct {
	storage
	Listen      string `help:"Where to listen." default:"127.0.0.1:8420" placeholder:"HOST:PORT"`
	Rules       string `help:"At every start, make this YAML file the rules and templates of the tenant default." placeholder:"FILE" type:"existingfile"`
	Example     bool   `help:"Fill an empty tenant default with a living example."`
	MetricsOpen bool   `help:"Answer /metrics to other machines, too."`
	BehindProxy bool   `help:"The server stands behind one proxy that speaks TLS: cookies are Secure, and the client's address is the last of X-Forwarded-For."`
	GeoIP       string `name:"geoip" help:"A MaxMind DB of cities or countries, which locates the public addresses that detections don't." placeholder:"FILE" type:"existingfile"`
	KeyFile     string `help:"The key that secrets in the database are encrypted with; made where there is none. With --data it is DIR/caseweave.key, with --database it must be named." placeholder:"FILE"`
	LogLevel    string `help:"What to log: debug, info, warn or error." default:"info" enum:"debug,info,warn,error"`
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
	listener, err := net.Listen("tcp", v.Listen)
	if err != nil {
		return fmt.Errorf("can't listen on %s: %w", v.Listen, err)
	}
	defer listener.Close()
	a, err := app.New(ctx, app.Config{
		Storage: v.place(), Rules: rules, Example: v.Example, MetricsOpen: v.MetricsOpen, BehindProxy: v.BehindProxy,
		GeoIP: v.GeoIP, KeyFile: v.KeyFile, Version: stamped(), Log: log,
	})
	if err != nil {
		return err
	}
	greet(listener.Addr().String(), a.Admin())
	return a.Serve(ctx, listener)
}

func (v serve) rules() ([]byte, error) {
	if v.Rules == "" {
		return nil, nil
	}
	return os.ReadFile(v.Rules)
}

// greet says where the page is and how to log in.
func greet(address string, admin app.Admin) {
	fmt.Printf("\nCaseweave is ready at  http://%s\n", address)
	if admin.Password == "" {
		fmt.Printf("Log in as              %s, with the password that you chose\n\n", admin.Name)
		return
	}
	fmt.Printf("Log in as              %s\nOne-time password      %s\n\nIt is valid until you have chosen your own, or until the next start.\n\n", admin.Name, admin.Password)
}
