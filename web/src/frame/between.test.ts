import { expect, test } from 'vitest'
import { between } from './between'

const rows = ['a', 'b', 'c', 'd']
const self = (r: string) => r

test.each([
  ['b', 'd', ['b', 'c', 'd']],
  ['d', 'b', ['b', 'c', 'd']],
  ['a', 'a', ['a']],
  [undefined, 'c', ['c']],
  ['gone', 'c', ['c']],
])('from %s to %s', (from, to, want) => expect(between(rows, self, from, to)).toEqual(want))
