import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { placeKey } from './acts'
import { answer, client } from './client'
import { meQuery } from './queries'
import type { paths } from './schema.gen'

export type Organisation =
  paths['/api/v1/places/{place}/organisation']['get']['responses'][200]['content']['application/json']
export type Tenant = NonNullable<Organisation['tenants']>[number]
export type Partner = NonNullable<Organisation['partners']>[number]
export type TenantGroup = NonNullable<Organisation['groups']>[number]

const at = (place: string) => ({ params: { path: { place } } })

/** Who there is at a place and below it. */
export const organisationQuery = (place: string) =>
  queryOptions({
    queryKey: [...placeKey(place), 'organisation'],
    queryFn: () => answer(client.GET('/api/v1/places/{place}/organisation', at(place))),
  })

/** Everything that tells of the organisation is read anew. */
export const organisationChanged = (cache: QueryClient) =>
  Promise.all([
    cache.invalidateQueries({ queryKey: ['place'] }),
    cache.invalidateQueries({ queryKey: meQuery.queryKey }),
  ])

export const createPartner = (id: string, name: string) =>
  answer(client.POST('/api/v1/partners', { body: { id, name } }))

export const renamePartner = (p: Partner, name: string) =>
  answer(
    client.PATCH('/api/v1/partners/{partner}', {
      params: { path: { partner: p.id } },
      body: { name, version: p.version },
    }),
  )

export const createTenant = (place: string, id: string, name: string, time_zone: string) =>
  answer(client.POST('/api/v1/places/{place}/tenants', { ...at(place), body: { id, name, time_zone } }))

export const changeTenant = (t: Tenant, change: { name?: string; partner?: string }) =>
  answer(
    client.PATCH('/api/v1/tenants/{tenant}', {
      params: { path: { tenant: t.id } },
      body: { ...change, version: t.version },
    }),
  )

export const saveGroup = (
  place: string,
  group: TenantGroup | undefined,
  body: { name: string; tenants: string[] },
) =>
  group
    ? answer(
        client.PUT('/api/v1/places/{place}/groups/{group}', {
          params: { path: { place, group: group.id } },
          body: { ...body, version: group.version },
        }),
      )
    : answer(client.POST('/api/v1/places/{place}/groups', { ...at(place), body }))

export const dissolveGroup = (place: string, group: TenantGroup) =>
  answer(
    client.DELETE('/api/v1/places/{place}/groups/{group}', { params: { path: { place, group: group.id } } }),
  )

export const hideAssignees = (hide_assignees: boolean) =>
  answer(client.PUT('/api/v1/installation', { body: { hide_assignees } }))
