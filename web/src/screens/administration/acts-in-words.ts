import type { Act } from '../../api/acts'

/** A piece of a sentence: our own words, or a value from outside. */
export type Piece = string | { value: string }

const of = (a: Act): Piece => ({ value: a.subject.name || a.subject.id })
const toNew = (a: Act): Piece => ({ value: a.new ?? '' })
const toOld = (a: Act): Piece => ({ value: a.old ?? '' })

/** What an act is called, without its subject, which is the actor; partners by the names that the reader knows. */
export const actsInWords: Record<Act['kind'], (a: Act, partner: (id: string) => string) => Piece[]> = {
  partner_created: (a) => ['made the partner ', of(a)],
  tenant_created: (a) => ['made the tenant ', of(a)],
  user_created: (a) => ['gave ', of(a), ' an account as ', toNew(a)],
  password_changed: (a) => ['changed the password of ', of(a)],
  password_reset: (a) => ['gave ', of(a), ' a new access'],
  user_invited: (a) => ['gave ', of(a), ' another invitation'],
  user_renamed: (a) => ['renamed ', toOld(a), ' to ', toNew(a)],
  user_email_changed: (a) =>
    a.new
      ? ['set the e-mail address of ', of(a), ' to ', toNew(a)]
      : ['removed the e-mail address of ', of(a)],
  user_role_changed: (a) => ['made ', of(a), ' ', toNew(a), '; before: ', toOld(a)],
  user_shut_out: (a) => ['shut ', of(a), ' out'],
  user_let_in: (a) => ['let ', of(a), ' in again'],
  token_created: (a) => ['made the token ', of(a), ' as ', toNew(a), '. '],
  token_revoked: (a) => ['revoked the token ', of(a)],
  second_factor_added: () => ['logs in with a second factor from now on'],
  second_factor_removed: () => ['logs in without a second factor from now on'],
  second_factor_reset: (a) => ['took the second factor of ', of(a)],
  recovery_codes_replaced: () => ['made new recovery codes'],
  recovery_code_used: (a) => ['used a recovery code; left are ', toNew(a)],
  user_locked: (a) => ['lets ', of(a), ' wait after too many wrong tries to log in'],
  user_unlocked: (a) => ['forgot the wrong tries of ', of(a)],
  sessions_ended: (a) => ['ended all sessions of ', of(a)],
  sign_in_changed: (a) => ['changed how people log in: ', { value: a.old ?? '' }, ' before, now ', toNew(a)],
  identity_provider_created: (a) => ['let people sign in with ', of(a), ', which is ', toNew(a)],
  identity_provider_changed: (a) => ['changed how people sign in with ', of(a), ':'],
  identity_provider_removed: (a) => ['lets nobody sign in with ', of(a), ' any more'],
  role_followed: (a) => ['is now ', toNew(a), ', as their groups say; before ', { value: a.old ?? '' }],
  provider_followed: (a) => ['comes by the provider ', toNew(a), ' now; before by ', { value: a.old ?? '' }],
  access_lapsed: () => ['was refused and lost access: none of their groups has a role'],
  access_regained: (a) => ['has access again, as ', toNew(a)],
  partner_renamed: (a) => ['renamed the partner ', toOld(a), ' to ', toNew(a)],
  tenant_renamed: (a) => ['renamed the tenant ', toOld(a), ' to ', toNew(a)],
  tenant_handed_over: (a, partner) => [
    'handed the tenant ',
    of(a),
    ' from ',
    a.old ? { value: partner(a.old) } : 'nobody',
    ' to ',
    a.new ? { value: partner(a.new) } : 'nobody',
  ],
  group_created: (a) => ['made the group ', toNew(a)],
  group_changed: (a) => ['changed the group ', toOld(a), ' to ', toNew(a)],
  group_dissolved: (a) => ['dissolved the group ', of(a)],
  assignees_hidden: () => ['hid from tenants who of their provider has a case'],
  assignees_shown: () => ['let tenants see who of their provider has a case'],
}
