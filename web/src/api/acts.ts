import { answer, client } from './client'
import { pages } from './queries'
import type { paths } from './schema.gen'

type Answer = paths['/api/v1/places/{place}/acts']['get']['responses'][200]['content']['application/json']
export type Act = NonNullable<Answer['items']>[number]

/** Keys of the cache for what there is at places. */
export const placeKey = (place: string) => ['place', place] as const

/** What was done at a place, newest first, as far as a filter keeps it. */
export const actsQuery = (place: string, q?: string) => ({
  ...pages<Act>([...placeKey(place), 'acts', q], (cursor) =>
    answer(
      client.GET('/api/v1/places/{place}/acts', {
        params: { path: { place }, query: { q, sort: '-entry' as const, cursor, limit: 100 } },
      }),
    ),
  ),
  staleTime: 0,
  refetchOnMount: true,
})
