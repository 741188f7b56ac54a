// Package command is the closed list of what people may order done to cases in
// the tenant's order. A Command is kept with its place in that order, so that
// replaying it does the same again; what it changed is told by activities.
package command

import (
	"fmt"
	"slices"
	"strings"

	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fault"
)

// Kind names what is ordered. The list is closed.
type Kind string

const (
	// OpenCase opens a case by hand with its genesis detections (T31).
	OpenCase Kind = "open_case"
	// AddDetections adds detections to a case, whatever their severity.
	AddDetections Kind = "add_detections"
	// RemoveDetections takes detections out of a case; the engine never returns them to it.
	RemoveDetections Kind = "remove_detections"
	// MoveDetections takes detections from a case to another, with their keys.
	MoveDetections Kind = "move_detections"
	// SetStatus changes the status of a case. It is what EditCase was before it was more.
	SetStatus Kind = "set_status"
	// EditCase changes what people may change in a case.
	EditCase Kind = "edit_case"
	// MergeCases merges open cases into another, which takes their detections, with their keys.
	MergeCases Kind = "merge_cases"
	// SplitCase makes a new case of detections of one, with their keys.
	SplitCase Kind = "split_case"
	// SettleDetections closes detections, ignores them, or lets them count again.
	SettleDetections Kind = "settle_detections"
	// CommentCase adds a comment; EditComment and DeleteComment are for its author.
	CommentCase   Kind = "comment_case"
	EditComment   Kind = "edit_comment"
	DeleteComment Kind = "delete_comment"
	// TieCases says how a case stands to another, and UntieCases takes that back.
	TieCases   Kind = "tie_cases"
	UntieCases Kind = "untie_cases"
	// ClaimCase names somebody among those who need to know of a case; Note says why.
	ClaimCase Kind = "claim_case"
	// Undo takes a merge, a split or a move back (B4): what it moved goes back where
	// it still is; what came later stays.
	Undo Kind = "undo"
)

// Command is what somebody orders.
type Command struct {
	Kind Kind           `json:"kind"`
	By   activity.Actor `json:"by"`
	// Side is whom the person belongs to: it decides which rules a case opened by hand searches by (T32).
	Side Side `json:"side"`
	// Case is the number of the case; 0 for OpenCase.
	Case uint64 `json:"case,omitempty"`
	// To is the case that moved detections go to, or that a tie leads to; of a split, it is told by whoever carries it out.
	To uint64 `json:"to,omitempty"`
	// Tie is what To is to Case.
	Tie casefile.TieKind `json:"tie,omitempty"`
	// Cases are those to merge into Case, each once, MaxMerged at most.
	Cases []uint64 `json:"cases,omitempty"`
	// Moved are the arrivals of the detections that came from each of Cases, and Shared
	// those of detections that were in both cases of a move. Whoever carries it out tells them.
	Moved  []Moved  `json:"moved,omitempty"`
	Shared []uint64 `json:"shared,omitempty"`
	// Undoes is the sequence number of the command that Undo takes back.
	Undoes uint64 `json:"undoes,omitempty"`
	// Comment is the order that made the comment which is edited or deleted, Seen the version
	// that its author looked at, 0 for any, and Text what it says.
	Comment uint64 `json:"comment,omitempty"`
	Seen    int    `json:"seen,omitempty"`
	Text    string `json:"text,omitempty"`
	// Title names a case opened by hand, or split off; empty lets its detections name it.
	Title string `json:"title,omitempty"`
	// Detections are ids, each once, MaxDetections at most.
	Detections []string        `json:"detections,omitempty"`
	Status     casefile.Status `json:"status,omitempty"`
	// Settled is what becomes of detections: closed, ignored, or open, which means in
	// their case where they have one. Note says why, as it does of ties.
	Settled detection.Status `json:"settled,omitempty"`
	Note    string           `json:"note,omitempty"`
	// Edit is what becomes otherwise, for EditCase.
	Edit *casefile.Edit `json:"edit,omitempty"`
}

// Changes is the edit that the command makes; nil for one that makes none.
func (c Command) Changes() *casefile.Edit {
	if c.Kind == SetStatus {
		return &casefile.Edit{Status: &c.Status}
	}
	return c.Edit
}

