package httpapi

import (
	"context"
	"io"
	"iter"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/backtest"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/feed"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/proof"
	"caseweave/internal/core/retention"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/core/savedview"
	"caseweave/internal/core/settings"
	"caseweave/internal/engine"
)

// Intake reads foreign bytes as detections.
type Intake interface {
	// Open reads body as records of source. A source that does not exist is
	// fault.NotFound, an encoding that can't be read fault.Invalid. Where the body
	// can't be read to its end, the last record is Final.
	Open(source string, body io.Reader, encoding string, receivedAt time.Time) (iter.Seq[engine.Record], error)
}

// Engine decides in a tenant's order, and answers after the commit.
type Engine interface {
	// Receive takes records in; on an error the answer says what was stored before it.
	Receive(ctx context.Context, tenant access.Organisation, records iter.Seq[engine.Record]) (engine.Answer, error)
	// Order carries out what a person orders. A case or detection that is not there is fault.NotFound.
	Order(ctx context.Context, tenant access.Organisation, c command.Command) (engine.Done, error)
	// Explain says why a detection is where it is, as far as the viewer may know of cases; one that the tenant doesn't have is fault.NotFound.
	Explain(ctx context.Context, tenant access.Organisation, viewer casefile.Viewer, detectionID string) (engine.Explanation, error)
	// ImaginedSince is since when rules on test have kept their imagined cases.
	ImaginedSince(ctx context.Context, tenant access.Organisation) (time.Time, error)
}

// Books are what tenants and partners wrote. An edit is called with one's own
// half and answers what it becomes; it may be called again. Where seen is not
// nil, another version is fault.Conflict. Editing answers the whole book.
type Books interface {
	// Book is the tenant's rules and templates and its partner's, which Owner marks, under one version.
	Book(ctx context.Context, tenant access.Organisation) (rule.Book, uint64, error)
	EditBook(ctx context.Context, tenant access.Organisation, by activity.Actor, seen *uint64, edit func(own rule.Book) (rule.Book, error)) (rule.Book, uint64, error)
	// PartnerBook is what a partner wrote.
	PartnerBook(ctx context.Context, partnerID string) (rule.Book, uint64, error)
	// TenantBooks are what the tenants of a partner write themselves.
	TenantBooks(ctx context.Context, partnerID string) ([]rule.TenantBook, error)
	EditPartnerBook(ctx context.Context, partner access.Partner, by activity.Actor, seen *uint64, edit func(own rule.Book) (rule.Book, error)) (rule.Book, uint64, error)
}

// SettingsKeeper keeps the bounds that tenants set for themselves.
type SettingsKeeper interface {
	Settings(ctx context.Context, tenant access.Organisation) (settings.Settings, error)
	EditSettings(ctx context.Context, tenant access.Organisation, by activity.Actor, edit func(settings.Settings) (settings.Settings, error)) (settings.Settings, error)
}

// Retention says what would be removed.
type Retention interface {
	// Forecast is what would be removed now by some bounds. Nothing changes.
	Forecast(ctx context.Context, tenant access.Organisation, bounds settings.Settings) (retention.Forecast, error)
}

// RuleHistory tells what rules did, and what they were.
type RuleHistory interface {
	// RuleLogs are those that the filter selects.
	RuleLogs(ctx context.Context, tenantID string, viewer casefile.Viewer, f rulelog.Filter, r listing.Request) (listing.Page[rulelog.Entry], error)
	// RuleCounts says for each rule, by id, how many entries of each kind there are since then.
	RuleCounts(ctx context.Context, tenantID string, since time.Time) (map[string]map[rulelog.Kind]int, error)
	// Versions are all editions of a rule or template, newest first; kind is
	// change.RuleItem or change.TemplateItem. None at all is fault.NotFound.
	Versions(ctx context.Context, tenantID, kind, id string) ([]change.Edition, error)
	// SharedVersions are the same of what a partner wrote.
	SharedVersions(ctx context.Context, partnerID, kind, id string) ([]change.Edition, error)
}

