import { queryOptions } from '@tanstack/react-query'
import { answer, client } from './client'
import { keys } from './queries'
import type { Settings } from './rule-records'

export const settingsQuery = (tenant: string) =>
  queryOptions({
    queryKey: [...keys.tenant(tenant), 'settings'],
    queryFn: () => answer(client.GET('/api/v1/tenants/{tenant}/settings', { params: { path: { tenant } } })),
  })

/** Changes what is given, and answers all. */
export const changeSettings = (tenant: string, body: Partial<Settings>) =>
  answer(client.PATCH('/api/v1/tenants/{tenant}/settings', { params: { path: { tenant } }, body }))

/** The two bounds of retention. */
export type Kept = Pick<Settings, 'keep_open' | 'keep_settled'>

/** What would be removed now by some bounds; a mistake in them is a Problem. */
export const forecastQuery = (tenant: string, { keep_open, keep_settled }: Kept) =>
  queryOptions({
    queryKey: [...keys.tenant(tenant), 'retention', keep_open, keep_settled],
    queryFn: () =>
      answer(
        client.GET('/api/v1/tenants/{tenant}/retention', {
          params: { path: { tenant }, query: { keep_open, keep_settled } },
        }),
      ),
    retry: false,
  })
