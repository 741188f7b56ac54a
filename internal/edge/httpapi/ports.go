package httpapi

import (
	"context"
	"io"
	"iter"
	"time"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/listing"
	"caseweave/internal/core/rule"
	"caseweave/internal/engine"
)

// Intake reads foreign bytes as detections.
type Intake interface {
	// Open reads body as records of source. A source that does not exist is
	// fault.NotFound, an encoding that can't be read fault.Invalid. Where the body
	// can't be read to its end, the last record is Final.
	Open(source string, body io.Reader, encoding string, receivedAt time.Time) (iter.Seq[engine.Record], error)
}

// Engine decides on detections and rules, and answers after the commit.
type Engine interface {
	// Receive takes records in; on an error the answer says what was stored before it.
	Receive(ctx context.Context, tenant access.Organisation, records iter.Seq[engine.Record]) (engine.Answer, error)
	// Book is the tenant's rules and templates with their version.
	Book(ctx context.Context, tenant access.Organisation) (rule.Book, uint64, error)
	// ReplaceRules puts rules in the place of all the tenant's own. Unless
	// ifVersion is 0, another version than that is fault.Conflict.
	ReplaceRules(ctx context.Context, tenant access.Organisation, by activity.Actor, rules []rule.Rule, ifVersion uint64) (rule.Book, uint64, error)
	// ReplaceTemplates does the same with templates.
	ReplaceTemplates(ctx context.Context, tenant access.Organisation, by activity.Actor, templates []rule.Template, ifVersion uint64) (rule.Book, uint64, error)
}

// Cases reads cases. What the tenant doesn't have is fault.NotFound.
type Cases interface {
	Cases(ctx context.Context, tenantID string, r listing.Request) (listing.Page[casefile.Case], error)
	Case(ctx context.Context, tenantID string, number uint64) (casefile.Case, error)
	CaseDetections(ctx context.Context, tenantID string, number uint64, r listing.Request) (listing.Page[casefile.Filed], error)
	Assets(ctx context.Context, tenantID string, number uint64) (casefile.Assets, error)
	// Activities are those of one case.
	Activities(ctx context.Context, tenantID string, number uint64, r listing.Request) (listing.Page[activity.Activity], error)
}

// Detections reads detections. What the tenant doesn't have is fault.NotFound.
type Detections interface {
	// Detections lists them without their raw events.
	Detections(ctx context.Context, tenantID string, r listing.Request) (listing.Page[casefile.Filed], error)
	// Detection is one with its raw event.
	Detection(ctx context.Context, tenantID, id string) (casefile.Filed, error)
}

// Accounts knows who there is. What does not exist is fault.NotFound.
type Accounts interface {
	Tenants(ctx context.Context) ([]access.Organisation, error)
	Tenant(ctx context.Context, id string) (access.Organisation, error)
	// User finds by name, UserByID by id.
	User(ctx context.Context, name string) (access.User, error)
	UserByID(ctx context.Context, id string) (access.User, error)
	// SetPassword replaces a user's hash and says whether the password is a one-time one.
	SetPassword(ctx context.Context, userID, hash string, oneTime bool) error
	Token(ctx context.Context, id string) (access.Token, error)
}

// Ledger is asked whether it answers.
type Ledger interface {
	Ping(ctx context.Context) error
}
