import { type InfiniteData, QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, test } from 'vitest'
import { takeCases, takeDetections, takeResync, withCases } from './live-cache'
import { presenceQuery, takePresence } from './presence'
import { caseCheckQuery, type HistoryCheck } from './proof'
import { pulse } from './pulse'
import { caseQuery, casesQuery, latestActivityQuery } from './queries'
import type { Case, CaseDetail, Page } from './records'

const aCase = (number: string, version: number, title = 'old') => ({ number, version, title }) as Case
const list = (...cases: Case[]): InfiniteData<Page<Case>, string | undefined> => ({
  pages: [{ items: cases }, { items: [aCase('SECC0000009', 1)] }],
  pageParams: [undefined, 'c'],
})

let cache: QueryClient
beforeEach(() => {
  cache = new QueryClient()
})

describe('a case that changed', () => {
  test('shows at once in every list that holds it', () => {
    const query = casesQuery('t', {})
    cache.setQueryData(query.queryKey, list(aCase('SECC0000001', 1)))
    takeCases(cache, 't', [aCase('SECC0000001', 2, 'new')])
    expect(cache.getQueryData(query.queryKey)?.pages[0]?.items[0]?.title).toBe('new')
  })
  test('leaves the lists of other tenants alone', () => {
    const query = casesQuery('other', {})
    const before = list(aCase('SECC0000001', 1))
    cache.setQueryData(query.queryKey, before)
    takeCases(cache, 't', [aCase('SECC0000001', 2, 'new')])
    expect(cache.getQueryData(query.queryKey)).toBe(before)
  })
  test('never goes back to an older version', () => {
    const before = list(aCase('SECC0000001', 5))
    expect(withCases(before, new Map([['SECC0000001', aCase('SECC0000001', 4, 'late')]]))).toBe(before)
  })
  test('keeps untouched pages as they are, so that they are not drawn again', () => {
    const before = list(aCase('SECC0000001', 1))
    const after = withCases(before, new Map([['SECC0000001', aCase('SECC0000001', 2)]]))
    expect(after.pages[1]).toBe(before.pages[1])
  })
  test('keeps the devices that are known and asks for them once more', () => {
    const { queryKey } = caseQuery('t', 'SECC0000001')
    cache.setQueryData(queryKey, { ...aCase('SECC0000001', 1), hosts: ['ws-1'] } as CaseDetail)
    takeCases(cache, 't', [aCase('SECC0000001', 2, 'new')])
    expect(cache.getQueryData(queryKey)).toMatchObject({ title: 'new', hosts: ['ws-1'] })
    expect(cache.getQueryState(queryKey)?.isInvalidated).toBe(true)
  })
  test('is read anew where its number led to another, which it was merged into', () => {
    const { queryKey } = caseQuery('t', 'SECC0000002')
    cache.setQueryData(queryKey, aCase('SECC0000001', 9) as CaseDetail)
    takeCases(cache, 't', [aCase('SECC0000002', 5)])
    expect(cache.getQueryData(queryKey)).toBeUndefined()
  })
  test('makes its latest activity be read again, and its history be held against the tree', () => {
    const latest = latestActivityQuery('t', 'SECC0000001', 5).queryKey
    const check = caseCheckQuery('t', 'SECC0000001').queryKey
    cache.setQueryData(latest, { items: [] })
    cache.setQueryData(check, { state: 'verified', entries: 1 } as HistoryCheck)
    takeCases(cache, 't', [aCase('SECC0000001', 2)])
    for (const key of [latest, check]) expect(cache.getQueryState(key)?.isInvalidated).toBe(true)
  })
})

test('who looks at a case is taken as it is told, where that case is on the screen', () => {
  const ada = { id: '1', name: 'Ada', editing: [] }
  const people = (number: string) => cache.getQueryData(presenceQuery('t', number).queryKey)?.people
  cache.setQueryData(presenceQuery('t', 'SECC0000001').queryKey, { people: [], again_after: 4 })
  for (const number of ['SECC0000001', 'SECC0000002'])
    takePresence(cache, 't', { case: number, people: [ada] })
  expect(people('SECC0000001')).toEqual([ada])
  expect(people('SECC0000002')).toBeUndefined()
})

describe('lists learn that they may be behind', () => {
  const beats = (topic: string, act: () => void) => {
    const before = pulse.at(topic)
    act()
    return pulse.at(topic) - before
  }
  test('by a changed case: the list of cases and the lists of that case', () => {
    const change = () => takeCases(cache, 't', [aCase('SECC0000001', 2)])
    expect(beats('tenant/t/cases', change)).toBe(1)
    expect(beats('tenant/t/case/SECC0000001', change)).toBe(1)
    expect(beats('tenant/t/case/SECC0000002', change)).toBe(0)
  })
  test('by an arrived detection: the list of detections', () => {
    expect(beats('tenant/t/detections', () => takeDetections(cache, 't'))).toBe(1)
  })
  test('by missed events: every list, and what is no list is read again', () => {
    cache.setQueryData(casesQuery('t', {}).queryKey, list())
    const { queryKey } = caseQuery('t', 'SECC0000001')
    cache.setQueryData(queryKey, aCase('SECC0000001', 1) as CaseDetail)
    expect(beats('tenant/t/cases', () => takeResync(cache, 't'))).toBe(1)
    expect(cache.getQueryState(queryKey)?.isInvalidated).toBe(true)
  })
})
