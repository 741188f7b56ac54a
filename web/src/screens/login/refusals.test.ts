import { expect, test } from 'vitest'
import { refusalOf } from './refusals'

test('an address says nothing in its own words', () => {
  expect(refusalOf('no_group')).toContain('no group')
  for (const word of ['<b>', 'constructor', '__proto__', ''])
    expect(refusalOf(word)).toMatch(/^Signing in failed/)
})
