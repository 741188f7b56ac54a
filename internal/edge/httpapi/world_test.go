package httpapi

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/feed"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/edge/httpapi/credential"
	"caseweave/internal/edge/store/memory"
	"caseweave/internal/edge/vault"
	"caseweave/internal/engine"
)

// world is a server plugged into memory. Its tenants are default, of the partner
// acme, and other, of nobody.
type world struct {
	t testing.TB
	*Server
	people *people
	desk   *desk
	shelf  *shelves
	views  *drawers
	lobby  *lobby
	scribe *scribe
	oracle *oracle
	log    *bytes.Buffer
	// token holds a token of each role in the tenant default, and "stranger",
	// the admin of other.
	token map[string]string
}

func newWorld(t testing.TB) *world {
	w := &world{t: t, people: newPeople(), desk: newDesk(), shelf: &shelves{}, views: &drawers{}, log: &bytes.Buffer{}, token: map[string]string{}}
	w.lobby, w.scribe, w.oracle = &lobby{}, &scribe{}, &oracle{}
	w.Server = New(Config{
		Presence: w.lobby, Notary: w.scribe,
		Intake: lines{}, Engine: w.desk, Books: w.desk, Settings: w.desk, Retention: w.desk, Cases: w.shelf, Detections: w.shelf,
		Feeds: w.shelf, History: w.shelf, Backtests: w.desk, Accounts: w.people, Views: w.views, Ledger: w.shelf,
		Cookies: newCupboard(), Sessions: w.people, Tries: w.people, Secrets: vault.New([32]byte{1}), OpenID: w.oracle, Version: "test", Log: slog.New(slog.NewTextHandler(w.log, nil)),
	})
	for _, r := range access.Roles {
		w.token[string(r)] = w.people.mint(r, access.Reach{TenantID: "default"})
	}
	for _, r := range access.Roles {
		w.token["acme's "+string(r)] = w.people.mint(r, access.Reach{PartnerID: "acme"})
	}
	for _, r := range access.Roles {
		w.token["root's "+string(r)] = w.people.mint(r, access.Reach{Root: true})
	}
	w.token["root"] = w.people.mint(access.Admin, access.Reach{Root: true})
	w.token["stranger"] = w.people.mint(access.Admin, access.Reach{TenantID: "other"})
	return w
}

// ask sends a request as who, a key of w.token or empty for nobody.
func (w *world) ask(who, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+w.token[who])
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	w.ServeHTTP(recorder, r)
	return recorder
}

// problem is the answer as a problem with the status, or the end of the test.
func (w *world) problem(answer *httptest.ResponseRecorder, status int) Problem {
	w.t.Helper()
	var p Problem
	if answer.Code != status || answer.Header().Get("Content-Type") != "application/problem+json" {
		w.t.Fatalf("answered %d %s, want a problem with %d: %s", answer.Code, answer.Header().Get("Content-Type"), status, answer.Body)
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &p); err != nil || p.Status != status || p.Type == "" || p.Title == "" || p.Detail == "" {
		w.t.Fatalf("a problem lacks something: %s (%v)", answer.Body, err)
	}
	return p
}

func answered[T any](t testing.TB, answer *httptest.ResponseRecorder) T {
	t.Helper()
	var v T
	if answer.Code != http.StatusOK {
		t.Fatalf("answered %d: %s", answer.Code, answer.Body)
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &v); err != nil {
		t.Fatalf("%v: %s", err, answer.Body)
	}
	return v
}

// people are the accounts.
type people struct {
	*memory.Store
	mu        sync.Mutex
	withdrawn map[string]bool // tokens
	// north is the edition of the group of that name.
	north  uint64
	broken error
}

func newPeople() *people {
	p := &people{Store: memory.New(), withdrawn: map[string]bool{}}
	p.must(admin.Deed{}.CreatePartner(access.Partner{ID: "acme", Name: "Acme"}))
	p.must(admin.Deed{}.CreateTenant(access.Organisation{ID: "default", Name: "Default", PartnerID: "acme"}))
	p.must(admin.Deed{}.CreateTenant(access.Organisation{ID: "other", Name: "Other"}))
	p.regroup()
	return p
}

