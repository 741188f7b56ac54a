import { queryOptions } from '@tanstack/react-query'
import { answer, client } from './client'
import { keys } from './queries'
import type { components } from './schema.gen'

/** Any part of what people may change in a case. */
export type CaseChange = components['schemas']['CaseChange']

/** Changes what is given, and answers the case afterwards. */
export const changeCase = (tenant: string, number: string, body: CaseChange) =>
  answer(
    client.PATCH('/api/v1/tenants/{tenant}/cases/{number}', { params: { path: { tenant, number } }, body }),
  )

export type NumberedChange = components['schemas']['NumberedChange']

/** Changes several cases, and answers for each what came of it. */
export const changeCases = (tenant: string, items: NumberedChange[]) =>
  answer(client.PATCH('/api/v1/tenants/{tenant}/cases', { params: { path: { tenant } }, body: { items } }))

/** Names the reader in a case that names other people, and keeps why. */
export const claimCase = (tenant: string, number: string, reason: string) =>
  answer(
    client.POST('/api/v1/tenants/{tenant}/cases/{number}/need-to-know/claim', {
      params: { path: { tenant, number } },
      body: { reason },
    }),
  )

/** Who reads the tenant's cases, and may be named as needing to know of one. */
export const readersQuery = (tenant: string) =>
  queryOptions({
    queryKey: [...keys.tenant(tenant), 'people', 'read'],
    queryFn: () =>
      answer(
        client.GET('/api/v1/tenants/{tenant}/people', {
          params: { path: { tenant }, query: { may: 'read' } },
        }),
      ),
    staleTime: 60_000,
  })

/** Whom a template may give cases: the tenant's own people, and the tenant as such. */
export const assigneesQuery = (tenant: string) =>
  queryOptions({
    queryKey: [...keys.tenant(tenant), 'people', 'begin'],
    queryFn: () =>
      answer(
        client.GET('/api/v1/tenants/{tenant}/people', {
          params: { path: { tenant }, query: { may: 'begin' } },
        }),
      ),
    staleTime: 60_000,
  })

/** Who may be assigned. */
export const peopleQuery = (tenant: string) =>
  queryOptions({
    queryKey: [...keys.tenant(tenant), 'people'],
    queryFn: () => answer(client.GET('/api/v1/tenants/{tenant}/people', { params: { path: { tenant } } })),
    staleTime: 60_000,
  })
