import { queryOptions } from '@tanstack/react-query'
import { answer, client } from './client'
import { keys, untilTold } from './queries'
import type { components } from './schema.gen'

export type Scene = components['schemas']['Scene']
export type Seen = components['schemas']['Seen']
export type ScenePlace = components['schemas']['ScenePlace']

/** How many devices, users and places one answer may list. */
export const mostSeen = 200

/** Who a case is about, what, when and where: the first of each, or as many as an answer may list. */
export const sceneQuery = (tenant: string, number: string, limit = 50) =>
  queryOptions({
    queryKey: [...keys.case(tenant, number), 'scene', limit],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/tenants/{tenant}/cases/{number}/scene', {
          params: { path: { tenant, number }, query: { limit } },
          signal,
        }),
      ),
    ...untilTold,
  })
