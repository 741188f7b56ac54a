import { describe, expect, test } from 'vitest'
import { blank, draftOf, moved, ruleChanges, ruleOf, sameRule, withDraft } from './draft'

const written = { title: 'Same user', filter: 'severity >= 0.4', group_by: ['usernames()'] }

describe('a draft', () => {
  test('of a rule is sent back as the same rule', () => {
    const draft = draftOf({ ...written, group_duration: '4h', state: 'append' })
    expect(sameRule(draftOf(ruleOf(draft)), draft)).toBe(true)
  })
  test('leaves out what is empty', () => {
    const sent = ruleOf({ ...draftOf(written), append_filter: '  ', group_by: ['usernames()', ' '] })
    expect(sent).not.toHaveProperty('append_filter')
    expect(sent.group_by).toEqual(['usernames()'])
  })
  test('knows what was changed, field by field', () => {
    const before = draftOf(written)
    expect(ruleChanges(before, { ...before, order: 5, tags: ['x'] })).toEqual([
      { field: 'order', before: 100, after: 5 },
      { field: 'tags', before: [], after: ['x'] },
    ])
  })
  test('begins on test, so that nothing happens by surprise', () => {
    expect(blank.state).toBe('test')
  })
})

describe('a list', () => {
  test('with an entry moved keeps the others in order', () => {
    expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
  })
})

test('a draft stands in place of its rule, or after all', () => {
  const stored = [{ ...blank, id: 'a', title: 'A' }]
  const draft = { ...blank, title: 'B' }
  expect(withDraft(stored, draft, 'a').map((r) => r.title)).toEqual(['B'])
  expect(withDraft(stored, draft, 'b').map((r) => [r.id, r.title])).toEqual([
    ['a', 'A'],
    ['b', 'B'],
  ])
  expect(withDraft(stored, { ...draft, title: '' }).map((r) => r.title)).toEqual(['A', 'New rule'])
})