// regroup makes the group north, where it is not there.
func (p *people) regroup() {
	all, _ := p.Groups(context.Background())
	if slices.ContainsFunc(all, func(g access.Group) bool { return g.ID == "north" }) {
		return
	}
	north := access.Group{ID: "north", Name: "North", Place: access.Reach{PartnerID: "acme"}, Tenants: []string{"default"}, Version: 1}
	if p.north > 0 {
		north.Version = p.north + 2 // after it was dissolved
	}
	p.north = north.Version
	p.must(admin.Change{Groups: []access.Group{north}})
}

func (p *people) must(c admin.Change) {
	if err := p.Administer(context.Background(), c); err != nil {
		panic(err)
	}
}

func (p *people) mint(r access.Role, reach access.Reach) string {
	text, t := credential.MintToken("test", r, reach)
	p.must(admin.Deed{}.CreateToken(t))
	return text
}

func (p *people) keepToken(t access.Token) { p.must(admin.Deed{}.CreateToken(t)) }

func (p *people) withdraw(token string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.withdrawn[token] = true
}

// enrol makes the user, or gives the user another password.
func (p *people) enrol(t testing.TB, name, password string, oneTime bool) access.User {
	hash, err := credential.HashPassword(t.Context(), password)
	if err != nil {
		t.Fatal(err)
	}
	u, err := p.UserByID(t.Context(), "u-"+name)
	if err == nil {
		return p.keep(admin.Deed{}.SetPassword(u, hash, oneTime))
	}
	return p.join(access.User{ID: "u-" + name, Name: name, PasswordHash: hash, OneTime: oneTime, Role: access.Admin, Reach: access.Reach{Root: true}})
}

// join gives a user an account.
func (p *people) join(u access.User) access.User { return p.keep(admin.Deed{}.CreateUser(u)) }

func (p *people) keep(c admin.Change) access.User {
	p.must(c)
	return c.Users[0]
}

func (p *people) Tenant(ctx context.Context, id string) (access.Organisation, error) {
	if err := access.CheckID(id); err != nil {
		panic(err)
	}
	if p.broken != nil {
		return access.Organisation{}, p.broken
	}
	return p.Store.Tenant(ctx, id)
}

func (p *people) TenantWithin(ctx context.Context, reach access.Reach, id string) (access.Organisation, error) {
	if p.broken != nil {
		return access.Organisation{}, p.broken
	}
	return p.Store.TenantWithin(ctx, reach, id)
}

func (p *people) UserByID(ctx context.Context, id string) (access.User, error) {
	if p.broken != nil {
		return access.User{}, p.broken
	}
	return p.Store.UserByID(ctx, id)
}

func (p *people) User(ctx context.Context, name string) (access.User, error) {
	if p.broken != nil {
		return access.User{}, p.broken
	}
	return p.Store.User(ctx, name)
}

func (p *people) Token(ctx context.Context, id string) (access.Token, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.broken != nil {
		return access.Token{}, p.broken
	}
	if p.withdrawn[id] {
		return access.Token{}, fault.New(fault.NotFound, "There is no such token.")
	}
	return p.Store.Token(ctx, id)
}

// lines is an intake whose every line is a detection, a "bad" one is refused,
// and "broken" ends the body.
type lines struct{}

func (lines) Open(source string, body io.Reader, encoding string, _ time.Time) (iter.Seq[engine.Record], error) {
	if source != "ocsf" {
		return nil, fault.New(fault.NotFound, "There is no source %q; there are ocsf.", source)
	}
	if encoding != "" && encoding != "gzip" {
		return nil, fault.New(fault.Invalid, "The encoding %q can't be read.", encoding)
	}
	return func(yield func(engine.Record) bool) {
		in := bufio.NewScanner(body)
		for n := 1; ; n++ {
			if !in.Scan() {
				if in.Err() != nil {
					yield(engine.Record{Line: n, Final: true, Err: fault.Because(in.Err(), fault.Unavailable, "The body broke off after line %d.", n-1)})
				}
				return
			}
			if r := lineRecord(n, in.Text()); !yield(r) || r.Final {
				return
			}
		}
	}, nil
}

