import { queryOptions } from '@tanstack/react-query'
import { answer, client } from './client'
import { keys } from './queries'
import type { components } from './schema.gen'

export type Source = components['schemas']['Source']

/**
 * How each source does. Word of new detections has it read anew where it is older than staleTime
 * (see live-cache); silence has no event, so it is read now and then, too.
 */
export const sourcesQuery = (tenant: string) =>
  queryOptions({
    queryKey: keys.sources(tenant),
    queryFn: () => answer(client.GET('/api/v1/tenants/{tenant}/sources', { params: { path: { tenant } } })),
    select: ({ items }): Source[] => items ?? [],
    staleTime: 2_000,
    refetchInterval: 30_000,
  })
