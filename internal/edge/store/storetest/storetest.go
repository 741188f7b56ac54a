// Package storetest is the one suite that every store passes.
//
// Each test is a promise of package store. The property test holds a store
// against package memory: random sets of changes are applied to both, and every
// read must give the same.
package storetest

import (
	"context"
	"testing"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/feed"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/proof"
	"caseweave/internal/core/retention"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/core/settings"

	"github.com/alexedwards/scs/v2"
)

// Store is all that a store offers.
type Store interface {
	ledger
	books
	recall
	open
	lists
	logs
	kept
	feeds
	organisation
	accounts
	views
	trees
	sessions
	Cookies() scs.CtxStore
	Ping(ctx context.Context) error
	Close() error
}

type ledger interface {
	Claim(ctx context.Context, tenantID string) (change.Head, error)
	Commit(ctx context.Context, set *change.Set) error
	Settings(ctx context.Context, tenantID string) (settings.Settings, bool, error)
	Past(ctx context.Context, tenantID string, after uint64, limit int) ([]change.Past, error)
	State(ctx context.Context, tenantID string) (change.State, error)
	Created(ctx context.Context, tenantID string, from, to time.Time) (int, time.Time, error)
}

type books interface {
	Book(ctx context.Context, tenantID string) (rule.Book, uint64, error)
	BookAt(ctx context.Context, tenantID string, version uint64) (rule.Book, error)
	Versions(ctx context.Context, tenantID, kind, id string) ([]change.Edition, error)
	SharedBook(ctx context.Context, partnerID string) (rule.Book, uint64, error)
	SharedVersions(ctx context.Context, partnerID, kind, id string) ([]change.Edition, error)
	Share(ctx context.Context, partnerID string, seen uint64, book rule.Book, at time.Time) (uint64, error)
}

type recall interface {
	OpenCases(ctx context.Context, tenantID string, tell func(change.OpenCase)) error
	Remember(ctx context.Context, tenantID string) error
	HeldCase(ctx context.Context, tenantID string, number uint64) (change.Held, error)
	Known(ctx context.Context, tenantID string, ids []detection.Identity) (map[detection.Identity]change.Known, error)
	Candidates(ctx context.Context, tenantID string, traces []change.Trace) (map[uint64][]change.Candidate, error)
	CasesOf(ctx context.Context, tenantID, detectionID string) ([]casefile.Case, error)
	Members(ctx context.Context, tenantID string, number uint64) ([]detection.Detection, error)
	Memberships(ctx context.Context, tenantID string, viewer casefile.Viewer, detectionID string) ([]change.Member, error)
	WithRaw(ctx context.Context, tenantID string, viewer casefile.Viewer, ids []string) ([]casefile.Filed, error)
}

type open interface {
	Gaps(ctx context.Context, tenantID string) ([]change.Gap, error)
	Related(ctx context.Context, tenantID string, q change.Inquiry) ([]uint64, error)
	OpenSpan(ctx context.Context, tenantID string) (change.Between, bool, error)
	OpenBetween(ctx context.Context, tenantID string, between change.Between, atLeast detection.Fraction,
		afterCreated time.Time, afterArrival uint64, limit int) ([]detection.Detection, error)
}

type kept interface {
	Expired(ctx context.Context, tenantID string, q retention.Inquiry, limit int) (retention.Stretch, error)
	CountExpired(ctx context.Context, tenantID string, q retention.Inquiry) (retention.Count, error)
	Newest(ctx context.Context, tenantID string, until time.Time) (time.Time, bool, error)
}

type feeds interface {
	Feeds(ctx context.Context, tenantID string) ([]feed.Feed, error)
}

type logs interface {
	RuleLogs(ctx context.Context, tenantID string, viewer casefile.Viewer, f rulelog.Filter, r listing.Request) (listing.Page[rulelog.Entry], error)
	RuleCounts(ctx context.Context, tenantID string, since time.Time) (map[string]map[rulelog.Kind]int, error)
	SaveBacktest(ctx context.Context, tenantID, id string, at time.Time, document []byte) error
	Backtest(ctx context.Context, tenantID, id string) ([]byte, error)
	Backtests(ctx context.Context, tenantID string, limit int) ([][]byte, error)
}

type lists interface {
	Detections(ctx context.Context, tenantID string, viewer casefile.Viewer, r listing.Request) (listing.Page[casefile.Filed], error)
	Detection(ctx context.Context, tenantID string, viewer casefile.Viewer, id string) (casefile.Filed, error)
	AnyHidden(ctx context.Context, tenantID string, viewer casefile.Viewer) (bool, error)
	Hidden(ctx context.Context, tenantID string, viewer casefile.Viewer, numbers []uint64) (map[uint64]bool, error)
	Cases(ctx context.Context, tenantID string, viewer casefile.Viewer, r listing.Request) (listing.Page[casefile.Case], error)
	Case(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64) (casefile.Case, error)
	CaseDetections(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64, r listing.Request) (listing.Page[casefile.Filed], error)
	EachMember(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64, most int, tell func(*detection.Detection)) error
	Handled(ctx context.Context, tenantID string, viewer casefile.Viewer, r listing.Request) (listing.Page[activity.Activity], error)
	Comments(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64, r listing.Request) (listing.Page[casefile.Comment], error)
	Comment(ctx context.Context, tenantID string, number, order uint64) (casefile.Comment, error)
	Activities(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64, r listing.Request) (listing.Page[activity.Activity], error)
}

