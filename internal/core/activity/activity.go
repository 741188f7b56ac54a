// Package activity is the closed list of facts that a history can hold.
//
// An Activity says what happened to a case or to the tenant, when, by whom and
// with which old and new value. Each has one canonical encoding, so that a hash
// of it means the same for ever. Activities are only ever added: nothing here
// changes or removes one.
package activity

import (
	"encoding/json"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// Kind names what happened. The list is closed: see Kinds.
type Kind string

const (
	// CaseOpened tells that a case began; New is its title.
	CaseOpened Kind = "case_opened"
	// DetectionAdded tells that a detection joined the case.
	DetectionAdded Kind = "detection_added"
	// DetectionUpdated tells that the source sent a member anew; Old and New are its versions.
	DetectionUpdated Kind = "detection_updated"
	// DetectionRemoved tells that somebody took a detection out of the case.
	DetectionRemoved Kind = "detection_removed"
	// DetectionMovedIn tells that somebody moved a detection here; Old is the number of the case it came from.
	DetectionMovedIn Kind = "detection_moved_in"
	// DetectionMovedOut tells that somebody moved a detection away; New is the number of the case it went to.
	DetectionMovedOut Kind = "detection_moved_out"
	// DetectionClosed tells that somebody is done with a detection, DetectionIgnored that
	// nobody needs to look at it, and DetectionReopened that it counts again. New is its
	// status then; Note says why.
	DetectionClosed   Kind = "detection_closed"
	DetectionIgnored  Kind = "detection_ignored"
	DetectionReopened Kind = "detection_reopened"
	// CaseMerged tells that another case was merged into this one; Old is the other's number, New its own.
	CaseMerged Kind = "case_merged"
	// CaseMergedAway tells that the case was merged into another; New is the other's number.
	CaseMergedAway Kind = "case_merged_away"
	// MergeUndone tells that a case is one of its own again: Old is its number, and New that of the case it was merged into.
	MergeUndone Kind = "merge_undone"
	// CaseSplit tells that a case was made of detections of another: Old is the other's number, New that of the new one.
	CaseSplit Kind = "case_split"
	// SplitUndone tells that the detections of such a case went back: Old and New are as for CaseSplit.
	SplitUndone Kind = "split_undone"
	// CaseTied tells that somebody said how the case stands to another, and CaseUntied that
	// it does so no more: Old is how, such as related, and New the other's number. Note says why.
	CaseTied   Kind = "case_tied"
	CaseUntied Kind = "case_untied"
	// CaseContinued tells that the case was full; New is the number of the case that continues it.
	CaseContinued Kind = "case_continued"
	// Commented tells that a rule or a person commented on the case; Note is the text.
	Commented Kind = "commented"
	// CommentEdited tells that its author wrote a comment anew; Old and New are the text before and after.
	CommentEdited Kind = "comment_edited"
	// CommentDeleted tells that its author took a comment back; Old is the text.
	CommentDeleted Kind = "comment_deleted"
	// StatusChanged tells the case's status before and after.
	StatusChanged Kind = "status_changed"
	// SeverityChanged tells the case's severity before and after.
	SeverityChanged Kind = "severity_changed"
	// ScoreChanged tells the case's score before and after.
	ScoreChanged Kind = "score_changed"
	// TitleChanged tells the case's title before and after.
	TitleChanged Kind = "title_changed"
	// DescriptionChanged tells the case's description before and after.
	DescriptionChanged Kind = "description_changed"
	// TypeChanged tells the case's type before and after.
	TypeChanged Kind = "type_changed"
	// PriorityChanged tells the case's priority before and after.
	PriorityChanged Kind = "priority_changed"
	// ManagerChanged tells who managed the case before and after: self or provider.
	ManagerChanged Kind = "manager_changed"
	// AssigneeChanged tells who had the case before and after, by name; empty for nobody.
	AssigneeChanged Kind = "assignee_changed"
	// AssigneeRefused tells that the case began with nobody, because its template names
	// somebody who may not be given it; New is the template's title.
	AssigneeRefused Kind = "assignee_refused"
	// NeedToKnowChanged tells who alone may know of the case before and after, by name with
	// commas between; empty for everybody. Note says why.
	NeedToKnowChanged Kind = "need_to_know_changed"
	// NeedToKnowClaimed tells that an administrator who might not know of the case is named
	// now, too; Old and New are as for NeedToKnowChanged. Note says why.
	NeedToKnowClaimed Kind = "need_to_know_claimed"
	// TagsChanged tells the case's tags before and after, with commas between.
	TagsChanged Kind = "tags_changed"
	// DetectionsClosed tells that all detections of a closed case were set closed; New is how many.
	DetectionsClosed Kind = "detections_closed"
	// DetectionsIgnored tells that all detections of a closed case were set ignored; New is how many.
	DetectionsIgnored Kind = "detections_ignored"
	// ResolutionChanged tells what the case had turned out to be before and after.
	ResolutionChanged Kind = "resolution_changed"
	// RulesChanged tells that the tenant's rule set was replaced; Old and New are its versions.
	RulesChanged Kind = "rules_changed"
	// SettingsChanged tells that the tenant's settings changed; Old and New are the JSON of what did.
	SettingsChanged Kind = "settings_changed"
	// EntityKeptApart tells that nothing is grouped by an entity any more, which New is, and
	// EntityLinked that things are again by the entity that Old is. Note says why.
	EntityKeptApart Kind = "entity_kept_apart"
	EntityLinked    Kind = "entity_linked"
	// DetectionsRetired tells that detections were kept long enough and removed; New is how many.
	DetectionsRetired Kind = "detections_retired"
)

// Kinds are all kinds, in the order of a case's life.
var Kinds = []Kind{
	CaseOpened, DetectionAdded, DetectionUpdated, DetectionRemoved, DetectionMovedIn, DetectionMovedOut,
	DetectionClosed, DetectionIgnored, DetectionReopened,
	CaseMerged, CaseMergedAway, MergeUndone, CaseSplit, SplitUndone, CaseTied, CaseUntied, CaseContinued,
	Commented, CommentEdited, CommentDeleted,
	StatusChanged, ResolutionChanged, DetectionsClosed, DetectionsIgnored, SeverityChanged, ScoreChanged, PriorityChanged, ManagerChanged, AssigneeChanged, AssigneeRefused, NeedToKnowChanged, NeedToKnowClaimed, TitleChanged, DescriptionChanged, TypeChanged, TagsChanged,
	RulesChanged, SettingsChanged, EntityKeptApart, EntityLinked, DetectionsRetired,
}

// TakenBack is the note of detections that an undo moved.
const TakenBack = "Taken back."

// Fact is what happened, before it has its place in a tenant's history.
type Fact struct {
	Kind Kind `json:"kind"`
	// Case is the number of the case it happened to; 0 for the tenant itself.
	Case uint64 `json:"case,omitempty"`
	// Actor is who or what did it.
	Actor Actor `json:"actor"`
	// Detection is the one that it is about, if any.
	Detection *Subject `json:"detection,omitempty"`
	// Rule is the rule that decided, if one did.
	Rule *Rule `json:"rule,omitempty"`
	// Comment is the sequence number of the order that made the comment which was edited or deleted.
	Comment uint64 `json:"comment,omitempty"`
	// Old and New are the value before and after, as text; empty where the kind has none.
	Old string `json:"old,omitempty"`
	New string `json:"new,omitempty"`
	// Note is a sentence that explains, where the kind alone does not.
	Note string `json:"note,omitempty"`
}

// Activity is a fact in its place.
type Activity struct {
	TenantID string `json:"tenant_id"`
	// Entry counts the tenant's activities from 1, without a gap.
	Entry uint64 `json:"entry"`
	// Sequence is the tenant's sequence number of the decision that made it.
	Sequence uint64 `json:"sequence"`
	// At is when it was decided; one time for all that a commit holds.
	At time.Time `json:"at"`
	Fact
}

// Actor is who did it.
type Actor struct {
	Kind ActorKind `json:"kind"`
	// ID is the user's or token's id; empty for the engine.
	ID string `json:"id,omitempty"`
	// Name is as it was then.
	Name string `json:"name"`
}

// ActorKind says what sort of actor it is.
type ActorKind string

const (
	// Engine is Caseweave deciding by its rules.
	Engine ActorKind = "engine"
	// User is a person.
	User ActorKind = "user"
	// Token is a program with an API token.
	Token ActorKind = "token"
	// System is whoever runs the server: its command line and its start.
	System ActorKind = "system"
)

// Automatic is the engine as an actor.
var Automatic = Actor{Kind: Engine, Name: "Automatic cases"}

// Itself is the server as an actor, and whoever uses its command line.
var Itself = Actor{Kind: System, Name: "caseweave"}

// Subject names a detection as it was then.
type Subject struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// Rule names a rule as it was then.
type Rule struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	// SetVersion is the version of the rule set that was used.
	SetVersion uint64 `json:"set_version"`
}

// Canonical is the one encoding of an activity that a hash is taken of:
// RFC 8785 JSON, times in microseconds of UTC.
func (a Activity) Canonical() []byte {
	a.At = a.At.UTC().Truncate(time.Microsecond)
	plain, err := json.Marshal(a)
	if err != nil {
		panic("activity: a record of texts and numbers does not encode: " + err.Error())
	}
	canonical := jsontext.Value(plain)
	if err := canonical.Canonicalize(); err != nil {
		panic("activity: " + err.Error())
	}
	return canonical
}
