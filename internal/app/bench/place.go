// Package bench measures an installation as its users meet it: through HTTP, with
// everything on that a user gets by default, on the machine that also runs the
// client. What it measures is held against the budgets of the product.
package bench

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"caseweave/internal/app"
	"caseweave/internal/core/access"
	"caseweave/internal/core/rule"
)

// Place is an installation that is measured.
type Place struct {
	url, token string
	client     *http.Client
	stop       func() error
}

// Open starts a server on a storage, with a book as the tenant's rules.
func Open(ctx context.Context, in app.Storage, book rule.Book) (*Place, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	keys, err := os.MkdirTemp("", "caseweave-bench-")
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	defer os.RemoveAll(keys) // it is read at the start only
	a, err := app.New(ctx, app.Config{
		Storage: in, Rules: rule.WriteYAML(book), KeyFile: filepath.Join(keys, "key"), Version: "bench", Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	until, enough := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- a.Serve(until, listener) }()
	p := &Place{
		url:    "http://" + listener.Addr().String() + "/api/v1/tenants/" + app.DefaultTenant,
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}},
	}
	p.stop = func() error {
		p.client.CloseIdleConnections()
		enough()
		return <-served
	}
	p.token, err = app.CreateToken(ctx, in, access.Token{
		Name: "bench", Role: access.Admin, Reach: access.Reach{TenantID: app.DefaultTenant},
	})
	if err != nil {
		return nil, errors.Join(err, p.stop())
	}
	return p, nil
}

// Close stops the server.
func (p *Place) Close() error { return p.stop() }
