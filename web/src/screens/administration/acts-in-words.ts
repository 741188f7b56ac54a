import type { Act } from '../../api/acts'

/** A piece of a sentence: our own words, or a value from outside. */
export type Piece = string | { value: string }

const of = (a: Act): Piece => ({ value: a.subject.name || a.subject.id })
const toNew = (a: Act): Piece => ({ value: a.new ?? '' })

/** What an act is called, without its subject, which is the actor. */
export const actsInWords: Record<Act['kind'], (a: Act) => Piece[]> = {
  partner_created: (a) => ['made the partner ', of(a)],
  tenant_created: (a) => ['made the tenant ', of(a)],
  user_created: (a) => ['gave ', of(a), ' an account as ', toNew(a)],
  password_changed: (a) => ['changed the password of ', of(a)],
  password_reset: (a) => ['gave ', of(a), ' a one-time password'],
  token_created: (a) => ['made the token ', of(a), ' as ', toNew(a)],
}