func lineRecord(n int, text string) engine.Record {
	switch text {
	case "bad":
		return engine.Record{Line: n, Err: fault.New(fault.Invalid, "It is bad.")}
	case "broken":
		return engine.Record{Line: n, Final: true, Err: fault.New(fault.Invalid, "The gzip stream is broken after line %d.", n-1)}
	case "huge":
		return engine.Record{Line: n, Final: true, Err: fault.New(fault.TooLarge, "The body is longer than 2 GB.")}
	}
	return engine.Record{Line: n, Detection: &detection.Detection{Title: text}}
}

// shelves are the reads: each finds the example, and remembers how it was asked.
type shelves struct {
	mu     sync.Mutex
	asked  listing.Request
	filter rulelog.Filter
	fails  error
}

// take remembers what was asked for, unless a store would refuse it.
func (s *shelves) take(r listing.Request, sorts []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = r
	return r.Check(sorts)
}

func (s *shelves) Cases(_ context.Context, _ string, _ casefile.Viewer, r listing.Request) (listing.Page[casefile.Case], error) {
	if err := s.take(r, casefile.Sorts); err != nil {
		return listing.Page[casefile.Case]{}, err
	}
	page := listing.Page[casefile.Case]{Items: []casefile.Case{exampleOpened}}
	if r.After == nil {
		page.Next = &listing.Cursor{Sort: r.Order(), Number: 70, ID: 42}
	}
	return page, s.fails
}

func (s *shelves) Hidden(context.Context, string, casefile.Viewer, []uint64) (map[uint64]bool, error) {
	return nil, s.fails
}

func (s *shelves) Case(_ context.Context, _ string, _ casefile.Viewer, number uint64) (casefile.Case, error) {
	if number == 43 || number == 44 { // merged into 42, one through the other
		return casefile.Case{TenantID: "default", Number: number, MergedInto: number - 1}, nil
	}
	if number != 42 {
		return casefile.Case{}, fault.New(fault.NotFound, "There is no such case.")
	}
	return exampleOpened, s.fails
}

func (s *shelves) CaseDetections(ctx context.Context, tenant string, _ casefile.Viewer, _ uint64, r listing.Request) (listing.Page[casefile.Filed], error) {
	return s.Detections(ctx, tenant, casefile.Viewer{}, r)
}

func (s *shelves) EachMember(_ context.Context, _ string, _ casefile.Viewer, _ uint64, _ int, tell func(*detection.Detection)) error {
	if s.fails == nil {
		d := exampleFiled.Detection
		tell(&d)
	}
	return s.fails
}

func (s *shelves) Comments(_ context.Context, _ string, _ casefile.Viewer, number uint64, r listing.Request) (listing.Page[casefile.Comment], error) {
	s.asked = r
	author := activity.Actor{Kind: activity.Token, ID: "somebody", Name: "else"}
	return listing.Page[casefile.Comment]{Items: []casefile.Comment{{Order: 99, Entry: 120, Case: number, Author: author, Text: "seen", Version: 1, At: exampleTime}}}, s.fails
}

func (s *shelves) Handled(context.Context, string, casefile.Viewer, listing.Request) (listing.Page[activity.Activity], error) {
	looked := activity.Activity{At: time.Now(), Fact: activity.Fact{Kind: activity.StatusChanged, Case: 42, New: "in_progress"}}
	long := activity.Activity{At: time.Now().AddDate(-9, 0, 0), Fact: activity.Fact{Kind: activity.StatusChanged, Case: 42, New: "resolved"}}
	return listing.Page[activity.Activity]{Items: []activity.Activity{looked, long}, Next: &listing.Cursor{Sort: "-entry", ID: 7}}, s.fails
}

