import { queryOptions } from '@tanstack/react-query'
import { answer, client } from './client'
import { keys } from './queries'
import type { paths } from './schema.gen'

type Answer = paths['/api/v1/tenants/{tenant}/apart']['get']['responses'][200]['content']['application/json']
export type EntityApart = NonNullable<Answer['items']>[number]

/** The entities by which nothing is grouped. */
export const apartQuery = (tenant: string) =>
  queryOptions({
    queryKey: [...keys.tenant(tenant), 'apart'],
    queryFn: () =>
      answer(client.GET('/api/v1/tenants/{tenant}/apart', { params: { path: { tenant } } })).then(
        (a) => a.items ?? [],
      ),
  })

/** Lets nothing be grouped by an entity. */
export const keepApart = (tenant: string, entity: string, why?: string) =>
  answer(
    client.POST('/api/v1/tenants/{tenant}/apart', { params: { path: { tenant } }, body: { entity, why } }),
  )

/** Lets things be grouped by it again. */
export const linkAgain = (tenant: string, entity: string) =>
  answer(client.DELETE('/api/v1/tenants/{tenant}/apart', { params: { path: { tenant }, query: { entity } } }))
