import { expect, test } from 'vitest'
import { searchOf } from './search'

test('the search asks for what either filter takes, within a week', () => {
  expect(searchOf({ filter: 'a = 1', append_filter: ' ' })).toBe('a = 1 EARLIEST=-7d')
  expect(searchOf({ filter: 'a = 1 OR b = 2', append_filter: 'c = 3' })).toBe(
    '(a = 1 OR b = 2) OR (c = 3) EARLIEST=-7d',
  )
})