type organisation interface {
	Administer(ctx context.Context, c admin.Change) error
	Acts(ctx context.Context, place access.Reach, r listing.Request) (listing.Page[admin.Act], error)
	Partner(ctx context.Context, id string) (access.Partner, error)
	Partners(ctx context.Context) ([]access.Partner, error)
	Tenants(ctx context.Context) ([]access.Organisation, error)
	TenantsOf(ctx context.Context, partnerID string) ([]access.Organisation, error)
	Tenant(ctx context.Context, id string) (access.Organisation, error)
	TenantWithin(ctx context.Context, reach access.Reach, id string) (access.Organisation, error)
	Groups(ctx context.Context) ([]access.Group, error)
	Installation(ctx context.Context) (access.Installation, error)
}

type accounts interface {
	User(ctx context.Context, name string) (access.User, error)
	UserByID(ctx context.Context, id string) (access.User, error)
	Users(ctx context.Context) ([]access.User, error)
	IdentityProvider(ctx context.Context, id string) (access.IdentityProvider, error)
	IdentityProviders(ctx context.Context) ([]access.IdentityProvider, error)
	Token(ctx context.Context, id string) (access.Token, error)
	Tokens(ctx context.Context) ([]access.Token, error)
	UseToken(ctx context.Context, id string, at time.Time) error
	TokenUses(ctx context.Context) (map[string]time.Time, error)
}

type trees interface {
	Logs(ctx context.Context) ([]string, error)
	LogSize(ctx context.Context, log string) (uint64, error)
	Tiles(ctx context.Context, log string, tiles []proof.Tile) ([][]byte, error)
	Records(ctx context.Context, log string, after uint64, limit int) ([]proof.Record, error)
	CaseRecords(ctx context.Context, tenantID string, number, after uint64, limit int) ([]proof.Record, error)
	KeepCheckpoint(ctx context.Context, log string, size uint64, note string, at time.Time) error
	LastCheckpoint(ctx context.Context, log string) (string, error)
	SigningKeys(ctx context.Context) ([]proof.SealedKey, error)
	AddSigningKey(ctx context.Context, after int, key proof.SealedKey, at time.Time) error
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
		{"the past reads as it was", pastIsAsItWas},
		{"an arrival may bear its standing itself", bornWithItsStanding},
		{"what may be repeated is found where it was last seen", repeatsAreFound},
		{"a detection listed twice takes nobody's place", listedTwice},
		{"a repeat stays known until it arrives on its own", repeatStaysKnown},
		{"members are told by arrival, as far as asked", membersAreTold},
		{"members leave with their keys and may join again", membersLeave},
		{"what is retired goes with all that belongs to it", retiredWholly},
		{"what was ever in a case is not retired", casesAreKept},
		{"a pass meets what expired, each once", passMeetsTheExpired},
		{"ages are measured at the newest arrival", newestIsFound},
		{"what sources sent is counted by hours", sentIsCounted},
		{"partners share rules with their tenants", partnersShare},
		{"the newest backtests are kept", backtestsAreKept},
		{"a commit may have any size", commitsOfAnySize},
		{"all open cases are told of, however many", manyOpenCases},
		{"strangers read nothing of automatic cases", newReadsRefuse},
		{"another tenant's objects do not exist", otherTenantsDoNotExist},
		{"an unknown tenant is not found", unknownTenantIsNotFound},
		{"a cursor holds while rows are added", cursorHolds},
		{"a list refuses what it can't answer", listRefuses},
		{"comments are as their authors left them", commentsAreAsTheirAuthorsLeftThem},
		{"what people did to whole cases is listed", handlingIsListed},
		{"cases that were merged are listed where they are asked for", mergedCasesAreListedOnDemand},
		{"a case that names people is theirs only", hiddenCasesDoNotExist},
		{"cases are listed by who has them", listedByAssignee},
		{"a filter that finds nothing ends", fruitlessFilterEnds},
		{"accounts are kept", accountsAreKept},
		{"identity providers are kept", identityProvidersAreKept},
		{"acts are numbered where they were done", actsAreNumberedWhereTheyWereDone},
		{"tokens tell when they were used last", tokensTellTheirLastUse},
		{"groups of tenants are kept", groupsAreKept},
		{"tenants are listed together", tenantsAreListedTogether},
		{"cookies expire", cookiesExpire},
		{"sessions are listed and end", sessionsAreListedAndEnd},
		{"tries are remembered", triesAreRemembered},
		{"a code is good once", aCodeIsGoodOnce},
		{"places ask of their people", placesAskOfTheirPeople},
		{"views are their keepers'", viewsAreTheirKeepers},
		{"a history's tree is that of its records", evidentHistories},
		{"a history's tree goes on where it was", evidentAnew},
		{"a tree is that of what administrators did", evidentActs},
		{"checkpoints and their key are kept", checkpointsAreKept},
		{"what is closed and opened again is all there", reopenedIsAllThere},
		{"two can open at once", twoOpenAtOnce},
		{"accounts are written beside commits", besideTheLedger},
		{"any history reads as in memory", readsAsMemory},
	} {
		t.Run(promise.name, func(t *testing.T) {
			t.Parallel() // each has a place of its own
			promise.test(t, place(t))
		})
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
