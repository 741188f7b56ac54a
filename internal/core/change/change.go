// Package change holds everything that decisions want written, as one value.
//
// A Set is the only way in which cases, members, keys and history come to be
// stored: the ledger writes it in one transaction or not at all. Because it is
// a value, tests compare decisions without a database.
package change

import (
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
)

// Head is where a tenant's ledger stands.
type Head struct {
	// Sequence is the last sequence number given: detections, updates and
	// commands each take the next one.
	Sequence uint64
	// Entry is the last activity's number.
	Entry uint64
	// Case is the last case's number.
	Case uint64
	// RuleSet is the version of the tenant's rule set.
	RuleSet uint64
	// Epoch names the holder: a new one is given by each claim of the tenant.
	Epoch uint64
}

// Set is what a batch of decisions of one tenant changes.
type Set struct {
	TenantID string
	// Before is where the ledger must stand for the set to be written; After is where it stands then.
	Before, After Head
	// At is the one time of all that the set records.
	At time.Time
	// Arrived are new detections, in order of arrival.
	Arrived []detection.Detection
	// Updated are new versions from the source, in order; the version before stays readable.
	Updated []Update
	// Cases are the cases touched, as they are afterwards, each once.
	Cases []casefile.Case
	// Members joined, in order.
	Members []Member
	// Keys are the rows that cases gained, in order.
	Keys []Key
	// Activities explain all of it; their entries go on from Before.Entry without a gap.
	Activities []activity.Activity
	// Book is the tenant's new rule set; nil where it did not change.
	Book *rule.Book
}

// Empty says that the set changes nothing.
func (s *Set) Empty() bool { return s.Before == s.After }

// Check refuses a set whose activities leave a gap in the tenant's history.
func (s *Set) Check() error {
	for i, a := range s.Activities {
		if a.Entry != s.Before.Entry+uint64(i)+1 {
			return fault.New(fault.Internal, "Activity %d of the set has entry %d after %d.", i, a.Entry, s.Before.Entry)
		}
	}
	if last := s.Before.Entry + uint64(len(s.Activities)); last != s.After.Entry {
		return fault.New(fault.Internal, "The set ends at entry %d and has activities up to %d.", s.After.Entry, last)
	}
	return nil
}

// Update is a new version of a stored detection.
type Update struct {
	// Sequence is the tenant's sequence number that the update took.
	Sequence uint64
	// Version is the new version in full.
	Version detection.Detection
	// Applied says that it is now the current one; an older one is only kept.
	Applied bool
}

// Member says that a detection belongs to a case.
type Member struct {
	Case        uint64
	DetectionID string
	// Arrival is the detection's.
	Arrival uint64
	// By is the rule that decided; zero where a person did.
	By casefile.RuleRef
}

// Key is a row that a case holds by one of its members.
type Key struct {
	Case        uint64
	Row         string
	DetectionID string
	RuleID      string
}

// Known is what the ledger remembers of an identity.
type Known struct {
	// Current is the version that counts, without Raw.
	Current detection.Detection
	// Fingerprints are those of all other versions, kept or superseded.
	Fingerprints []string
}

// Held is an open case with the rows that it holds.
type Held struct {
	Case casefile.Case
	Keys []Key
}
