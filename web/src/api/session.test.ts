import { QueryCache, QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test } from 'vitest'
import { caseQuery, meQuery } from './queries'
import type { CaseDetail, Me } from './records'
import { watchPerson } from './session'
import { ownSignInQuery } from './sign-in'

let others: number
let cache: QueryClient
beforeEach(() => {
  others = 0
  const onSuccess = watchPerson(() => {
    others++
    cache.clear()
  })
  cache = new QueryClient({ queryCache: new QueryCache({ onSuccess }) })
})

const secret = caseQuery('t', 'SECC0000001').queryKey
const isHere = (id: string, more: Partial<Me> = {}) =>
  cache.fetchQuery({ ...meQuery, staleTime: 0, queryFn: async () => ({ user: { id }, ...more }) as Me })

test('whoever comes back finds what they left', async () => {
  await isHere('ada')
  cache.setQueryData(secret, { title: 'hidden' } as CaseDetail)
  cache.removeQueries({ queryKey: meQuery.queryKey })
  await isHere('ada')
  expect(others).toBe(0)
  expect(cache.getQueryData(secret)).toBeDefined()
})

test('somebody else finds nothing of it', async () => {
  await isHere('ada')
  cache.setQueryData(secret, { title: 'hidden' } as CaseDetail)
  await isHere('bob')
  expect(others).toBe(1)
  expect(cache.getQueryData(secret)).toBeUndefined()
})

test('a login that is not done yet changes nothing, and is told when it is', async () => {
  await isHere('ada')
  await isHere('bob', { must_change_password: true })
  expect(others).toBe(0)
  await isHere('bob')
  expect(others).toBe(1)
})

test('what else is asked about oneself says nothing of who it is', async () => {
  await isHere('ada')
  await cache.fetchQuery({ ...ownSignInQuery, queryFn: async () => ({}) as never })
  expect(others).toBe(0)
})
