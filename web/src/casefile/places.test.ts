import { expect, test } from 'vitest'
import { countryName, placeName } from './places'

test('a code is written as the country, anything else as it came', () => {
  expect(['NG', 'de', 'Germany', 'QQ', '', '1A', 'USA'].map(countryName)).toEqual([
    'Nigeria',
    'Germany',
    'Germany',
    'QQ',
    '',
    '1A',
    'USA',
  ])
})

test('a place is its city and country, as far as they are known', () => {
  expect(placeName({ city: 'Lagos', country: 'NG' })).toBe('Lagos, Nigeria')
  expect(placeName({ city: '', country: 'NG' })).toBe('Nigeria')
  expect(placeName({ city: 'Lagos', country: '' })).toBe('Lagos')
})
