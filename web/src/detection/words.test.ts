import { expect, test } from 'vitest'
import { bandOf, byKind, entityParts, filterFor, filterForEntity } from './words'

test('an entity splits at its first colon', () => {
  expect(entityParts('url:https://a.example')).toEqual({ kind: 'url', value: 'https://a.example' })
  expect(entityParts('plain')).toEqual({ kind: 'entity', value: 'plain' })
})

test('entities stand by kind, in order of first mention', () => {
  expect(byKind(['ip:1.2.3.4', 'user:ada', 'ip:::1'])).toEqual([
    ['ip', ['1.2.3.4', '::1']],
    ['user', ['ada']],
  ])
})

test.each([
  ['host', "o'neil-pc", "@host = 'o''neil-pc'"],
  ['md5', 'ab', "@hash = 'ab'"],
  ['registry', 'hklm\\x', "entities = 'registry:hklm\\x'"],
])('the filter for %s %s quotes its value', (kind, value, filter) => {
  expect(filterFor(kind, value)).toBe(filter)
})

test('bands of severity begin at their bounds', () => {
  expect([0.199, 0.2, 0.399, 0.4, 0.6, 0.8, 1].map(bandOf)).toEqual([
    'info',
    'low',
    'low',
    'medium',
    'high',
    'critical',
    'critical',
  ])
})

test('an entity as one text is looked for whole, also without a kind', () => {
  expect(filterForEntity('url:https://a.example')).toBe(filterFor('url', 'https://a.example'))
  expect(filterForEntity('plain')).toBe("entities = 'plain'")
})
