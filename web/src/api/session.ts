import type { QueryKey } from '@tanstack/react-query'
import { answer, client } from './client'
import { needsLogin } from './problem'
import { meQuery } from './queries'
import type { Me } from './records'

/** Ends the session; one that is over already is no fault. */
export const endOwnSession = () =>
  answer(client.POST('/api/v1/logout')).catch((e) => {
    if (!needsLogin(e)) throw e
  })

/**
 * Tells when somebody else than before turns out to use this page: what it holds was for the
 * other's eyes. The answer takes every result that the cache was given.
 */
export function watchPerson(onOther: () => void) {
  let known: string | undefined
  return (data: unknown, { queryKey }: { queryKey: QueryKey }) => {
    if (queryKey.length !== 1 || queryKey[0] !== meQuery.queryKey[0]) return
    const me = data as Me
    // Whoever is not through with logging in sees nothing of it yet.
    if (me.must_change_password || me.must_add_second_factor) return
    if (known !== undefined && known !== me.user.id) onOther()
    known ??= me.user.id
  }
}
