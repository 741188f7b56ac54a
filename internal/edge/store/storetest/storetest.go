// Package storetest is the one suite that every store passes.
//
// Each test is a promise of package store. The property test holds a store
// against package memory: random sets of changes are applied to both, and every
// read must give the same.
package storetest

import (
	"context"
	"testing"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/listing"
	"caseweave/internal/engine"

	"github.com/alexedwards/scs/v2"
)

// Store is all that a store offers.
type Store interface {
	engine.Ledger
	lists
	organisation
	accounts
	Sessions() scs.CtxStore
	Ping(ctx context.Context) error
	Close() error
}

type lists interface {
	Detections(ctx context.Context, tenantID string, r listing.Request) (listing.Page[casefile.Filed], error)
	Detection(ctx context.Context, tenantID, id string) (casefile.Filed, error)
	Cases(ctx context.Context, tenantID string, r listing.Request) (listing.Page[casefile.Case], error)
	Case(ctx context.Context, tenantID string, number uint64) (casefile.Case, error)
	CaseDetections(ctx context.Context, tenantID string, number uint64, r listing.Request) (listing.Page[casefile.Filed], error)
	Assets(ctx context.Context, tenantID string, number uint64) (casefile.Assets, error)
	Activities(ctx context.Context, tenantID string, number uint64, r listing.Request) (listing.Page[activity.Activity], error)
}

type organisation interface {
	CreatePartner(ctx context.Context, p access.Partner) error
	CreateTenant(ctx context.Context, o access.Organisation) error
	Tenants(ctx context.Context) ([]access.Organisation, error)
	Tenant(ctx context.Context, id string) (access.Organisation, error)
}

type accounts interface {
	CreateUser(ctx context.Context, u access.User) error
	User(ctx context.Context, name string) (access.User, error)
	UserByID(ctx context.Context, id string) (access.User, error)
	SetPassword(ctx context.Context, userID, hash string, oneTime bool) error
	CreateToken(ctx context.Context, t access.Token) error
	Token(ctx context.Context, id string) (access.Token, error)
}

// Place is where a store keeps what it keeps: each call opens it. What was
// opened before may still be open.
type Place func() (Store, error)

// Run holds the stores of a kind against every promise. place makes an empty place.
func Run(t *testing.T, place func(t *testing.T) Place) {
	for _, promise := range []struct {
		name string
		test func(*testing.T, Place)
	}{
		{"what was committed is read back", committedIsReadBack},
		{"foreign texts and far times come back as they were", textsAndTimesComeBack},
		{"identities that read alike are apart", identitiesAreApart},
		{"a stale head or epoch is a conflict", staleHeadIsAConflict},
		{"a set that fails leaves nothing", failingSetLeavesNothing},
		{"an update keeps the version before", updateKeepsTheVersionBefore},
		{"a late version is only kept", lateVersionIsOnlyKept},
		{"the most severe other member leads", mostSevereOtherLeads},
		{"another tenant's objects do not exist", otherTenantsDoNotExist},
		{"an unknown tenant is not found", unknownTenantIsNotFound},
		{"a cursor holds while rows are added", cursorHolds},
		{"a list refuses what it can't answer", listRefuses},
		{"a filter that finds nothing ends", fruitlessFilterEnds},
		{"accounts are kept", accountsAreKept},
		{"sessions expire", sessionsExpire},
		{"what is closed and opened again is all there", reopenedIsAllThere},
		{"two can open at once", twoOpenAtOnce},
		{"accounts are written beside commits", besideTheLedger},
		{"any history reads as in memory", readsAsMemory},
	} {
		t.Run(promise.name, func(t *testing.T) { promise.test(t, place(t)) })
	}
}

// opened is a store that is closed with the test.
func opened(t *testing.T, place Place) Store {
	t.Helper()
	s, err := place()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}
