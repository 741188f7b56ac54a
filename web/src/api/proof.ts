import { queryOptions } from '@tanstack/react-query'
import { answer, client } from './client'
import { keys, untilTold } from './queries'
import type { components } from './schema.gen'

export type Checkpoint = components['schemas']['Checkpoint']
export type HistoryCheck = components['schemas']['HistoryCheck']

/** The tenant's history as it is signed now. */
export const checkpointQuery = (tenant: string) =>
  queryOptions({
    queryKey: [...keys.tenant(tenant), 'checkpoint'],
    queryFn: () =>
      answer(client.GET('/api/v1/tenants/{tenant}/checkpoint', { params: { path: { tenant } } })),
    staleTime: 10_000,
    retry: false,
  })

/** What the server's own check of the whole history came to; one that is not over is asked for again. */
export const historyCheckQuery = (tenant: string) =>
  queryOptions({
    queryKey: [...keys.tenant(tenant), 'history check'],
    queryFn: () =>
      answer(client.GET('/api/v1/tenants/{tenant}/history/check', { params: { path: { tenant } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'pending' ? 2_000 : 60_000),
  })

/** Whether the entries of a case are what was written; held against the tree anew with each change of the case. */
export const caseCheckQuery = (tenant: string, number: string) =>
  queryOptions({
    queryKey: [...keys.case(tenant, number), 'history check'],
    queryFn: () =>
      answer(
        client.GET('/api/v1/tenants/{tenant}/cases/{number}/history/check', {
          params: { path: { tenant, number } },
        }),
      ),
    ...untilTold,
  })

/** Which entries an export has; all where nothing is said. */
export interface Selection {
  from?: string
  to?: string
  actor?: string
  case?: string
}

/** Where the history is fetched as a file that proves itself. */
export function provenFile(tenant: string, selection: Selection) {
  const asked = Object.entries(selection).filter(([, value]) => value) as [string, string][]
  const query = new URLSearchParams(asked).toString()
  return `/api/v1/tenants/${encodeURIComponent(tenant)}/history/export${query && `?${query}`}`
}
