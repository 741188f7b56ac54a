import { queryOptions } from '@tanstack/react-query'
import { answer, client } from './client'
import { keys } from './queries'
import type { components } from './schema.gen'

export type KillChain = components['schemas']['KillChain']

export type Insights = components['schemas']['Insights']

/** How the cases of the last days were worked on. */
export const insightsQuery = (tenant: string, days: number) =>
  queryOptions({
    queryKey: [...keys.tenant(tenant), 'insights', days],
    queryFn: () =>
      answer(
        client.GET('/api/v1/tenants/{tenant}/insights', { params: { path: { tenant }, query: { days } } }),
      ),
    staleTime: 10_000,
    refetchInterval: 60_000,
  })

/** How far along the kill chain the open cases are. It is read anew now and then, not with each case that changes. */
export const killChainQuery = (tenant: string) =>
  queryOptions({
    queryKey: [...keys.tenant(tenant), 'kill chain'],
    queryFn: () =>
      answer(client.GET('/api/v1/tenants/{tenant}/kill-chain', { params: { path: { tenant } } })),
    staleTime: 10_000,
    refetchInterval: 30_000,
  })
