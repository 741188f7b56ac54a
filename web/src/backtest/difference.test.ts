import { expect, test } from 'vitest'
import { difference } from './BacktestResult'

test('a difference says its direction, and 0 where there is none', () => {
  expect(difference(2, 5)).toBe('+3')
  expect(difference(5, 2)).toBe('−3')
  expect(difference(2, 2)).toBe('0')
  expect(difference(1.5, 2, (n) => n.toFixed(1))).toBe('+0.5')
})