// Backtester runs backtests. One that the tenant doesn't have is fault.NotFound.
type Backtester interface {
	// Start begins one; a book with mistakes is fault.Invalid.
	Start(ctx context.Context, tenant access.Organisation, by activity.Actor, r backtest.Request) (backtest.Backtest, error)
	Backtest(ctx context.Context, tenantID, id string) (backtest.Backtest, error)
	// Backtests are the tenant's, newest first, without results.
	Backtests(ctx context.Context, tenantID string) ([]backtest.Backtest, error)
	// Cancel ends one that is running; any other stays as it is.
	Cancel(ctx context.Context, tenantID, id string) (backtest.Backtest, error)
}

// Cases reads cases. What the tenant doesn't have, or the viewer may not know of, is fault.NotFound.
type Cases interface {
	// Hidden are those of the numbers that are cases of which the viewer may not know.
	Hidden(ctx context.Context, tenantID string, viewer casefile.Viewer, numbers []uint64) (map[uint64]bool, error)
	Cases(ctx context.Context, tenantID string, viewer casefile.Viewer, r listing.Request) (listing.Page[casefile.Case], error)
	Case(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64) (casefile.Case, error)
	CaseDetections(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64, r listing.Request) (listing.Page[casefile.Filed], error)
	// EachMember tells of the case's detections without Raw, by arrival, most of them at most.
	EachMember(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64, most int, tell func(*detection.Detection)) error
	// Comments are those of a case, as they are now; the sort is "entry".
	Comments(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64, r listing.Request) (listing.Page[casefile.Comment], error)
	// Handled is by what cases got another status, or somebody else; the sort is "entry".
	Handled(ctx context.Context, tenantID string, viewer casefile.Viewer, r listing.Request) (listing.Page[activity.Activity], error)
	// Activities are those of one case; filters ask for activity.Fields.
	Activities(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64, r listing.Request) (listing.Page[activity.Activity], error)
}

// Detections reads detections. What the tenant doesn't have is fault.NotFound.
type Detections interface {
	// Detections lists them without their raw events.
	Detections(ctx context.Context, tenantID string, viewer casefile.Viewer, r listing.Request) (listing.Page[casefile.Filed], error)
	// Detection is one with its raw event.
	Detection(ctx context.Context, tenantID string, viewer casefile.Viewer, id string) (casefile.Filed, error)
	// WithRaw are those of the ids that there are, in their order, with their raw events.
	WithRaw(ctx context.Context, tenantID string, viewer casefile.Viewer, ids []string) ([]casefile.Filed, error)
}

// Feeds tells what sources sent.
type Feeds interface {
	// Feeds are those of a tenant, by source; hours longer ago than feed.Kept before the last may be among them.
	Feeds(ctx context.Context, tenantID string) ([]feed.Feed, error)
}

// Accounts knows who there is. What does not exist is fault.NotFound.
type Accounts interface {
	Tenants(ctx context.Context) ([]access.Organisation, error)
	Tenant(ctx context.Context, id string) (access.Organisation, error)
	// TenantWithin is the tenant if a reach has it; to look takes as long whether
	// there is one beyond it or not.
	TenantWithin(ctx context.Context, reach access.Reach, id string) (access.Organisation, error)
	Partner(ctx context.Context, id string) (access.Partner, error)
	// Partners are all partners by id.
	Partners(ctx context.Context) ([]access.Partner, error)
	// User finds by name, UserByID by id.
	User(ctx context.Context, name string) (access.User, error)
	UserByID(ctx context.Context, id string) (access.User, error)
	// Users are all users by name.
	Users(ctx context.Context) ([]access.User, error)
	Token(ctx context.Context, id string) (access.Token, error)
	// Tokens are all tokens, those that are good no more among them.
	Tokens(ctx context.Context) ([]access.Token, error)
	// UseToken remembers that a token was used then; TokenUses are the last times, by id.
	UseToken(ctx context.Context, id string, at time.Time) error
	TokenUses(ctx context.Context) (map[string]time.Time, error)
	// SignIns are what places ask of their people.
	SignIns(ctx context.Context) (access.SignIns, error)
	// IdentityProvider is the one of that id, and IdentityProviders are those of all
	// places; removed ones too.
	IdentityProvider(ctx context.Context, id string) (access.IdentityProvider, error)
	IdentityProviders(ctx context.Context) ([]access.IdentityProvider, error)
	// TenantsOf are a partner's.
	TenantsOf(ctx context.Context, partnerID string) ([]access.Organisation, error)
	// Groups are all groups of tenants by name.
	Groups(ctx context.Context) ([]access.Group, error)
	// Installation is what holds for everybody.
	Installation(ctx context.Context) (access.Installation, error)
	// Administer writes a change with its acts, all or nothing; fault.Conflict where an
	// id or name is taken, or where the same has changed meanwhile.
	Administer(ctx context.Context, c admin.Change) error
	// Acts are what was done at a place; filters ask for admin.Fields.
	Acts(ctx context.Context, place access.Reach, r listing.Request) (listing.Page[admin.Act], error)
}

