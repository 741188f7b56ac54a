import { queryOptions } from '@tanstack/react-query'
import { placeKey } from './acts'
import { answer, client } from './client'
import type { paths } from './schema.gen'

type Answer<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': infer R } } } }
}
  ? R
  : never

export type SignInRules = Answer<'/api/v1/places/{place}/sign-in'>
export type Session = NonNullable<Answer<'/api/v1/me/sessions'>['items']>[number]
/** What shows that it is still the same person who asks. */
export type Confirmation = { password: string; code?: string }

/** How one logs in. */
export const ownSignInQuery = queryOptions({
  queryKey: ['me', 'sign-in'],
  queryFn: () => answer(client.GET('/api/v1/me/sign-in')),
})

export const beginFactor = (password: string) =>
  answer(client.POST('/api/v1/me/second-factor', { body: { password } }))
export const confirmFactor = (code: string) =>
  answer(client.PUT('/api/v1/me/second-factor', { body: { code } }))
export const replaceRecovery = (body: Confirmation) =>
  answer(client.POST('/api/v1/me/second-factor/recovery-codes', { body }))
export const removeFactor = (body: Confirmation) =>
  answer(client.POST('/api/v1/me/second-factor/removal', { body }))

/** One's own sessions. */
export const ownSessionsQuery = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: () => answer(client.GET('/api/v1/me/sessions')),
})

export const endSession = (session: string) =>
  answer(client.DELETE('/api/v1/me/sessions/{session}', { params: { path: { session } } }))
export const endOtherSessions = () => answer(client.DELETE('/api/v1/me/sessions'))

/** What a place asks of its people. */
export const signInQuery = (place: string) =>
  queryOptions({
    queryKey: [...placeKey(place), 'sign-in'],
    queryFn: () => answer(client.GET('/api/v1/places/{place}/sign-in', { params: { path: { place } } })),
  })

export const changeSignIn = (place: string, body: SignInRules) =>
  answer(client.PUT('/api/v1/places/{place}/sign-in', { params: { path: { place } }, body }))
