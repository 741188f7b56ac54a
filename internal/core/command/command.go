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
)

// Command is what somebody orders.
type Command struct {
	Kind Kind           `json:"kind"`
	By   activity.Actor `json:"by"`
	// Side is whom the person belongs to: it decides which rules a case opened by hand searches by (T32).
	Side Side `json:"side"`
	// Case is the number of the case; 0 for OpenCase.
	Case uint64 `json:"case,omitempty"`
	// To is the case that moved detections go to.
	To uint64 `json:"to,omitempty"`
	// Title names a case opened by hand; empty lets its detections name it.
	Title string `json:"title,omitempty"`
	// Detections are ids, each once, MaxDetections at most.
	Detections []string        `json:"detections,omitempty"`
	Status     casefile.Status `json:"status,omitempty"`
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

// MaxDetections bounds how many detections one command names.
const MaxDetections = 1000

// Side is whom a person belongs to.
type Side struct {
	// Tenant and Partner say whether the person belongs to the tenant, or to its
	// partner. Who runs the installation belongs to both.
	Tenant  bool `json:"tenant,omitempty"`
	Partner bool `json:"partner,omitempty"`
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
	case c.Kind == EditCase && c.Edit == nil:
		return wrong("", "This changes nothing.")
	case c.Kind == EditCase:
		return checkEdit(c.Edit)
	}
	return line("title", c.Title, MaxTitle)
}

func wrong(field, format string, args ...any) error {
	sentence := fmt.Sprintf(format, args...)
	return fault.New(fault.Invalid, "%s", sentence).With(fault.Detail{Location: field, Message: sentence})
}
