import { expect, test } from 'vitest'
import { tookWords } from './took'

test.each([
  [0, '0 s'],
  [0.4, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [303, '5 min 3 s'],
  [3_600, '1 h'],
  [187_200, '2 d 4 h'],
  [86_400 + 59, '1 d'],
])('%d seconds are %s', (seconds, words) => expect(tookWords(seconds)).toBe(words))
