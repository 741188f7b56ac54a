package engine

import (
	"context"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/retention"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/core/settings"
)

// Ledger is where decisions are written, and what they were decided on is read
// back. Its methods speak of one tenant; a tenant that does not exist is
// fault.NotFound.
type Ledger interface {
	// Claim makes the caller the tenant's holder under a new epoch and answers where the ledger stands.
	Claim(ctx context.Context, tenantID string) (change.Head, error)
	// Commit writes all of set, or nothing. It refuses with fault.Conflict when
	// the ledger does not stand at set.Before, its epoch included.
	Commit(ctx context.Context, set *change.Set) error
	Books
	Recall
	Search
	Retention
	Archive
}

// Retention finds what was kept long enough.
type Retention interface {
	// Expired are the next in a pass that looks at no more than limit detections at a time.
	Expired(ctx context.Context, tenantID string, asked retention.Inquiry, limit int) (retention.Stretch, error)
	// CountExpired is how many expired, whatever asked.After says.
	CountExpired(ctx context.Context, tenantID string, asked retention.Inquiry) (retention.Count, error)
	// Newest is the last received_at that is not after a time; false where there is none.
	Newest(ctx context.Context, tenantID string, until time.Time) (time.Time, bool, error)
}

// Archive is read back when something is explained.
type Archive interface {
	// Past is what took the tenant's sequence numbers after one, in order.
	Past(ctx context.Context, tenantID string, after uint64, limit int) ([]change.Past, error)
	// Then is by what the tenant decided when its sequence stood at a number.
	Then(ctx context.Context, tenantID string, sequence uint64) (change.Then, error)
	// Memberships are the cases that a detection is in, with by what it came there.
	Memberships(ctx context.Context, tenantID string, viewer casefile.Viewer, detectionID string) ([]change.Member, error)
	// Activities are a case's history; the sort is "entry".
	Activities(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64, r listing.Request) (listing.Page[activity.Activity], error)
	// RuleLogs are lines of the rule log.
	RuleLogs(ctx context.Context, tenantID string, viewer casefile.Viewer, f rulelog.Filter, r listing.Request) (listing.Page[rulelog.Entry], error)
}

// Books are the rules and bounds by which it is decided.
type Books interface {
	// Book is the tenant's rule set with its version; version 0 has no rules.
	Book(ctx context.Context, tenantID string) (rule.Book, uint64, error)
	// Settings are the tenant's, false where it never set any.
	Settings(ctx context.Context, tenantID string) (settings.Settings, bool, error)
	// SharedBook is what a partner wrote, with its version; 0 where it never wrote any.
	SharedBook(ctx context.Context, partnerID string) (rule.Book, uint64, error)
	// Share makes book the version after seen; fault.Conflict where seen is not the last.
	Share(ctx context.Context, partnerID string, seen uint64, book rule.Book, at time.Time) (uint64, error)
	// TenantsOf are a partner's.
	TenantsOf(ctx context.Context, partnerID string) ([]access.Organisation, error)
}

// Recall is what the sequencer remembers through the ledger.
type Recall interface {
	// OpenCases tells of all open cases, one after the other.
	OpenCases(ctx context.Context, tenantID string, tell func(change.OpenCase)) error
	// Case is any case.
	Case(ctx context.Context, tenantID string, viewer casefile.Viewer, number uint64) (casefile.Case, error)
	// Remember reads beforehand what Known looks in.
	Remember(ctx context.Context, tenantID string) error
	// HeldCase is any case with the rows it holds.
	HeldCase(ctx context.Context, tenantID string, number uint64) (change.Held, error)
	// Comment is the comment of a case that an order made; fault.NotFound where it made none there.
	Comment(ctx context.Context, tenantID string, number, order uint64) (casefile.Comment, error)
	// Members are a case's detections without Raw, by arrival.
	Members(ctx context.Context, tenantID string, number uint64) ([]detection.Detection, error)
	// Known answers for those of the identities that the tenant has.
	Known(ctx context.Context, tenantID string, ids []detection.Identity) (map[detection.Identity]change.Known, error)
	// Candidates are what detections may repeat, by the keys of the traces.
	Candidates(ctx context.Context, tenantID string, traces []change.Trace) (map[uint64][]change.Candidate, error)
	// CasesOf are the cases, open or not, that the detection belongs to.
	CasesOf(ctx context.Context, tenantID, detectionID string) ([]casefile.Case, error)
}

// Search finds open detections.
type Search interface {
	// WithRaw are those of the ids that there are, in full and in their order.
	WithRaw(ctx context.Context, tenantID string, viewer casefile.Viewer, ids []string) ([]casefile.Filed, error)
	// Related are arrivals from the index of open detections, nearest first.
	Related(ctx context.Context, tenantID string, asked change.Inquiry) ([]uint64, error)
	// OpenBetween are open detections in full by created_at and arrival, after the given ones.
	OpenBetween(ctx context.Context, tenantID string, between change.Between, atLeast detection.Fraction, afterCreated time.Time, afterArrival uint64, limit int) ([]detection.Detection, error)
	// OpenSpan is from the earliest to the latest created_at of open detections; false where there is none.
	OpenSpan(ctx context.Context, tenantID string) (change.Between, bool, error)
	// Gaps are those of all criteria that are kept.
	Gaps(ctx context.Context, tenantID string) ([]change.Gap, error)
}

// People are those whom templates give cases.
type People interface {
	// Assignee is the user of an id, where case number of the tenant may be theirs as it
	// opens; nobody, without an id, where it may not.
	Assignee(ctx context.Context, tenant access.Organisation, number uint64, id string) (casefile.Person, error)
}

// Announcer hears of every set after it was committed, in the tenant's order.
// It must not block, and must not change the set.
type Announcer interface {
	Announce(set *change.Set)
}
