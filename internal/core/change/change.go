// Package change holds everything that decisions want written, as one value.
//
// A Set is the only way in which cases, members, keys and history come to be
// stored: the ledger writes it in one transaction or not at all. Because it is
// a value, tests compare decisions without a database.
package change

import (
	"errors"
	"time"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/core/settings"
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
	// Log is the last line's number in the tenant's rule log.
	Log uint64
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
	// Folded are repeats that became part of a detection, in order.
	Folded []Fold
	// Standings are the detections whose standing changed, as it is afterwards,
	// each once. Those that arrived with this set bear theirs themselves, or are as
	// they came and have it here: see Originals.
	Standings []Standing
	// Cases are the cases touched, as they are afterwards, each once.
	Cases []casefile.Case
	// Left are members that leave their cases, with their keys, before Members join.
	Left []Departure
	// Members joined, in order.
	Members []Member
	// Keys are the rows that cases gained, in order.
	Keys []Key
	// Activities explain all of it; their entries go on from Before.Entry without a gap.
	Activities []activity.Activity
	// Logs are lines of the rule log; their entries go on from Before.Log without a gap.
	Logs []rulelog.Entry
	// Commands are what people ordered, in order.
	Commands []Order
	// Book is the tenant's new rule set; nil where it did not change.
	Book *rule.Book
	// Settings are the tenant's new ones; nil where they did not change. They took the sequence number After.Sequence.
	Settings *settings.Settings
	// Listed and Unlisted are rows that the index of open detections gains and
	// loses; to list one that is there, or unlist one that is not, does nothing.
	Listed, Unlisted []OpenRow
	// Gaps replace those of the same criterion: see Gap.
	Gaps []Gap
	// Retired are the arrivals of detections that are removed with all that belongs
	// to them, after everything else in the set: their versions, the repeats that
	// became part of them, and the lines of the rule log that name them. None of
	// them was ever in a case.
	Retired []uint64
}

// Empty says that the set changes nothing.
func (s *Set) Empty() bool { return s.Before == s.After }

// Check refuses a set that leaves a gap in the tenant's history or rule log.
func (s *Set) Check() error {
	entries := make([]uint64, len(s.Activities))
	for i, a := range s.Activities {
		entries[i] = a.Entry
	}
	lines := make([]uint64, len(s.Logs))
	for i, l := range s.Logs {
		lines[i] = l.Entry
	}
	return errors.Join(
		unbroken("history", s.Before.Entry, entries, s.After.Entry),
		unbroken("rule log", s.Before.Log, lines, s.After.Log),
	)
}

func unbroken(what string, before uint64, numbers []uint64, after uint64) error {
	for i, n := range numbers {
		if n != before+uint64(i)+1 {
			return fault.New(fault.Internal, "Line %d of the set's %s has number %d after %d.", i, what, n, before)
		}
	}
	if last := before + uint64(len(numbers)); last != after {
		return fault.New(fault.Internal, "The set's %s ends at %d and has lines up to %d.", what, after, last)
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

// Fold is a repeat that became part of an earlier detection (B8).
type Fold struct {
	// Sequence is the tenant's sequence number that the repeat took.
	Sequence uint64 `json:"sequence"`
	// Into is the arrival of the detection that it is part of.
	Into uint64 `json:"into"`
	// Repeat is the repeat as it was sent, without Raw: its Source and UID stay known.
	Repeat detection.Detection `json:"repeat"`
	// Fingerprint is that of Repeat, which no JSON of a detection tells.
	Fingerprint string `json:"fingerprint"`
}

// Standing is what happens to a detection without a new version of it.
type Standing struct {
	Arrival    uint64
	Status     detection.Status
	Count      int
	LastSeenAt time.Time
}

// Departure is a member that leaves a case.
type Departure struct {
	Case    uint64
	Arrival uint64
	// Barred says that the engine never returns it to the case.
	Barred bool
}

// Order is a command in its place.
type Order struct {
	Sequence uint64
	Command  command.Command
}

// OpenRow says that a detection, open when it was listed, has a row by a
// criterion. The index of them finds related detections; who reads it looks
// again at what it finds.
type OpenRow struct {
	// Criterion stands for what the search of a rule asks: see rule.Compiled.
	Criterion uint64
	// Row is the row's hash.
	Row       uint64
	CreatedAt time.Time
	Arrival   uint64
}

// Gap is a criterion with the spans of created_at in which open detections are
// not all in the index. A set with a Gap of no spans says that the index is whole.
type Gap struct {
	Criterion uint64
	// Spans do not overlap, earliest first; nil and Gone removes the criterion.
	Spans []Between
	// Gone says that no rule of the set asks by this criterion any more.
	Gone bool
}

// Between is a span of time, both ends included.
type Between struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Key is a row that a case holds by one of its members. Where the case continues
// another, it holds copies of the other's keys, which are of no member: their
// DetectionID is detection.ID(0).
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
	// Fold is set where the identity is that of a repeat; Current and Fingerprints
	// are then empty.
	Fold *Fold
}

// Held is an open case with the rows that it holds.
type Held struct {
	Case casefile.Case
	Keys []Key
	// Barred are the arrivals of detections that the engine never returns to it.
	Barred []uint64
}

// OpenCase is what has to be held of an open case to decide what it takes.
type OpenCase struct {
	casefile.Outline
	// Rows are those of its keys, in no order.
	Rows []string
	// Barred is as in Held.
	Barred []uint64
}

// Open is h in outline.
func (h *Held) Open() OpenCase {
	o := OpenCase{Outline: h.Case.Outline(), Barred: h.Barred}
	for _, k := range h.Keys {
		o.Rows = append(o.Rows, k.Row)
	}
	return o
}

// State is what all decisions of a tenant have come to, at one moment.
type State struct {
	Head Head
	// Cases are all cases by number, open or not.
	Cases []Held
	// Members are those of all cases, by case and arrival; of the rule, its id and
	// the set version are known.
	Members []Member
	// Standings are those of all detections, by arrival.
	Standings []Standing
}

// Candidate is a detection that a repeat may become part of, without Raw.
type Candidate struct {
	Detection detection.Detection
	// Cases are those that it is in, open or not.
	Cases []uint64
}

// Trace is what leads to candidates: the repeat key of a detection, and where
// their last_seen_at lies, both ends included.
type Trace struct {
	Key uint64
	Between
}

// Inquiry asks the index of open detections.
type Inquiry struct {
	Criterion uint64
	// Rows are hashes; a detection must share Shared of them at least.
	Rows   []uint64
	Shared int
	// Around is the time that the nearest come first to, within Reach of it, inclusive.
	Around time.Time
	Reach  time.Duration
	// Skip and Limit page through the answer.
	Skip, Limit int
}

// Past is one thing that took a number of a tenant's sequence: exactly one of its fields is set.
type Past struct {
	Sequence uint64
	At       time.Time
	// Arrived is a detection as it was when it arrived, with Raw and Fingerprint.
	Arrived  *detection.Detection
	Updated  *Update
	Folded   *Fold
	Command  *command.Command
	Book     *rule.Book
	Settings *settings.Settings
}

// Then is by what a tenant decided at some point of its order.
type Then struct {
	RuleSet uint64
	Book    rule.Book
	// Settings is nil where the tenant had never set any.
	Settings *settings.Settings
}
