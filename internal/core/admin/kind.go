package admin

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
	// SecondFactorAdded tells that somebody logs in with a second factor from now on,
	// SecondFactorRemoved that they do so no longer, and SecondFactorReset that
	// somebody else took it from them.
	SecondFactorAdded   Kind = "second_factor_added"
	SecondFactorRemoved Kind = "second_factor_removed"
	SecondFactorReset   Kind = "second_factor_reset"
	// RecoveryCodesReplaced tells of new recovery codes, RecoveryCodeUsed that one let
	// somebody in; New is how many are left.
	RecoveryCodesReplaced Kind = "recovery_codes_replaced"
	RecoveryCodeUsed      Kind = "recovery_code_used"
	// UserLocked tells that a name must wait after too many wrong tries, once until
	// they are forgotten; UserUnlocked that somebody had them forgotten.
	UserLocked   Kind = "user_locked"
	UserUnlocked Kind = "user_unlocked"
	// SessionsEnded tells that all sessions of somebody were ended by another.
	SessionsEnded Kind = "sessions_ended"
	// SignInChanged tells that a place asks something else of its people; Old and New say what.
	SignInChanged Kind = "sign_in_changed"
	// IdentityProviderCreated tells of a new provider, IdentityProviderChanged of one that
	// was changed in what Note names, IdentityProviderRemoved of one that lets nobody in any more.
	IdentityProviderCreated Kind = "identity_provider_created"
	IdentityProviderChanged Kind = "identity_provider_changed"
	IdentityProviderRemoved Kind = "identity_provider_removed"
	// RoleFollowed tells that a user's role became what the provider says.
	RoleFollowed Kind = "role_followed"
	// ProviderFollowed tells that a user came by another provider of the same issuer; Old and New are their ids.
	ProviderFollowed Kind = "provider_followed"
	// AccessLapsed tells that the provider gave a user no role any more, AccessRegained that it did again.
	AccessLapsed   Kind = "access_lapsed"
	AccessRegained Kind = "access_regained"
)

// Kinds are all kinds, in the order above.
var Kinds = []Kind{
	PartnerCreated, TenantCreated, PartnerRenamed, TenantRenamed, TenantHandedOver, GroupCreated, GroupChanged,
	GroupDissolved, AssigneesHidden, AssigneesShown, UserCreated, PasswordChanged, PasswordReset, UserInvited,
	UserRenamed, UserEmailChanged, UserRoleChanged, UserShutOut, UserLetIn, TokenCreated, TokenRevoked, SecondFactorAdded,
	SecondFactorRemoved, SecondFactorReset, RecoveryCodesReplaced, RecoveryCodeUsed, UserLocked, UserUnlocked,
	SessionsEnded, SignInChanged, IdentityProviderCreated, IdentityProviderChanged, IdentityProviderRemoved, RoleFollowed,
	ProviderFollowed, AccessLapsed, AccessRegained,
}
