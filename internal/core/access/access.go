// Package access says who may do what, as one pure function.
//
// Every operation names the action it needs and asks May before it does
// anything else. What is refused to a stranger is refused as if the object did
// not exist; that is the edge's part, not decided here.
package access

import "slices"

// Principal is who asks: a person with a session or a program with a token.
type Principal struct {
	// ID is the user's or token's id.
	ID   string
	Name string
	// Token says that it is a program.
	Token bool
	Role  Role
	// Scopes narrow what the role may do to some of its actions; none narrow nothing.
	Scopes []Action
	// Reach is where the role holds.
	Reach Reach
	// OwnerID is the user whom a token goes back to; empty for people, and where the
	// command line made it.
	OwnerID string
	// Restricted principals hold a one-time password and may only replace it.
	Restricted bool
}

// Tenant is where the action would take place.
type Tenant struct {
	ID        string
	PartnerID string
}

// Role is what sort of work a principal is trusted with. The list is closed.
type Role string

const (
	// Admin does everything, settings included.
	Admin Role = "admin"
	// Analyst works on cases and writes rules.
	Analyst Role = "analyst"
	// Responder works on cases.
	Responder Role = "responder"
	// ReadOnly looks.
	ReadOnly Role = "read-only"
	// Ingest sends detections, and reads nothing.
	Ingest Role = "ingest"
)

// Roles are all roles, the widest first.
var Roles = []Role{Admin, Analyst, Responder, ReadOnly, Ingest}

// Action is something one may be allowed to do. The list is closed.
type Action string

const (
	// SendDetections adds detections and updates them.
	SendDetections Action = "detections:send"
	// ReadDetections lists and opens detections.
	ReadDetections Action = "detections:read"
	// ReadCases lists and opens cases with their history, and follows them live.
	ReadCases Action = "cases:read"
	// ReadRules reads rules and templates.
	ReadRules Action = "rules:read"
	// WriteRules writes rules and templates.
	WriteRules Action = "rules:write"
	// WriteCases opens cases by hand, and changes them.
	WriteCases Action = "cases:write"
	// ReadSettings reads the bounds that a tenant sets for itself.
	ReadSettings Action = "settings:read"
	// WriteSettings changes them.
	WriteSettings Action = "settings:write"
	// ReadPeople lists users and groups of a place.
	ReadPeople Action = "people:read"
	// WritePeople invites users, changes what they may do, and shuts them out.
	WritePeople Action = "people:write"
	// ReadTokens lists programs' tokens, without their secrets.
	ReadTokens Action = "tokens:read"
	// WriteTokens makes tokens and revokes them.
	WriteTokens Action = "tokens:write"
	// ReadOrganisation lists partners, tenants and groups of them.
	ReadOrganisation Action = "organisation:read"
	// WriteOrganisation makes and changes them.
	WriteOrganisation Action = "organisation:write"
	// ReadAudit reads administrative acts, and proofs of history.
	ReadAudit Action = "audit:read"
)

// Actions are all actions.
var Actions = []Action{
	SendDetections, ReadDetections, ReadCases, ReadRules, WriteRules, WriteCases, ReadSettings, WriteSettings,
	ReadPeople, WritePeople, ReadTokens, WriteTokens, ReadOrganisation, WriteOrganisation, ReadAudit,
}

// allowed holds every permission; what is not here is refused.
var allowed = map[Action][]Role{
	SendDetections:    {Admin, Analyst, Ingest},
	ReadDetections:    {Admin, Analyst, Responder, ReadOnly},
	ReadCases:         {Admin, Analyst, Responder, ReadOnly},
	ReadRules:         {Admin, Analyst, Responder, ReadOnly},
	WriteRules:        {Admin, Analyst},
	WriteCases:        {Admin, Analyst, Responder},
	ReadSettings:      {Admin, Analyst, Responder, ReadOnly},
	WriteSettings:     {Admin},
	ReadPeople:        {Admin},
	WritePeople:       {Admin},
	ReadTokens:        {Admin},
	WriteTokens:       {Admin},
	ReadOrganisation:  {Admin},
	WriteOrganisation: {Admin},
	ReadAudit:         {Admin},
}

// Reaches says whether p has any business in tenant t.
func Reaches(p Principal, t Tenant) bool {
	r := p.Reach
	return t.ID != "" && (r.Root || r.TenantID == t.ID || r.PartnerID != "" && r.PartnerID == t.PartnerID)
}

// May says whether p may do action in tenant t.
func May(p Principal, action Action, t Tenant) bool {
	return Reaches(p, t) && entitled(p, action)
}

// ReachesPartner says whether p has any business with what belongs to a partner
// itself: who is at home in one of its tenants has none.
func ReachesPartner(p Principal, partnerID string) bool {
	return partnerID != "" && (p.Reach.Root || p.Reach.PartnerID == partnerID)
}

// MayInPartner says whether p may do action with what belongs to a partner itself.
func MayInPartner(p Principal, action Action, partnerID string) bool {
	return ReachesPartner(p, partnerID) && entitled(p, action)
}

// MayAtRoot says whether p may do action with what belongs to the installation itself.
func MayAtRoot(p Principal, action Action) bool {
	return p.Reach.Root && entitled(p, action)
}

// Is says whether p is the user, or a token that goes back to the user.
func (p Principal) Is(u User) bool { return p.ID == u.ID || p.OwnerID != "" && p.OwnerID == u.ID }

// Entitlements are the actions that p does wherever p has business.
func Entitlements(p Principal) []Action {
	return slices.DeleteFunc(slices.Clone(Actions), func(a Action) bool { return !entitled(p, a) })
}

// MayBeyond says whether p may do action in whatever tenants p reaches.
func MayBeyond(p Principal, action Action) bool {
	return p.Reach != Reach{} && entitled(p, action)
}

// entitled says whether the role and the scopes of p allow action at all.
func entitled(p Principal, action Action) bool {
	return !p.Restricted && slices.Contains(allowed[action], p.Role) && (len(p.Scopes) == 0 || slices.Contains(p.Scopes, action))
}
