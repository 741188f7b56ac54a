package app

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/edge/httpapi"
)

// journal is a log that is written by many.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

// inquiry is one request of a client that has a cookie, a token or neither.
type inquiry struct {
	method, path, body, cookie, token string
}

func (q inquiry) of(t *testing.T, address string) (status int, cookie string) {
	t.Helper()
	r, err := http.NewRequest(q.method, "http://"+address+q.path, strings.NewReader(q.body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if q.cookie != "" {
		r.AddCookie(&http.Cookie{Name: httpapi.SessionCookie, Value: q.cookie})
	}
	if q.token != "" {
		r.Header.Set("Authorization", "Bearer "+q.token)
	}
	a, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	_, _ = io.Copy(io.Discard, a.Body)
	for _, c := range a.Cookies() {
		if c.Name == httpapi.SessionCookie {
			cookie = c.Value
		}
	}
	return a.StatusCode, cookie
}

const (
	secretPassword = "a password of one's own, 4711"
	wrongPassword  = "hunter2 hunter2 hunter2"
	hostileText    = "eve\nlevel=ERROR msg=\"all is well\"\r\x1b[31m\u202e"
)

func TestTheLogKeepsNoSecretAndNoHostileTextStandsInIt(t *testing.T) {
	log := &journal{}
	storage := Storage{Data: t.TempDir()}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	a, err := New(ctx, Config{Storage: storage, Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	if err != nil {
		t.Fatal(err)
	}
	token, err := CreateToken(ctx, storage, access.Token{Name: "sender", Role: access.Admin, Reach: access.Reach{TenantID: DefaultTenant}})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- a.Serve(ctx, listener) }()
	address, oneTime := listener.Addr().String(), a.Admin().Password

	_, first := inquiry{"POST", "/api/v1/login", credentials("admin", oneTime), "", ""}.of(t, address)
	status, session := inquiry{"PUT", "/api/v1/me/password", `{"current":"` + oneTime + `","new":"` + secretPassword + `"}`, first, ""}.of(t, address)
	if first == "" || session == "" {
		t.Fatalf("nobody is logged in: %d", status)
	}
	forged := token[:len(token)-4] + "0000"
	all := []inquiry{
		{"POST", "/api/v1/login", credentials("admin", wrongPassword), "", ""},
		{"POST", "/api/v1/login", credentials(hostileText, wrongPassword), "", ""},
		{"POST", "/api/v1/login", `{"user":"admin","password":"` + wrongPassword, "", ""},
		{"POST", "/api/v1/login", credentials("admin", secretPassword), "", ""},
		{"GET", "/api/v1/me", "", session, ""},
		{"GET", "/api/v1/me", "", session[1:], ""},
		{"GET", "/api/v1/tenants/default/cases", "", "", token},
		{"GET", "/api/v1/tenants/default/cases", "", "", forged},
		{"GET", "/api/v1/tenants/default%0alevel=ERROR/cases/%1b%5b31m?q=%0a", "", "", token},
		{"POST", "/api/v1/tenants/default/detections?source=ocsf", `{"class_uid":2004,"finding_info":{"uid":"u","title":` + quoted(hostileText) + `}}`, "", token},
		{"POST", "/api/v1/tenants/default/detections?source=%0aevil", "x", "", token},
		{"PUT", "/api/v1/me/password", `{"current":"` + wrongPassword + `","new":"` + secretPassword + `"}`, session, ""},
	}
	for _, q := range all {
		q.of(t, address)
	}
	if err := a.store.Close(); err != nil { // so that everything fails, and is told
		t.Fatal(err)
	}
	failures := 0
	for _, q := range all {
		if status, _ := q.of(t, address); status >= 500 {
			failures++
		}
	}
	stop()
	<-served
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()

	text := log.text.String()
	if failures < 5 || strings.Count(text, "\n") < failures {
		t.Fatalf("only %d requests failed, and the log tells little:\n%s", failures, text)
	}
	for name, secret := range map[string]string{
		"the one-time password": oneTime, "the password": secretPassword, "a wrong password": wrongPassword, "the token": token[20:], "its id with a mark": token[:19],
		"a forged token": forged[20:], "a session": session, "the session before": first, "a header": "Bearer", "a cookie": httpapi.SessionCookie + "=", "a hash": "$argon2id",
	} {
		if strings.Contains(text, secret) {
			t.Errorf("the log tells %s:\n%s", name, text)
		}
	}
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "time=") || strings.ContainsAny(line, "\x1b\r\u202e") {
			t.Errorf("a line that nobody wrote: %q", line)
		}
	}
}

func TestAPasswordOfTheDatabaseIsNotTold(t *testing.T) {
	for _, database := range []string{
		"postgres://caseweave:hunter2@127.0.0.1:1/caseweave", "postgres://caseweave:hunter2@127.0.0.1:port/caseweave",
		"postgres://caseweave:hunter2@127.0.0.1:1/caseweave?sslmode=nonsense", "host=127.0.0.1 port=1 password=hunter2 user=caseweave",
		"host=127.0.0.1 port=none password=hunter2", "postgres://caseweave:hunter2@[::1/caseweave",
	} {
		_, err := New(t.Context(), Config{Storage: Storage{Database: database}})
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", database, err)
		}
	}
}

func credentials(user, password string) string {
	return `{"user":` + quoted(user) + `,"password":` + quoted(password) + `}`
}

func quoted(text string) string {
	b, _ := json.Marshal(text)
	return string(b)
}