func (s *shelves) Activities(_ context.Context, _ string, _ casefile.Viewer, _ uint64, r listing.Request) (listing.Page[activity.Activity], error) {
	s.asked = r
	return listing.Page[activity.Activity]{Items: []activity.Activity{{Entry: 1, Fact: activity.Fact{Kind: activity.CaseOpened, Case: 42, Actor: activity.Automatic}}}}, s.fails
}

func (s *shelves) Detections(_ context.Context, _ string, _ casefile.Viewer, r listing.Request) (listing.Page[casefile.Filed], error) {
	if err := s.take(r, detection.Sorts); err != nil {
		return listing.Page[casefile.Filed]{}, err
	}
	return listing.Page[casefile.Filed]{Items: []casefile.Filed{exampleFiled}}, s.fails
}

func (s *shelves) Detection(context.Context, string, casefile.Viewer, string) (casefile.Filed, error) {
	return exampleFiled, s.fails
}

func (s *shelves) Feeds(context.Context, string) ([]feed.Feed, error) {
	now := time.Now()
	often := feed.Feed{Source: "ocsf"}
	for hours := 48; hours >= 0; hours-- {
		often.Hours = append(often.Hours, feed.HourOf(6, now.Add(-time.Duration(hours)*time.Hour)))
	}
	return []feed.Feed{often, {Source: "wazuh", Hours: []feed.Hour{feed.HourOf(1, now)}}}, s.fails
}

func (s *shelves) WithRaw(_ context.Context, _ string, _ casefile.Viewer, ids []string) ([]casefile.Filed, error) {
	var all []casefile.Filed
	for _, id := range ids {
		if id == exampleFiled.ID {
			all = append(all, exampleFiled)
		}
	}
	return all, s.fails
}

func (s *shelves) RuleLogs(_ context.Context, _ string, _ casefile.Viewer, f rulelog.Filter, r listing.Request) (listing.Page[rulelog.Entry], error) {
	s.asked, s.filter = r, f
	return listing.Page[rulelog.Entry]{Items: []rulelog.Entry{exampleLogged}, Next: &listing.Cursor{Sort: "-entry", Number: 7, ID: 7}}, s.fails
}

func (s *shelves) RuleCounts(context.Context, string, time.Time) (map[string]map[rulelog.Kind]int, error) {
	return map[string]map[rulelog.Kind]int{"b": {rulelog.Created: 2}, "a": {rulelog.ExpressionFailed: 3, rulelog.Appended: 1}}, s.fails
}

func (s *shelves) Versions(_ context.Context, _, kind, id string) ([]change.Edition, error) {
	first, second := exampleRuleWritten, exampleRuleWritten
	first.Version, first.Title = 1, "The first"
	switch {
	case kind == change.RuleItem && id == exampleRuleID:
		return []change.Edition{{SetVersion: 3, At: exampleTime, Rule: &second}, {SetVersion: 1, At: exampleTime, Rule: &first}}, s.fails
	case kind == change.TemplateItem && id == exampleTemplateID:
		return []change.Edition{{SetVersion: 1, At: exampleTime, Template: &exampleTemplateWritten}}, s.fails
	}
	return nil, fault.New(fault.NotFound, "There never was such a %s.", kind)
}

func (s *shelves) SharedVersions(ctx context.Context, partner, kind, id string) ([]change.Edition, error) {
	return s.Versions(ctx, partner, kind, id)
}

func (s *shelves) Ping(context.Context) error { return s.fails }

// cupboard keeps what stands behind cookies.
type cupboard struct {
	mu  sync.Mutex
	all map[string][]byte
}

func newCupboard() *cupboard { return &cupboard{all: map[string][]byte{}} }

func (c *cupboard) Find(token string) ([]byte, bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b, ok := c.all[token]
	return b, ok, nil
}

func (c *cupboard) Commit(token string, b []byte, _ time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all[token] = b
	return nil
}

func (c *cupboard) Delete(token string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.all, token)
	return nil
}
