package httpapi

import (
	"github.com/danielgtaylor/huma/v2"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
)

// The closed lists of core, as the description tells them to clients: a value
// that core gains appears in openapi.json, and there in the page's types.
type (
	severity        casefile.Severity
	priority        casefile.Priority
	caseStatus      casefile.Status
	managedBy       casefile.ManagedBy
	detectionStatus detection.Status
	activityKind    activity.Kind
	actorKind       activity.ActorKind
	role            access.Role
)

func (severity) Schema(huma.Registry) *huma.Schema   { return oneOf(casefile.Severities) }
func (priority) Schema(huma.Registry) *huma.Schema   { return oneOf(casefile.Priorities) }
func (caseStatus) Schema(huma.Registry) *huma.Schema { return oneOf(casefile.Statuses) }
func (managedBy) Schema(huma.Registry) *huma.Schema {
	return oneOf([]casefile.ManagedBy{casefile.Self, casefile.Provider})
}
func (detectionStatus) Schema(huma.Registry) *huma.Schema { return oneOf(detection.Statuses) }
func (activityKind) Schema(huma.Registry) *huma.Schema    { return oneOf(activity.Kinds) }
func (actorKind) Schema(huma.Registry) *huma.Schema {
	return oneOf([]activity.ActorKind{activity.Engine, activity.User, activity.Token, activity.System})
}
func (role) Schema(huma.Registry) *huma.Schema { return oneOf(access.Roles) }

func oneOf[T ~string](values []T) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, v := range values {
		s.Enum = append(s.Enum, string(v))
	}
	return s
}
