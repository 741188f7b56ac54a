import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { answer, client } from './client'
import { edited } from './editing'
import { keys } from './queries'
import type { components } from './schema.gen'

export type Present = components['schemas']['Present']

/** Tells this page apart from others of the same person, as long as it lives. */
const page = [...crypto.getRandomValues(new Uint8Array(8))]
  .map((b) => b.toString(16).padStart(2, '0'))
  .join('')

/**
 * Who looks at a case. Asking says that this page does, so it is asked again and again while the
 * page is in sight; what changes in between comes by the live stream.
 */
export const presenceQuery = (tenant: string, number: string) =>
  queryOptions({
    queryKey: [...keys.case(tenant, number), 'presence'],
    queryFn: ({ signal }) =>
      answer(
        client.PUT('/api/v1/tenants/{tenant}/cases/{number}/presence', {
          params: { path: { tenant, number } },
          body: { page, editing: [...edited()] },
          signal,
        }),
      ),
    refetchInterval: (q) => 1000 * (q.state.data?.again_after ?? 4),
    refetchOnWindowFocus: 'always',
    retry: false,
    gcTime: 0,
  })

/** Says that this page looks at a case no more; heard even when the page is closing. */
export function leaveCase(tenant: string, number: string) {
  client
    .DELETE('/api/v1/tenants/{tenant}/cases/{number}/presence', {
      params: { path: { tenant, number }, query: { page } },
      keepalive: true,
    })
    .catch(() => {}) // who can't say so is gone soon all the same
}

/** Takes word of who looks at a case. */
export function takePresence(cache: QueryClient, tenant: string, now: { case: string; people: Present[] }) {
  cache.setQueryData(presenceQuery(tenant, now.case).queryKey, (old) => old && { ...old, people: now.people })
}