// Sessions are those of people who are logged in. One that ended is fault.NotFound.
type Sessions interface {
	Session(ctx context.Context, id string) (access.Session, error)
	// SessionsOf are a user's, the last begun first.
	SessionsOf(ctx context.Context, userID string) ([]access.Session, error)
	BeginSession(ctx context.Context, one access.Session) error
	// SeeSession takes note that the person did something; one that ended stays ended.
	SeeSession(ctx context.Context, id string, at time.Time) error
	EndSession(ctx context.Context, userID, id string) error
	// EndOtherSessions ends all of a user but one; empty is none.
	EndOtherSessions(ctx context.Context, userID, but string) error
}

// Tries remembers who tried to come in, and by what.
type Tries interface {
	// Tries are the wrong ones of a name, whether there is such a user or not.
	Tries(ctx context.Context, name string) (access.Tries, error)
	// KeepTries makes t the wrong tries of a name; none are forgotten.
	KeepTries(ctx context.Context, name string, t access.Tries) error
	// SpendCode takes note that a user's code of a step was used; false where it, or a
	// later one, was used before.
	SpendCode(ctx context.Context, userID string, step int64) (fresh bool, err error)
}

// OpenID asks identity providers who people are. What it refuses is an access.Refusal.
type OpenID interface {
	// Address is where the provider asks who somebody is.
	Address(ctx context.Context, by access.IdentityProvider, q access.Question) (string, error)
	// Redeem exchanges the code that somebody brought back for the provider's word.
	Redeem(ctx context.Context, by access.IdentityProvider, secret string, q access.Question, code string) (access.Assertion, error)
	// Examine says in sentences what keeps people from signing in by the provider; none where nothing does.
	Examine(ctx context.Context, by access.IdentityProvider) []string
}

// Views keeps the views that people have of lists, those of a list together.
type Views interface {
	// Views are a person's, with their version; none and 0 where there never were any.
	Views(ctx context.Context, tenantID, userID string, list savedview.List) (savedview.Views, uint64, error)
	// KeepViews makes views the person's; where they are not at version seen, it is fault.Conflict.
	KeepViews(ctx context.Context, tenantID, userID string, list savedview.List, seen uint64, views savedview.Views) error
}

// Notary vouches for logs: see package proof for their names.
type Notary interface {
	// Checkpoint signs what a log holds now; one that does not go on from what was signed before is fault.Unavailable.
	Checkpoint(ctx context.Context, log string) (proof.Statement, error)
	// Checked is what the last check of a whole log came to; false where none is over yet.
	Checked(log string) (proof.Check, bool)
	// CheckCase checks the entries of a case now.
	CheckCase(ctx context.Context, tenantID string, number uint64) (proof.Check, error)
	// Export prepares what selection says of a log; what it answers writes it.
	Export(ctx context.Context, log string, viewer casefile.Viewer, conceals func(*activity.Activity) bool, selection proof.Selection) (write func(io.Writer) error, err error)
}

// Ledger is asked whether it answers.
type Ledger interface {
	Ping(ctx context.Context) error
}

// Secrets encrypts what nobody may read in the database alone.
type Secrets interface {
	// Seal encrypts plain under a label that says what it is for and whose it is.
	Seal(label string, plain []byte) []byte
	// Open decrypts what was sealed under the label; anything else is fault.Invalid.
	Open(label string, sealed []byte) ([]byte, error)
}
