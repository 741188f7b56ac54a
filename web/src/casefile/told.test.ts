import { expect, test } from 'vitest'
import type { CaseChange } from '../api/edits'
import { deedOf, told } from './told'

const cases = ['A1', 'A2', 'A3'].map((number) => ({ number }))

test.each<[CaseChange, string]>([
  [{ status: 'resolved', resolution: 'benign' }, 'A1 was resolved.'],
  [{ status: 'on_hold' }, 'A1 was set to “On hold”.'],
  [{ priority: 'P1' }, 'A1 was given the priority P1.'],
  [{ severity: 'auto' }, 'A1 was given the severity of the score.'],
  [{ severity: 'low' }, 'A1 was given the severity low.'],
  [{ assignee: 'u1' }, 'A1 was assigned.'],
  [{ assignee: '' }, 'A1 was unassigned.'],
  [{ add_tags: ['web'] }, 'A1 was tagged.'],
  [{ remove_tags: ['web'] }, 'A1 was freed of a tag.'],
])('%j is told of one case', (change, words) =>
  expect(told(deedOf(change), cases.slice(0, 1), 1)).toBe(words),
)

test('it is told how many of several were changed', () => {
  expect(told('resolved', cases, 3)).toBe('3 cases were resolved.')
  expect(told('resolved', cases, 2)).toBe('2 of 3 cases were resolved.')
  expect(told('resolved', cases, 1)).toBe('1 of 3 cases was resolved.')
  expect(told('resolved', cases, 0)).toBe('None of 3 cases was resolved.')
  expect(told('resolved', cases.slice(0, 1), 0)).toBe('A1 was not resolved.')
})
