import { expect, test } from 'vitest'
import type { CaseChange } from '../api/edits'
import type { Case } from '../api/records'
import { inverse } from './inverse'

const was = {
  status: 'in_progress',
  priority: 'P3',
  severity: 'high',
  severity_pinned: false,
  assignee: null,
  tags: ['web'],
} as Partial<Case> as Case

test.each<[CaseChange, CaseChange | undefined]>([
  [{ status: 'on_hold' }, { status: 'in_progress' }],
  [{ status: 'in_progress' }, {}],
  [{ status: 'resolved', detections: 'closed' }, undefined],
  [{ status: 'resolved' }, { status: 'in_progress' }],
  [{ priority: 'P1' }, { priority: 'P3' }],
  [{ severity: 'low' }, { severity: 'auto' }],
  [{ assignee: 'u1' }, { assignee: '' }],
  [{ assignee: '' }, {}],
  [{ add_tags: ['web', 'vip'] }, { remove_tags: ['vip'] }],
  [{ remove_tags: ['web', 'vip'] }, { add_tags: ['web'] }],
])('%j is taken back by %j', (change, back) => expect(inverse(was, change)).toEqual(back))

test('a case is not given back to whom one is not told of', () => {
  expect(inverse({ ...was, assignee: 'provider' } as Case, { assignee: 'u1' })).toBeUndefined()
  expect(inverse({ ...was, assignee: 'provider' } as Case, { priority: 'P1' })).toEqual({ priority: 'P3' })
})

test('opening a closed case again is not taken back', () => {
  expect(inverse({ ...was, status: 'resolved' } as Case, { status: 'new' })).toBeUndefined()
})
