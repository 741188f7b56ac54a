import { queryOptions } from '@tanstack/react-query'
import { answer, client } from './client'
import { keys } from './queries'
import type { Case } from './records'
import type { paths } from './schema.gen'

export type RelatedCases =
  paths['/api/v1/tenants/{tenant}/cases/{number}/related']['get']['responses'][200]['content']['application/json']
export type Tie = NonNullable<RelatedCases['ties']>[number]
export type SuggestedCase = NonNullable<RelatedCases['suggested']>[number]
export type TieKind = Tie['kind']

/** How a case stands to others: what people said, and what has the same entities. */
export const relatedCasesQuery = (tenant: string, c: Case) =>
  queryOptions({
    queryKey: [...keys.related(tenant), c.number, c.ties],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/tenants/{tenant}/cases/{number}/related', {
          params: { path: { tenant, number: c.number } },
          signal,
        }),
      ),
    staleTime: 30_000,
  })

/** Says how a case stands to another. */
export const tieCases = (tenant: string, number: string, other: string, kind: TieKind, why?: string) =>
  answer(
    client.POST('/api/v1/tenants/{tenant}/cases/{number}/ties', {
      params: { path: { tenant, number } },
      body: { case: other, kind, why },
    }),
  )

/** Takes that back. */
export const untieCases = (tenant: string, number: string, other: string, kind: TieKind) =>
  answer(
    client.DELETE('/api/v1/tenants/{tenant}/cases/{number}/ties/{kind}/{other}', {
      params: { path: { tenant, number, other, kind } },
    }),
  )
