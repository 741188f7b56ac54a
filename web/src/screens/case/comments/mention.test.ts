import { expect, test } from 'vitest'
import { completed, mentioned } from './mention'

const people = ['ada', 'adam', 'bob']

test.each<[string, string[]]>([
  ['ask @a', ['ada', 'adam']],
  ['ask @', people],
  ['@ad', ['ada', 'adam']],
  ['@ADA', ['adam']],
  ['mail ada@a', []],
  ['ask @a ', []],
  ['nobody', []],
])('after %j people are offered', (before, names) => expect(mentioned(before, people)).toEqual(names))

test('a name takes the place of what was begun', () => {
  expect(completed('ask @a about it', 6, 'ada')).toEqual({ text: 'ask @ada  about it', caret: 9 })
})