// Moved are detections that one case gave to another.
type Moved struct {
	From     uint64   `json:"from"`
	Arrivals []uint64 `json:"arrivals"`
}

// MaxMerged bounds how many cases one command merges, and MaxMoved how many
// detections of theirs it moves.
const (
	MaxMerged = 100
	MaxMoved  = 20_000
)

// MaxDetections bounds how many detections one command names.
const MaxDetections = 1000

// Side is whom a person belongs to.
type Side struct {
	// Tenant and Partner say whether the person belongs to the tenant, or to its
	// partner. Who runs the installation belongs to both.
	Tenant  bool `json:"tenant,omitempty"`
	Partner bool `json:"partner,omitempty"`
	// Customer says that the person may change nothing in what the provider manages (S13).
	// Orders from before there was such a bound do not have it.
	Customer bool `json:"customer,omitempty"`
	// Served says that the tenant had a provider then, to whom a case can be handed over.
	Served bool `json:"served,omitempty"`
}

// Check refuses what no order can be, whatever the tenant's cases are.
func (c Command) Check() error {
	switch {
	case len(c.Detections) > MaxDetections:
		return fault.New(fault.TooLarge, "There are %d detections; %d are allowed at a time.", len(c.Detections), MaxDetections)
	case c.Kind == OpenCase && strings.TrimSpace(c.Title) == "" && len(c.Detections) == 0:
		return wrong("title", "A case begins with a title, with detections, or with both.")
	case c.Kind == SetStatus && !slices.Contains(casefile.Statuses, c.Status):
		return wrong("status", "The status is one of %v; %q is none.", casefile.Statuses, string(c.Status))
	case c.Kind == MergeCases:
		return c.checkMerge()
	case c.Kind == SettleDetections:
		return c.checkSettling()
	case c.Kind == TieCases || c.Kind == UntieCases:
		return c.checkTie()
	case c.Kind == ClaimCase:
		return c.checkClaim()
	case c.Kind == CommentCase || c.Kind == EditComment:
		return checkComment(c.Text)
	case c.Kind == Undo && c.Undoes == 0:
		return wrong("order", "This names the order that is to be undone.")
	case c.Kind == SplitCase && len(c.Detections) == 0:
		return wrong("detections", "A case is split by one detection at least.")
	case c.Kind == EditCase && c.Edit == nil:
		return wrong("", "This changes nothing.")
	case c.Kind == EditCase:
		return checkEdit(c.Edit)
	}
	return line("title", c.Title, MaxTitle)
}

func (c Command) checkSettling() error {
	if len(c.Detections) == 0 {
		return wrong("detections", "This names one detection at least.")
	}
	if err := oneOf("status", &c.Settled, []detection.Status{detection.Open, detection.Closed, detection.Ignored}); err != nil {
		return err
	}
	return prose("note", c.Note, MaxNote)
}

func (c Command) checkTie() error {
	if c.To == c.Case {
		return wrong("case", "A case is not tied to itself.")
	}
	if err := oneOf("kind", &c.Tie, casefile.TieKinds); err != nil {
		return err
	}
	return prose("note", c.Note, MaxNote)
}

func (c Command) checkClaim() error {
	switch {
	case c.By.Kind != activity.User:
		return fault.New(fault.Denied, "Only a person can be named: programs see no case that names people.")
	case strings.TrimSpace(c.Note) == "":
		return wrong("reason", "The history keeps why.")
	}
	return prose("reason", c.Note, MaxNote)
}

func (c Command) checkMerge() error {
	switch {
	case len(c.Cases) == 0:
		return wrong("cases", "This names one case at least.")
	case len(c.Cases) > MaxMerged:
		return fault.New(fault.TooLarge, "There are %d cases; %d are merged at a time.", len(c.Cases), MaxMerged)
	}
	for i, number := range c.Cases {
		switch {
		case number == c.Case:
			return wrong("cases", "A case is not merged into itself.")
		case slices.Contains(c.Cases[:i], number):
			return wrong("cases", "A case is named twice.")
		}
	}
	return nil
}

// wrong is a refusal that names the field as requests do.
func wrong(field, format string, args ...any) error {
	sentence := fmt.Sprintf(format, args...)
	place := "body"
	if field != "" {
		place += "." + field
	}
	return fault.New(fault.Invalid, "%s", sentence).With(fault.Detail{Location: place, Message: sentence})
}
