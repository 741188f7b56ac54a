import { queryOptions } from '@tanstack/react-query'
import { answer, client } from './client'
import { keys } from './queries'
import type { components } from './schema.gen'

/** A list as a person keeps it: nobody else sees it. */
export type SavedView = components['schemas']['SavedView']
export type NewView = components['schemas']['NewView']
export type ViewChange = components['schemas']['ViewChange']

/** The lists that views are kept of. */
export type ListName = 'cases' | 'detections'

// Another window may have changed them, of which the live stream tells nothing.
export const viewsQuery = (tenant: string, list: ListName) =>
  queryOptions({
    queryKey: [...keys.tenant(tenant), 'views', list],
    queryFn: () =>
      answer(client.GET('/api/v1/tenants/{tenant}/views/{list}', { params: { path: { tenant, list } } })),
    refetchOnWindowFocus: true,
  })

export const createView = (tenant: string, list: ListName, body: NewView) =>
  answer(client.POST('/api/v1/tenants/{tenant}/views/{list}', { params: { path: { tenant, list } }, body }))

export const replaceView = (tenant: string, list: ListName, id: string, body: ViewChange) =>
  answer(
    client.PUT('/api/v1/tenants/{tenant}/views/{list}/{id}', {
      params: { path: { tenant, list, id } },
      body,
    }),
  )

export const deleteView = (tenant: string, list: ListName, { id, version }: SavedView) =>
  answer(
    client.DELETE('/api/v1/tenants/{tenant}/views/{list}/{id}', {
      params: { path: { tenant, list, id }, query: { version } },
    }),
  )
