import { queryOptions } from '@tanstack/react-query'
import { answer, client } from './client'
import type { components } from './schema.gen'

type Schemas = components['schemas']
export type IdentityProvider = Schemas['IdentityProvider']
export type GroupRole = Schemas['GroupRole']

/** The providers that stand on the login page: the root's and, where it is named, another place's. */
export const openIDQuery = (at?: string) =>
  queryOptions({
    queryKey: ['openid', at],
    queryFn: () => answer(client.GET('/api/v1/openid', { params: { query: { at } } })),
    retry: false,
  })

export const identityProvidersQuery = (place: string) =>
  queryOptions({
    queryKey: ['place', place, 'identity-providers'],
    queryFn: () =>
      answer(client.GET('/api/v1/places/{place}/identity-providers', { params: { path: { place } } })),
  })

/** What a form holds; an empty secret is none, or the one that is kept. */
export type Draft = Omit<Schemas['NewIdentityProvider'], '$schema'> & { version?: number }

/** Adds a provider, or changes the one that has a version. */
export function keepIdentityProvider(place: string, { id, version, client_secret, ...setup }: Draft) {
  const secret = client_secret ? { client_secret } : {}
  if (version === undefined) {
    const body = { id, ...setup, ...secret }
    return answer(
      client.POST('/api/v1/places/{place}/identity-providers', { params: { path: { place } }, body }),
    )
  }
  return answer(
    client.PUT('/api/v1/places/{place}/identity-providers/{provider}', {
      params: { path: { place, provider: id } },
      body: { ...setup, ...secret, version },
    }),
  )
}

export const removeIdentityProvider = (place: string, provider: string) =>
  answer(
    client.DELETE('/api/v1/places/{place}/identity-providers/{provider}', {
      params: { path: { place, provider } },
    }),
  )

/** What keeps people from signing in by a provider, in sentences. */
export const testIdentityProvider = (place: string, issuer: string, scopes: string[]) =>
  answer(
    client.POST('/api/v1/places/{place}/test-identity-provider', {
      params: { path: { place } },
      body: { issuer, scopes },
    }),
  )
