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
