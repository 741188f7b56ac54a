package postgres_test

import (
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/fault"
	"caseweave/internal/edge/store/postgres"
	"caseweave/internal/edge/store/postgres/postgrestest"
)

// A connection that breaks is nothing that somebody must mend here: whoever asks again is answered.
func TestABrokenConnectionIsPassing(t *testing.T) {
	url := postgrestest.Database(t)
	p := listen(t, url)
	s, err := postgres.Open(t.Context(), p.url)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Administer(t.Context(), admin.Deed{}.CreateTenant(access.Organisation{ID: "acme", Name: "Acme", TimeZone: "UTC"})); err != nil {
		t.Fatal(err)
	}
	broken := 0
	for n := range 2000 {
		if n%20 == 0 {
			go p.drop()
		}
		if _, err := s.Claim(t.Context(), "acme"); err != nil {
			if broken++; fault.KindOf(err) != fault.Unavailable {
				t.Fatalf("a broken connection is told as %s: %v", fault.KindOf(err), err)
			}
		}
	}
	if _, err := s.Tenants(t.Context()); err != nil {
		if _, err = s.Tenants(t.Context()); err != nil {
			t.Errorf("nothing is answered any more: %v", err)
		}
	}
	t.Logf("%d of 2,000 met a broken connection", broken)
}

// proxy stands between a store and its database, and breaks what goes through.
type proxy struct {
	url  string
	mu   sync.Mutex
	open []net.Conn
}

func listen(t *testing.T, database string) *proxy {
	t.Helper()
	socket := filepath.Join(strings.TrimPrefix(strings.Fields(database)[0], "host="), ".s.PGSQL.5432")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	host, port, _ := net.SplitHostPort(l.Addr().String())
	p := &proxy{url: strings.Replace(database, strings.Fields(database)[0], "sslmode=disable host="+host+" port="+port, 1)}
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("unix", socket)
			if err != nil {
				in.Close()
				continue
			}
			p.mu.Lock()
			p.open = append(p.open, in, out)
			p.mu.Unlock()
			go pass(in, out)
			go pass(out, in)
		}
	}()
	return p
}

func pass(to, from net.Conn) {
	_, _ = io.Copy(to, from)
	to.Close()
}

func (p *proxy) drop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.open {
		c.Close()
	}
	p.open = nil
}

func TestAServerThatLostItsDatabaseIsTold(t *testing.T) {
	url := postgrestest.Database(t)
	p := listen(t, url)
	defer postgres.Impatient(0)()
	lost := make(chan error, 1)
	release, err := postgres.Hold(t.Context(), p.url, func(err error) { lost <- err })
	if err != nil {
		t.Fatal(err)
	}
	var other func() error
	for other == nil { // until the first one's lock is gone with its connection
		p.drop()
		other, _ = postgres.Hold(t.Context(), url, nil)
	}
	if err := <-lost; fault.KindOf(err) != fault.Conflict {
		t.Errorf("it is told %v", err)
	}
	if err := release(); err != nil {
		t.Errorf("it does not end well: %v", err)
	}
	if err := other(); err != nil {
		t.Error(err)
	}
}
