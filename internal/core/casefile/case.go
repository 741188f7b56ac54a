// Package casefile holds the case: what it is, what may be done with it, and
// what each deed changes. A Case is a value; deeds return the case afterwards
// and the facts that its history gains, and touch nothing else.
package casefile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"caseweave/internal/core/detection"
)

// Case gathers detections that belong together, and the work on them.
type Case struct {
	TenantID string
	// Number counts the tenant's cases from 1; see FormatNumber.
	Number uint64
	// Version rises with every change.
	Version uint64

	Title string
	// TitleFollows says that the title is the summary of Top and stays current; a title of one's own doesn't.
	TitleFollows bool
	Type         string
	Description  string
	Severity     Severity
	// SeverityPinned says that somebody set the severity: it does not follow the score.
	SeverityPinned bool
	Priority       Priority
	Status         Status
	// Resolution is what a closed case has turned out to be.
	Resolution Resolution
	// Score is 0 to 100 and lives: see Factors.
	Score     int
	ManagedBy ManagedBy
	// Assignee is a user's id; empty means unassigned. AssigneeName is the user's name when it was assigned.
	Assignee     string
	AssigneeName string
	// NeedToKnow are the only people who may know of the case, by name; empty for everybody
	// who reads cases.
	NeedToKnow []Person
	Tags       []string
	// OpenedBy is the rule that opened the case; zero where a person did.
	OpenedBy RuleRef
	// Template is the one that the case began with; zero where there was none.
	Template TemplateRef
	// KeyFindings is text that the template's script wrote.
	KeyFindings string
	// Stages are the checklist from the template.
	Stages []Stage
	// Continues is the number of the full case that this one continues; 0 for none (B8).
	Continues uint64
	// Chain is the number of the first case of those that continue each other; 0 for that one itself, and for most.
	Chain uint64
	// MergedInto is the number of the case that this one was merged into; 0 for none. Its status rests meanwhile.
	MergedInto uint64
	// Ties are how it stands to others, in the order in which people said so.
	Ties []Tie

	// Top is the most severe member, the earliest arrival among equals.
	Top Member
	// DetectionCount is how many detections the case holds.
	DetectionCount int
	// Tactics and TechniqueIDs are those of all members, in order of first mention, MaxMentions of each.
	Tactics      []string
	TechniqueIDs []string
	// Severe is how many members are of high severity or above, and Assets stands for the
	// first devices and users that they speak of: both are for the score.
	Severe int
	Assets []uint64
	// AnchorAt is created_at of the member that opened the case: fixed windows hang on it.
	AnchorAt time.Time
	// EarliestAt and LatestAt span the members: earliest created_at, latest last_seen_at.
	EarliestAt time.Time
	LatestAt   time.Time
	// LastArrival is the highest arrival among the members.
	LastArrival uint64

	CreatedAt time.Time
	UpdatedAt time.Time

	// Marks say when people last edited fields, by field.
	Marks []Mark
}

// Member is what a case remembers of its most severe detection.
type Member struct {
	ID       string
	Title    string
	Severity detection.Fraction
	Arrival  uint64
	// Unsure is how much its source is not sure of it; 0 also where it says nothing.
	Unsure detection.Fraction
}

// RuleRef names a rule, its version and the rule set version in which it decided.
type RuleRef struct {
	ID         string
	Title      string
	Version    uint64
	SetVersion uint64
}

// TemplateRef names a template and its version.
type TemplateRef struct {
	ID      string
	Title   string
	Version uint64
}

// Stage is a part of the work on a case, with its tasks in order (P5).
type Stage struct {
	Title string `json:"title"`
	Tasks []Task `json:"tasks,omitempty"`
}

// Task is one thing to do.
type Task struct {
	Title string `json:"title"`
	// Instructions is text for whoever does it (P7).
	Instructions string `json:"instructions,omitempty"`
}

// Open says that the case is neither resolved, nor cancelled, nor merged away: only
// such a case takes detections (X24).
func (c *Case) Open() bool { return c.Status.Open() && c.MergedInto == 0 }

// Status says where a case stands. The list is closed (requirements, One model).
type Status string

const (
	// New has not been looked at.
	New Status = "new"
	// InProgress is being investigated.
	InProgress Status = "in_progress"
	// ActionRequired waits for somebody to act.
	ActionRequired Status = "action_required"
	// OnHold rests.
	OnHold Status = "on_hold"
	// Resolved was dealt with.
	Resolved Status = "resolved"
	// Cancelled was a mistake; it is not deleted.
	Cancelled Status = "cancelled"
)

// Statuses are all statuses in the order of a case's life.
var Statuses = []Status{New, InProgress, ActionRequired, OnHold, Resolved, Cancelled}

// Open says that the case is neither resolved nor cancelled.
func (s Status) Open() bool { return s != Resolved && s != Cancelled }

// Severity is one of five levels, from info to critical.
type Severity string

const (
	// Info tells something, such as a first health check.
	Info Severity = "info"
	// Low shows neither malice nor compromise.
	Low Severity = "low"
	// Medium might not be malicious by itself.
	Medium Severity = "medium"
	// High is a targeted attack that could compromise.
	High Severity = "high"
	// Critical is a confirmed compromise.
	Critical Severity = "critical"
)

// Severities are all levels, lowest first.
var Severities = []Severity{Info, Low, Medium, High, Critical}

// SeverityOf is the level of a score: bounds at 20, 40, 60 and 80, inclusive.
func SeverityOf(score int) Severity {
	return Severities[max(0, min(4, score/20))]
}

// Priority is the urgency that a template or a person sets: P1 is the most urgent.
type Priority string

// Priorities are all priorities, most urgent first.
var Priorities = []Priority{"P1", "P2", "P3", "P4"}

// ManagedBy says who works on the case.
type ManagedBy string

const (
	// Self is the tenant.
	Self ManagedBy = "self"
	// Provider is the tenant's provider.
	Provider ManagedBy = "provider"
)

// Types are the case types that every tenant has.
var Types = []string{"security incident", "incident response", "threat hunt", "vulnerability", "policy violation", "informational"}

// DefaultPrefix begins case numbers unless a tenant sets another.
const DefaultPrefix = "SECC"

// maxPrefix is how many letters and hyphens a prefix may have.
const maxPrefix = 10

// FormatNumber writes a case number for people: the prefix and seven digits or more.
func FormatNumber(prefix string, number uint64) string {
	return fmt.Sprintf("%s%07d", prefix, number)
}

// ParseNumber reads what FormatNumber wrote, whatever the prefix: up to ten
// letters and hyphens before the digits play no part, so that old links outlive a change of it.
func ParseNumber(text string) (uint64, error) {
	digits := strings.TrimLeftFunc(text, func(r rune) bool { return r == '-' || unicode.IsLetter(r) })
	n, err := strconv.ParseUint(digits, 10, 63)
	if utf8.RuneCountInString(text[:len(text)-len(digits)]) > maxPrefix || err != nil || n == 0 || strings.HasPrefix(text, "-") {
		return 0, NoSuchCase()
	}
	return n, nil
}

// MaxMentions is how many tactics, and how many techniques, a case keeps of its
// members; there are fewer in ATT&CK that one case could sensibly have.
const MaxMentions = 200

func union(have, more []string) []string {
	for _, m := range more {
		if len(have) < MaxMentions && !slices.Contains(have, m) {
			have = append(have[:len(have):len(have)], m)
		}
	}
	return have
}
