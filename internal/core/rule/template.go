package rule

import (
	"time"

	"caseweave/internal/core/casefile"
)

// Template says how a case begins that a rule opens.
type Template struct {
	// ID is unique among the templates of its book; see Book.Identified.
	ID          string `json:"id,omitempty"`
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	// CaseTitle is text with ${…} in CEL over detection, detections, case, rule and
	// tenant; without one, a case is named by its detections.
	CaseTitle string `json:"case_title,omitempty"`
	// KeyFindings is such a text, too, of any number of lines: what the case begins with under that heading (T7).
	KeyFindings string `json:"key_findings,omitempty"`
	// Type is one of casefile.Types; "security incident" where none is given.
	Type string `json:"type,omitempty"`
	// Priority is P3 where none is given.
	Priority casefile.Priority `json:"priority,omitempty"`
	// Status is an open one; new where none is given.
	Status casefile.Status `json:"status,omitempty"`
	// Assignee is the id of a user of the tenant, or casefile.WholeTenant; never the provider (T8).
	Assignee string `json:"assignee,omitempty"`
	// ManagedBy is self where nothing is given.
	ManagedBy casefile.ManagedBy `json:"managed_by,omitempty"`
	Tags      []string           `json:"tags,omitempty"`
	// Stages are the checklist that a case begins with (P5).
	Stages []casefile.Stage `json:"stages,omitempty"`
	// SharedWithChildren lets the rules of a partner open cases with it in the partner's tenants.
	SharedWithChildren bool `json:"shared_with_children,omitempty"`

	// Owner says whose template it is; the tenant's where none is given.
	Owner Owner `json:"owner,omitempty"`
	// Version counts the changes of this template from 1. It, and what follows,
	// is the keeper's: a file holds none of it.
	Version   uint64    `json:"version,omitempty"`
	CreatedBy string    `json:"created_by,omitempty"`
	UpdatedBy string    `json:"updated_by,omitempty"`
	CreatedAt time.Time `json:"created_at,omitzero"`
	UpdatedAt time.Time `json:"updated_at,omitzero"`
}

// Plain is what serves a rule that names no template.
var Plain = casefile.Plan{
	Type: casefile.Types[0], Priority: "P3", Status: casefile.New, ManagedBy: casefile.Self,
}

// Plan is how a case of this template begins, before any rule has named it.
func (t *Template) Plan() casefile.Plan {
	p := Plain
	p.Type = or(t.Type, p.Type)
	p.Priority = or(t.Priority, p.Priority)
	p.Status = or(t.Status, p.Status)
	p.ManagedBy = or(t.ManagedBy, p.ManagedBy)
	p.Assignee.ID, p.Tags, p.Stages = t.Assignee, t.Tags, t.Stages
	p.Template = casefile.TemplateRef{ID: t.ID, Title: t.Title, Version: t.Version}
	return p
}

func or[T comparable](given, otherwise T) T {
	var none T
	if given == none {
		return otherwise
	}
	return given
}
