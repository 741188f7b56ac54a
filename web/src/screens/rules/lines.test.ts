import { expect, test } from 'vitest'
import type { Rule, RuleList } from '../../api/rule-records'
import { linesOf, tickedOf } from './lines'

const rule = (id: string, title = id): Rule => ({
  id,
  title,
  state: 'enabled',
  order: 1,
  filter: 'severity >= 0.4',
  group_by: ['usernames()'],
})

const list: RuleList = {
  version: 3,
  items: [rule('a', 'Same user'), rule('b', 'Same host')],
  partner_items: [rule('partner:c', 'Same hash')],
  lint: [{ rule: 'b', level: 'warning', code: 'unreachable', message: 'It is never reached.' }],
}

test('a tenant’s own rules come before its partner’s, with their findings', () => {
  const lines = linesOf(list, undefined)
  expect(lines.map((l) => [l.place, l.rule.id, l.own, l.findings.length])).toEqual([
    [1, 'a', true, 0],
    [2, 'b', true, 1],
    [3, 'partner:c', false, 0],
  ])
})

test('a rule that is looked for keeps its place', () => {
  expect(linesOf(list, undefined, 'HOST').map((l) => [l.place, l.rule.id])).toEqual([[2, 'b']])
})

test('an address names the ticked rules', () => {
  expect([...tickedOf('a,b')]).toEqual(['a', 'b'])
  expect(tickedOf(undefined).size).toBe(0)
})
