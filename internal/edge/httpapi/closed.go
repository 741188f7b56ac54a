package httpapi

import (
	"github.com/danielgtaylor/huma/v2"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
	"caseweave/internal/core/admin"
	"caseweave/internal/core/backtest"
	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/feed"
	"caseweave/internal/core/proof"
	"caseweave/internal/core/rule"
	"caseweave/internal/core/rulelog"
	"caseweave/internal/engine"
)

// The closed lists of core, as the description tells them to clients: a value
// that core gains appears in openapi.json, and there in the page's types.
type (
	severity   casefile.Severity
	priority   casefile.Priority
	caseStatus casefile.Status
	factorName casefile.FactorName
	resolution casefile.Resolution
	// settled is what becomes of detections when their case is closed.
	settled detection.Status
	// settlement is the status that people give detections.
	settlement detection.Status
	// severityChoice is a severity, or that it follows the score.
	severityChoice  string
	managedBy       casefile.ManagedBy
	tieKind         casefile.TieKind
	detectionStatus detection.Status
	feedState       feed.State
	activityKind    activity.Kind
	actKind         admin.Kind
	action          access.Action
	actorKind       activity.ActorKind
	role            access.Role
	ruleState       rule.State
	ruleOwner       rule.Owner
	logKind         rulelog.Kind
	decisionKind    engine.DecisionKind
	outcome         engine.Outcome
	membershipBy    engine.MembershipBy
	backtestStatus  backtest.Status
	backtestChange  backtest.Change
	flawKind        proof.FlawKind
	// userState is whether somebody can log in, tokenState whether a token opens anything.
	userState  string
	tokenState string
	// aboveKind is from where people reach a place, atKind what sort of place one is.
	aboveKind string
	atKind    string
	// findingLevel says how much a finding matters.
	findingLevel string
)

func (flawKind) Schema(huma.Registry) *huma.Schema { return oneOf(proof.FlawKinds) }
func (checkState) Schema(huma.Registry) *huma.Schema {
	return oneOf([]checkState{checkPending, checkVerified, checkBroken})
}
func (severity) Schema(huma.Registry) *huma.Schema   { return oneOf(casefile.Severities) }
func (priority) Schema(huma.Registry) *huma.Schema   { return oneOf(casefile.Priorities) }
func (caseStatus) Schema(huma.Registry) *huma.Schema { return oneOf(casefile.Statuses) }
func (factorName) Schema(huma.Registry) *huma.Schema { return oneOf(casefile.FactorNames) }
func (resolution) Schema(huma.Registry) *huma.Schema { return oneOf(casefile.Resolutions) }
func (settled) Schema(huma.Registry) *huma.Schema {
	return oneOf([]detection.Status{detection.Closed, detection.Ignored})
}

func (settlement) Schema(huma.Registry) *huma.Schema {
	return oneOf([]detection.Status{detection.Open, detection.Closed, detection.Ignored})
}

func (severityChoice) Schema(huma.Registry) *huma.Schema {
	return oneOf(append([]casefile.Severity{followScore}, casefile.Severities...))
}

// followScore lets a severity follow the score.
const followScore = "auto"

func (managedBy) Schema(huma.Registry) *huma.Schema {
	return oneOf([]casefile.ManagedBy{casefile.Self, casefile.Provider})
}
func (tieKind) Schema(huma.Registry) *huma.Schema         { return oneOf(casefile.TieKinds) }
func (detectionStatus) Schema(huma.Registry) *huma.Schema { return oneOf(detection.Statuses) }
func (feedState) Schema(huma.Registry) *huma.Schema       { return oneOf(feed.States) }
func (activityKind) Schema(huma.Registry) *huma.Schema    { return oneOf(activity.Kinds) }
func (actKind) Schema(huma.Registry) *huma.Schema         { return oneOf(admin.Kinds) }
func (action) Schema(huma.Registry) *huma.Schema          { return oneOf(access.Actions) }
func (actorKind) Schema(huma.Registry) *huma.Schema {
	return oneOf([]activity.ActorKind{activity.Engine, activity.User, activity.Token, activity.System})
}
func (role) Schema(huma.Registry) *huma.Schema      { return oneOf(access.Roles) }
func (ruleState) Schema(huma.Registry) *huma.Schema { return oneOf(rule.States) }
func (ruleOwner) Schema(huma.Registry) *huma.Schema {
	return oneOf([]rule.Owner{rule.TenantOwned, rule.PartnerOwned})
}
func (logKind) Schema(huma.Registry) *huma.Schema        { return oneOf(rulelog.Kinds) }
func (decisionKind) Schema(huma.Registry) *huma.Schema   { return oneOf(engine.DecisionKinds) }
func (outcome) Schema(huma.Registry) *huma.Schema        { return oneOf(engine.Outcomes) }
func (membershipBy) Schema(huma.Registry) *huma.Schema   { return oneOf(engine.MembershipBys) }
func (backtestStatus) Schema(huma.Registry) *huma.Schema { return oneOf(backtest.Statuses) }
func (backtestChange) Schema(huma.Registry) *huma.Schema { return oneOf(backtest.Changes) }

func oneOf[T ~string](values []T) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, v := range values {
		s.Enum = append(s.Enum, string(v))
	}
	return s
}

func (findingLevel) Schema(huma.Registry) *huma.Schema { return oneOf([]string{"warning", "error"}) }

const (
	userActive  userState = "active"
	userInvited userState = "invited"
	userShutOut userState = "shut_out"
	userLapsed  userState = "lapsed"

	tokenGood    tokenState = "good"
	tokenExpired tokenState = "expired"
	tokenRevoked tokenState = "revoked"

	fromProvider aboveKind = "provider"
	fromRoot     aboveKind = "root"

	atRoot    atKind = "root"
	atPartner atKind = "partner"
	atTenant  atKind = "tenant"
)

func (userState) Schema(huma.Registry) *huma.Schema {
	return oneOf([]userState{userActive, userInvited, userShutOut, userLapsed})
}

func (tokenState) Schema(huma.Registry) *huma.Schema {
	return oneOf([]tokenState{tokenGood, tokenExpired, tokenRevoked})
}

func (aboveKind) Schema(huma.Registry) *huma.Schema {
	return oneOf([]aboveKind{fromProvider, fromRoot})
}

func (atKind) Schema(huma.Registry) *huma.Schema {
	return oneOf([]atKind{atRoot, atPartner, atTenant})
}
