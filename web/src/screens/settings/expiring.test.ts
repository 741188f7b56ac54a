import { expect, test } from 'vitest'
import type { Forecast } from '../../api/rule-records'
import { expiringOf, filterOf, inWords, nothing } from './expiring'

const before = '2026-04-04T09:30:00Z'
const forecast: Forecast = {
  keep_open: '30d',
  keep_settled: '30d',
  doubted: false,
  retired: [
    {
      status: 'open',
      before,
      count: 100000,
      more: true,
      oldest: '2026-02-01T00:00:00Z',
      newest: '2026-03-02T00:00:00Z',
    },
    {
      status: 'closed',
      before,
      count: 1,
      more: false,
      oldest: '2026-01-01T00:00:00Z',
      newest: '2026-01-01T00:00:00Z',
    },
    { status: 'ignored', before, count: 0, more: false },
  ],
}

test('what expires is added up over statuses', () => {
  expect(expiringOf(forecast, 'closed', 'ignored')).toEqual({
    count: 1,
    more: false,
    oldest: '2026-01-01T00:00:00Z',
    newest: '2026-01-01T00:00:00Z',
    before,
  })
  expect(expiringOf(forecast)).toEqual({
    count: 100001,
    more: true,
    oldest: '2026-01-01T00:00:00Z',
    newest: '2026-03-02T00:00:00Z',
    before,
  })
  expect(expiringOf({ ...forecast, retired: [] })).toEqual(nothing)
})

test('how many expire is said as far as it was counted', () => {
  expect(inWords({ count: 1, more: false })).toBe('1 detection')
  expect(inWords({ count: 100000, more: true })).toBe('More than 100,000 detections')
})

test('the list of them is a filter', () => {
  const rest = `AND received_at < '${before}' AND last_seen_at < '${before}'`
  const expiring = { ...nothing, before }
  expect(filterOf(expiring, ['open'])).toBe(`status = 'open' ${rest}`)
  expect(filterOf(expiring, ['closed', 'ignored'])).toBe(`status IN ('closed', 'ignored') ${rest}`)
})
