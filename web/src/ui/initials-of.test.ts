import { expect, test } from 'vitest'
import { initialsOf } from './initials-of'

test('a name is two letters at most, whatever it is', () => {
  const names = [
    'Ada Lovelace',
    'ada',
    'Juan Carlos de la Cruz',
    'x',
    'ada.lovelace@example.com',
    '',
    '<>',
    '李 小龍',
    '𝔄da',
  ]
  expect(names.map(initialsOf)).toEqual(['AL', 'AD', 'JC', 'X', 'AC', '?', '?', '李小', '𝔄D'])
})
