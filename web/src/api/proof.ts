import { queryOptions } from '@tanstack/react-query'
import { placeKey } from './acts'
import { answer, client } from './client'
import { keys, untilTold } from './queries'
import type { components } from './schema.gen'

export type Checkpoint = components['schemas']['Checkpoint']
export type HistoryCheck = components['schemas']['HistoryCheck']

/** What the server signs: the history of a tenant, or the acts of administrators at a place. */
export type Log = { tenant: string } | { place: string }

const keyOf = (log: Log) => ('tenant' in log ? keys.tenant(log.tenant) : placeKey(log.place))

/** A log as it is signed now. */
export const checkpointQuery = (log: Log) =>
  queryOptions({
    queryKey: [...keyOf(log), 'checkpoint'],
    queryFn: () =>
      'tenant' in log
        ? answer(client.GET('/api/v1/tenants/{tenant}/checkpoint', { params: { path: log } }))
        : answer(client.GET('/api/v1/places/{place}/acts/checkpoint', { params: { path: log } })),
    staleTime: 10_000,
    retry: false,
  })

/** What the server's own check of a whole log came to; one that is not over is asked for again. */
export const historyCheckQuery = (log: Log) =>
  queryOptions({
    queryKey: [...keyOf(log), 'history check'],
    queryFn: () =>
      'tenant' in log
        ? answer(client.GET('/api/v1/tenants/{tenant}/history/check', { params: { path: log } }))
        : answer(client.GET('/api/v1/places/{place}/acts/check', { params: { path: log } })),
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

/** Where a log is fetched as a file that proves itself. */
export function provenFile(log: Log, selection: Selection) {
  const asked = Object.entries(selection).filter(([, value]) => value) as [string, string][]
  const query = new URLSearchParams(asked).toString()
  const path =
    'tenant' in log
      ? `tenants/${encodeURIComponent(log.tenant)}/history`
      : `places/${encodeURIComponent(log.place)}/acts`
  return `/api/v1/${path}/export${query && `?${query}`}`
}
