import { describe, expect, test } from 'vitest'
import { atGlance, beginOf, counted, endOf, inUTC, isTime } from './format'

describe('the exact time', () => {
  test('keeps every digit that it came with', () => {
    expect(inUTC('2026-05-01T12:00:00.123456Z')).toBe('2026-05-01 12:00:00.123456 UTC')
  })
  test('is told in UTC, whatever its offset', () => {
    expect(inUTC('2026-05-01T14:00:00+02:00')).toBe('2026-05-01 12:00:00 UTC')
  })
  test('is shown as it is where it is no time', () => {
    expect(inUTC('soon')).toBe('soon')
  })
  test('may lie in 1601 and in 9999', () => {
    expect(inUTC('1601-01-01T00:00:00Z')).toBe('1601-01-01 00:00:00 UTC')
    expect(inUTC('9999-12-31T23:59:59Z')).toBe('9999-12-31 23:59:59 UTC')
  })
})

describe('a time at a glance', () => {
  const now = new Date('2026-05-01T22:30:00Z')
  test('is the clock for what happened today, in the reader’s zone', () => {
    expect(atGlance('2026-05-01T22:10:05Z', now, 'Europe/Amsterdam')).toBe('00:10:05')
  })
  test('names the day of what happened yesterday in that zone', () => {
    expect(atGlance('2026-05-01T21:10:05Z', now, 'Europe/Amsterdam')).toBe('May 1, 23:10')
  })
  test('names the year of what happened in another', () => {
    expect(atGlance('2021-11-22T09:00:00Z', now, 'UTC')).toBe('2021-11-22 09:00')
  })
})

test('a day begins and ends with the reader’s midnight', () => {
  const midnight = (date: number) => new Date(2027, 0, date).toISOString()
  expect(beginOf('2027-01-31')).toBe(midnight(31))
  expect(endOf('2027-01-31')).toBe(midnight(32))
  expect([beginOf(''), endOf('')]).toEqual(['', ''])
})

test('year 1 is no time', () => {
  expect(isTime('0001-01-01T00:00:00Z')).toBe(false)
  expect(isTime('1601-01-01T00:00:00Z')).toBe(true)
})

test('counts agree with their noun', () => {
  expect(counted(1, 'device')).toBe('1 device')
  expect(counted(1234, 'device')).toBe('1,234 devices')
})
