// Package admin is what administrators do: the closed list of their acts, and
// everything that an act wants written, as one value.
//
// A Change is the only way in which accounts and the organisation come to be
// stored: the store writes it with the acts that tell of it in one transaction,
// or not at all. An act is only ever added: nothing here changes or removes one.
package admin

import (
	"encoding/json"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"caseweave/internal/core/access"
	"caseweave/internal/core/activity"
)

// Kind names what was done. The list is closed: see Kinds.
type Kind string

const (
	// PartnerCreated and TenantCreated tell that there is a new one; New is its name.
	PartnerCreated Kind = "partner_created"
	TenantCreated  Kind = "tenant_created"
	// PartnerRenamed and TenantRenamed tell of another name.
	PartnerRenamed Kind = "partner_renamed"
	TenantRenamed  Kind = "tenant_renamed"
	// TenantHandedOver tells that another partner provides for a tenant, or nobody; Old
	// and New are partners' ids, empty for nobody.
	TenantHandedOver Kind = "tenant_handed_over"
	// GroupCreated, GroupChanged and GroupDissolved tell of a group of tenants; Old and
	// New are its name and its tenants' ids.
	GroupCreated   Kind = "group_created"
	GroupChanged   Kind = "group_changed"
	GroupDissolved Kind = "group_dissolved"
	// AssigneesHidden and AssigneesShown tell whether tenants' own people see who of
	// their provider has a case.
	AssigneesHidden Kind = "assignees_hidden"
	AssigneesShown  Kind = "assignees_shown"
	// UserCreated tells that somebody got an account; New is the role.
	UserCreated Kind = "user_created"
	// PasswordChanged tells that somebody chose another password, PasswordReset that
	// somebody was given one to replace.
	PasswordChanged Kind = "password_changed"
	PasswordReset   Kind = "password_reset"
	// UserInvited tells that somebody who has not come yet got another invitation.
	UserInvited Kind = "user_invited"
	// UserRenamed, UserEmailChanged and UserRoleChanged tell the value before and after.
	UserRenamed      Kind = "user_renamed"
	UserEmailChanged Kind = "user_email_changed"
	UserRoleChanged  Kind = "user_role_changed"
	// UserShutOut tells that somebody's sessions ended and none begins, UserLetIn that they may come again.
	UserShutOut Kind = "user_shut_out"
	UserLetIn   Kind = "user_let_in"
	// TokenCreated tells that a program got a token; New is its role, Note its scopes and its end.
	TokenCreated Kind = "token_created"
	// TokenRevoked tells that a token was ended.
	TokenRevoked Kind = "token_revoked"
)

// Kinds are all kinds.
var Kinds = []Kind{
	PartnerCreated, TenantCreated, UserCreated, PasswordChanged, PasswordReset,
	UserInvited, UserRenamed, UserEmailChanged, UserRoleChanged, UserShutOut, UserLetIn, TokenCreated, TokenRevoked,
	SecondFactorAdded, SecondFactorRemoved, SecondFactorReset, RecoveryCodesReplaced, RecoveryCodeUsed,
	UserLocked, UserUnlocked, SessionsEnded, SignInChanged,
	IdentityProviderCreated, IdentityProviderChanged, IdentityProviderRemoved, RoleFollowed, AccessLapsed, AccessRegained,
	PartnerRenamed, TenantRenamed, TenantHandedOver, GroupCreated, GroupChanged, GroupDissolved, AssigneesHidden, AssigneesShown,
}

// Act is what was done at a place.
type Act struct {
	// Place is where it was done: its acts are numbered among themselves.
	Place access.Reach `json:"place"`
	// Entry counts the place's acts from 1, without a gap; the store gives it.
	Entry uint64 `json:"entry"`
	// At is when.
	At time.Time `json:"at"`
	// Actor is who did it.
	Actor activity.Actor `json:"actor"`
	Kind  Kind           `json:"kind"`
	// Subject is what it was done to.
	Subject Subject `json:"subject"`
	// Old and New are the value before and after, as text; empty where the kind has none.
	Old string `json:"old,omitempty"`
	New string `json:"new,omitempty"`
	// Note is a sentence that explains, where the kind alone does not.
	Note string `json:"note,omitempty"`
}

// Subject names an account or a part of the organisation as it was then.
type Subject struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Canonical is the one encoding of an act that a hash is taken of: RFC 8785
// JSON, times in microseconds of UTC.
func (a Act) Canonical() []byte {
	a.At = a.At.UTC().Truncate(time.Microsecond)
	plain, err := json.Marshal(a)
	if err != nil {
		panic("admin: a record of texts and numbers does not encode: " + err.Error())
	}
	canonical := jsontext.Value(plain)
	if err := canonical.Canonicalize(); err != nil {
		panic("admin: " + err.Error())
	}
	return canonical
}
