import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { quoted } from '../query/literal'
import { answer, client } from './client'
import type { Activity, Case, CaseSort, Detection, DetectionSort, Page } from './records'

/** What a list shows and in which order: the part of a list's address that the server reads. */
export interface View {
  q?: string
  sort?: string
}

const pageSize = 100

/** The orders of lists that nobody has sorted: the latest case, the latest to arrive. */
export const newest = { cases: '-created_at', detections: '-arrival' } as const

// An address may name any order; the server refuses those that it does not know.
const ordered = <S extends string>({ q, sort }: View, usual: S) => ({ q, sort: (sort as S) ?? usual })
const orderedCases = (view: View) => ordered<CaseSort>(view, newest.cases)
const orderedDetections = (view: View) => ordered<DetectionSort>(view, newest.detections)

/** A list that is fetched page by page. */
export type ListQuery<T> = ReturnType<typeof pages<T>>

// The live stream says when something changed, so nothing grows stale by itself.
export const untilTold = { staleTime: Number.POSITIVE_INFINITY }

/** Options of a list that is fetched page by page. */
export function pages<T>(key: readonly unknown[], fetchPage: (cursor?: string) => Promise<Page<T>>) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam }) => fetchPage(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: Page<T>) => last.next_cursor || undefined,
    refetchOnMount: false,
    retryOnMount: false,
    // Comparing a long list with itself costs more than drawing the few rows in sight.
    structuralSharing: false,
    ...untilTold,
  })
}

/** Keys of the cache; the live stream finds what it touches by them. */
export const keys = {
  tenant: (tenant: string) => ['tenant', tenant] as const,
  cases: (tenant: string) => ['tenant', tenant, 'cases'] as const,
  case: (tenant: string, number: string) => ['tenant', tenant, 'case', number] as const,
  related: (tenant: string) => ['tenant', tenant, 'related'] as const,
  detections: (tenant: string) => ['tenant', tenant, 'detections'] as const,
  sources: (tenant: string) => ['tenant', tenant, 'sources'] as const,
  detection: (tenant: string, id: string) => ['tenant', tenant, 'detection', id] as const,
  rules: (tenant: string) => ['tenant', tenant, 'rules'] as const,
  ruleLog: (tenant: string) => ['tenant', tenant, 'rule log'] as const,
  explained: (tenant: string) => ['tenant', tenant, 'explained'] as const,
  backtests: (tenant: string) => ['tenant', tenant, 'backtests'] as const,
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => answer(client.GET('/api/v1/me')),
  retry: false,
  ...untilTold,
})

/** Reads anew who is logged in, and what they reach. */
export const askWho = (cache: QueryClient) =>
  void cache.invalidateQueries({ queryKey: meQuery.queryKey, exact: true }, { cancelRefetch: false })

/** ATT&CK's tactics and techniques, by which ids become names and links. */
export const attackQuery = queryOptions({
  queryKey: ['attack'],
  queryFn: () => answer(client.GET('/api/v1/attack')),
  gcTime: Number.POSITIVE_INFINITY,
  ...untilTold,
})

/** What keeps the open cases. */
export const openOnly = "status !IN ('resolved', 'cancelled')"

/** What keeps all cases: a list that says nothing has those that are open. */
export const allCases = 'status IS NOT NULL'

/** The cases of a view; of one that says nothing, those that are open. */
export const casesQuery = (tenant: string, { q = openOnly, sort }: View) =>
  pages<Case>([...keys.cases(tenant), orderedCases({ q, sort })], (cursor) => {
    const query = { ...orderedCases({ q, sort }), cursor, limit: pageSize }
    return answer(client.GET('/api/v1/tenants/{tenant}/cases', { params: { path: { tenant }, query } }))
  })

/** The open cases of a number or with a text in their title, the last changed first. */
export const openCasesQuery = (tenant: string, text: string, closedToo = false) => {
  const like = /^[\p{L}-]*\d+$/u.test(text)
    ? `(number = ${quoted(text)} OR title CONTAINS ${quoted(text)})`
    : `title CONTAINS ${quoted(text)}`
  const which = [closedToo ? '' : openOnly, text ? like : '']
  const q = which.filter((w) => w).join(' AND ') || undefined
  const query = { q, sort: '-updated_at' as const, limit: 30 }
  return queryOptions({
    queryKey: [...keys.tenant(tenant), 'open cases', closedToo, q],
    queryFn: () =>
      answer(client.GET('/api/v1/tenants/{tenant}/cases', { params: { path: { tenant }, query } })),
  })
}

export const caseQuery = (tenant: string, number: string) =>
  queryOptions({
    queryKey: [...keys.case(tenant, number), 'self'],
    queryFn: () =>
      answer(client.GET('/api/v1/tenants/{tenant}/cases/{number}', { params: { path: { tenant, number } } })),
    ...untilTold,
  })

export const caseDetectionsQuery = (tenant: string, number: string, view: View) =>
  pages<Detection>([...keys.case(tenant, number), 'detections', orderedDetections(view)], (cursor) => {
    const params = {
      path: { tenant, number },
      query: { ...orderedDetections(view), cursor, limit: pageSize },
    }
    return answer(client.GET('/api/v1/tenants/{tenant}/cases/{number}/detections', { params }))
  })

/** Where a list is fetched as a file. */
export const listFile = (
  tenant: string,
  list: 'cases' | 'detections',
  format: 'csv' | 'json' | 'ndjson',
  q?: string,
  columns?: string[],
) =>
  `/api/v1/tenants/${encodeURIComponent(tenant)}/${list}/export?${new URLSearchParams({ format, ...(q && { q }), ...(columns && { columns: columns.join() }) })}`

const activityPage = (tenant: string, number: string, limit: number, cursor?: string, q?: string) => {
  const params = { path: { tenant, number }, query: { q, sort: '-entry' as const, cursor, limit } }
  return answer(client.GET('/api/v1/tenants/{tenant}/cases/{number}/activity', { params }))
}

export const caseActivityQuery = (tenant: string, number: string, q?: string) =>
  pages<Activity>([...keys.case(tenant, number), 'activity', q], (cursor) =>
    activityPage(tenant, number, pageSize, cursor, q),
  )

/** Where the history of a case is fetched as a file. */
export const activityFile = (tenant: string, number: string, format: 'csv' | 'json' | 'ndjson', q?: string) =>
  `/api/v1/tenants/${encodeURIComponent(tenant)}/cases/${encodeURIComponent(number)}/activity/export?${new URLSearchParams({ format, ...(q && { q }) })}`

export const latestActivityQuery = (tenant: string, number: string, count: number) =>
  queryOptions({
    queryKey: [...keys.case(tenant, number), 'latest', count],
    queryFn: () => activityPage(tenant, number, count),
    ...untilTold,
  })

export const detectionsQuery = (tenant: string, view: View) =>
  pages<Detection>([...keys.detections(tenant), orderedDetections(view)], (cursor) => {
    const query = { ...orderedDetections(view), cursor, limit: pageSize }
    return answer(client.GET('/api/v1/tenants/{tenant}/detections', { params: { path: { tenant }, query } }))
  })

/** One detection, beside it the exact text of its raw event: numbers beyond 2^53 survive only as text. */
export const detectionQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: keys.detection(tenant, id),
    queryFn: async () => {
      const params = { path: { tenant, id } }
      const text = await answer(
        client.GET('/api/v1/tenants/{tenant}/detections/{id}', { params, parseAs: 'text' }),
      )
      return { detection: JSON.parse(text) as Detection, text }
    },
    ...untilTold,
  })
