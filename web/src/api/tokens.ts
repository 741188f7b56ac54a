import { queryOptions } from '@tanstack/react-query'
import { placeKey } from './acts'
import { answer, client } from './client'
import type { paths } from './schema.gen'

type Tokens = paths['/api/v1/places/{place}/tokens']
export type Token = NonNullable<
  Tokens['get']['responses'][200]['content']['application/json']['items']
>[number]
export type NewToken = Tokens['post']['requestBody']['content']['application/json']

/** The tokens of a place, the newest first. */
export const tokensQuery = (place: string) =>
  queryOptions({
    queryKey: [...placeKey(place), 'tokens'],
    queryFn: () => answer(client.GET('/api/v1/places/{place}/tokens', { params: { path: { place } } })),
    staleTime: 0,
  })

/** Makes a token; the answer has its secret, this once. */
export const createToken = (place: string, body: NewToken) =>
  answer(client.POST('/api/v1/places/{place}/tokens', { params: { path: { place } }, body }))

export const revokeToken = (place: string, token: string) =>
  answer(client.DELETE('/api/v1/places/{place}/tokens/{token}', { params: { path: { place, token } } }))
