package engine

import (
	"context"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/change"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/rule"
)

// Ledger is where decisions are written, and what they were decided on is read
// back. All methods speak of one tenant; a tenant that does not exist is
// fault.NotFound.
type Ledger interface {
	// Claim makes the caller the tenant's holder under a new epoch and answers where the ledger stands.
	Claim(ctx context.Context, tenantID string) (change.Head, error)
	// Commit writes all of set, or nothing. It refuses with fault.Conflict when
	// the ledger does not stand at set.Before, its epoch included.
	Commit(ctx context.Context, set *change.Set) error
	// Book is the tenant's rule set with its version; version 0 has no rules.
	Book(ctx context.Context, tenantID string) (rule.Book, uint64, error)
	Recall
}

// Recall is what the sequencer remembers through the ledger.
type Recall interface {
	// OpenCases are all open cases with the rows they hold.
	OpenCases(ctx context.Context, tenantID string) ([]change.Held, error)
	// Known answers for those of the identities that the tenant has.
	Known(ctx context.Context, tenantID string, ids []detection.Identity) (map[detection.Identity]change.Known, error)
	// CasesOf are the cases, open or not, that the detection belongs to.
	CasesOf(ctx context.Context, tenantID, detectionID string) ([]casefile.Case, error)
	// MostSevere is the member that leads the case when without is left out; nil where there is no other.
	MostSevere(ctx context.Context, tenantID string, number uint64, without string) (*casefile.Member, error)
}

// Announcer hears of every set after it was committed, in the tenant's order.
// It must not block, and must not change the set.
type Announcer interface {
	Announce(set *change.Set)
}
