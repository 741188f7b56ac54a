import { expect, test } from 'vitest'
import type { Source } from '../api/sources'
import { byGravity, inTrouble } from './words'

const source = (name: string, state: Source['state']) => ({ source: name, state }) as Source
const all = [
  source('a', 'sending'),
  source('b', 'silent'),
  source('c', 'new'),
  source('d', 'quieter_than_usual'),
  source('e', 'silent'),
]

test('what needs a look comes first', () => {
  expect(byGravity(all).map((s) => s.source)).toEqual(['b', 'e', 'd', 'c', 'a'])
  expect(all.filter(inTrouble).map((s) => s.source)).toEqual(['b', 'd', 'e'])
})
