// Package memory is the store written plainly, in maps and slices: the model
// that the databases are held against, and a store for tests and dry runs.
//
// It promises what package store does, but keeps nothing when the process ends,
// and prefers clarity to speed throughout: a list sorts everything it has.
package memory

import (
	"context"
	"sync"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/feed"
	"caseweave/internal/core/proof"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/core/settings"
)

// Store keeps everything in memory. It is safe for use by many at once.
type Store struct {
	mutex    sync.Mutex
	partners map[string]access.Partner
	shared   map[string][]dated[rule.Book] // by partner; version n is at n-1
	tenants  map[string]*tenant
	users    map[string]access.User
	tokens   map[string]access.Token
	uses     map[string]time.Time // of tokens, by id
	groups   map[string]access.Group
	signIns  map[access.Reach]access.SignIn
	cookies  map[string]cookie
	sessions map[string]access.Session
	tries    map[string]access.Tries // by folded name
	spent    map[string]int64        // by user
	acts     map[access.Reach][]admin.Act
	// checkpoints are those of logs.
	checkpoints map[string][]checkpoint
	signing     []proof.SealedKey
	// identityProviders are those of all places.
	identityProviders map[string]access.IdentityProvider
	// installation is what holds for all.
	installation access.Installation
	// forgets says that histories are not kept: see Scratch.
	forgets bool
}

// tenant is a tenant with its ledger.
type tenant struct {
	organisation access.Organisation
	head         change.Head
	books        map[uint64]dated[rule.Book]
	detections   map[uint64]*record
	identities   map[detection.Identity]uint64
	folds        map[detection.Identity][]change.Fold
	repeats      map[seen]map[uint64]bool // arrivals
	cases        map[uint64]*folder
	filed        map[uint64]map[uint64]bool // cases by arrival
	activities   []activity.Activity
	logs         []rulelog.Entry
	counts       map[hourly]int
	hours        map[sourceHour]feed.Hour
	settings     *settings.Settings
	open         map[criterionRow]map[change.OpenRow]bool
	gaps         map[uint64]change.Gap
	past         map[uint64]change.Past
	backtests    map[string]dated[[]byte]
	views        map[holder]drawer
}

// dated is something with its time.
type dated[T any] struct {
	at      time.Time
	content T
}

// criterionRow is a row by a criterion.
type criterionRow struct{ criterion, row uint64 }

// seen is a repeat key with the hour in which a detection was last seen.
type seen struct {
	key  uint64
	hour int64
}

// hour counts the hours since 1970.
func hour(at time.Time) int64 { return at.Truncate(time.Hour).Unix() / int64(time.Hour/time.Second) }

// hourly is what one counter counts: what a rule did in an hour.
type hourly struct {
	hour int64
	rule string
	kind rulelog.Kind
}

// folder is a case with what it holds.
type folder struct {
	casefile.Case
	members map[uint64]change.Member
	keys    map[change.Key]bool
	barred  map[uint64]bool
}

// record is a detection with its other versions.
type record struct {
	version
	// standing is where it stands, whatever its versions say.
	standing change.Standing
	others   []version
}

// version is a detection as it was sent at one time.
type version struct {
	sequence uint64
	sent     detection.Detection
}

// current is the detection as it stands.
func (r *record) current() detection.Detection {
	d := cloneDetection(r.sent)
	d.Status, d.Count, d.LastSeenAt = r.standing.Status, r.standing.Count, r.standing.LastSeenAt
	return d
}

// New is an empty store.
func New() *Store {
	return &Store{
		partners: map[string]access.Partner{}, shared: map[string][]dated[rule.Book]{}, tenants: map[string]*tenant{}, users: map[string]access.User{},
		tokens: map[string]access.Token{}, groups: map[string]access.Group{}, uses: map[string]time.Time{}, acts: map[access.Reach][]admin.Act{},
		checkpoints: map[string][]checkpoint{},
		signIns:     map[access.Reach]access.SignIn{},
		cookies:     map[string]cookie{}, sessions: map[string]access.Session{}, tries: map[string]access.Tries{}, spent: map[string]int64{},
		identityProviders: map[string]access.IdentityProvider{},
	}
}

// Scratch is an empty store that keeps what decisions come to and not how they
// came about: no rule log, and of histories and the past only what an order may name,
// comments and other orders.
func Scratch() *Store {
	s := New()
	s.forgets = true
	return s
}

// Ping always answers.
func (s *Store) Ping(context.Context) error { return nil }

// Close does nothing.
func (s *Store) Close() error { return nil }

// of locks the store and finds the tenant; unlock must be called either way.
func (s *Store) of(tenantID string) (t *tenant, unlock func(), err error) {
	s.mutex.Lock()
	t = s.tenants[tenantID]
	if t == nil {
		err = fault.New(fault.NotFound, "There is no tenant %q.", tenantID)
	}
	return t, s.mutex.Unlock, err
}

// newTenant has an empty ledger.
func newTenant() *tenant {
	return &tenant{
		books: map[uint64]dated[rule.Book]{}, detections: map[uint64]*record{}, identities: map[detection.Identity]uint64{},
		folds: map[detection.Identity][]change.Fold{}, repeats: map[seen]map[uint64]bool{},
		cases: map[uint64]*folder{}, filed: map[uint64]map[uint64]bool{},
		open: map[criterionRow]map[change.OpenRow]bool{}, gaps: map[uint64]change.Gap{},
		counts: map[hourly]int{}, hours: map[sourceHour]feed.Hour{}, past: map[uint64]change.Past{}, backtests: map[string]dated[[]byte]{},
		views: map[holder]drawer{},
	}
}

// Tenant is the tenant of that id; fault.NotFound where there is none.
func (s *Store) Tenant(_ context.Context, id string) (access.Organisation, error) {
	t, unlock, err := s.of(id)
	defer unlock()
	if err != nil {
		return access.Organisation{}, err
	}
	return t.organisation, nil
}
