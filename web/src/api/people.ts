import { queryOptions } from '@tanstack/react-query'
import { placeKey } from './acts'
import { answer, client } from './client'
import type { paths } from './schema.gen'

type Users = paths['/api/v1/places/{place}/users']
export type User = NonNullable<Users['get']['responses'][200]['content']['application/json']['items']>[number]
export type NewUser = Users['post']['requestBody']['content']['application/json']
export type UserChange = NonNullable<
  paths['/api/v1/places/{place}/users/{user}']['patch']['requestBody']
>['content']['application/json']

/** Who is at home at a place, and who reaches it from above. */
export const usersQuery = (place: string) =>
  queryOptions({
    queryKey: [...placeKey(place), 'users'],
    queryFn: () => answer(client.GET('/api/v1/places/{place}/users', { params: { path: { place } } })),
    staleTime: 0,
  })

/** Gives a person an account; the answer has the link, this once. */
export const inviteUser = (place: string, body: NewUser) =>
  answer(client.POST('/api/v1/places/{place}/users', { params: { path: { place } }, body }))

export const changeUser = (place: string, user: string, body: UserChange) =>
  answer(client.PATCH('/api/v1/places/{place}/users/{user}', { ...at(place, user), body }))

/** Gives a person a new access; the answer has the link, this once. */
export const resetUser = (place: string, user: string) =>
  answer(client.POST('/api/v1/places/{place}/users/{user}/reset', at(place, user)))

/** The sessions that somebody has now. */
export const userSessionsQuery = (place: string, user: string) =>
  queryOptions({
    queryKey: [...placeKey(place), 'users', user, 'sessions'],
    queryFn: () => answer(client.GET('/api/v1/places/{place}/users/{user}/sessions', at(place, user))),
    staleTime: 0,
  })

/** Forgets somebody's wrong tries. */
export const unlockUser = (place: string, user: string) =>
  answer(client.DELETE('/api/v1/places/{place}/users/{user}/lock', at(place, user)))

/** Takes somebody's second factor. */
export const resetFactor = (place: string, user: string) =>
  answer(client.DELETE('/api/v1/places/{place}/users/{user}/second-factor', at(place, user)))

export const endUserSessions = (place: string, user: string) =>
  answer(client.DELETE('/api/v1/places/{place}/users/{user}/sessions', at(place, user)))

const at = (place: string, user: string) => ({ params: { path: { place, user } } })

/** For whom a link is; one that is not valid, or not any more, is a Problem. */
export const welcomeQuery = (secret: string) =>
  queryOptions({
    queryKey: ['welcome', secret],
    queryFn: () => answer(client.POST('/api/v1/welcome', { body: { secret } })),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const acceptInvitation = (secret: string, password: string) =>
  answer(client.POST('/api/v1/welcome/password', { body: { secret, password } }))
