import { expect, test } from 'vitest'
import type { Activity } from '../api/records'
import { undoable } from './undoable'

const history = (...all: Partial<Activity>[]) =>
  all.map((a, i): Activity => {
    const entry = all.length - i
    return {
      entry,
      at: '2026-05-01T12:00:00Z',
      actor: { kind: 'user', name: 'ada' },
      kind: 'commented',
      ...a,
    }
  })

const entries = (...all: Partial<Activity>[]) => [...undoable(history(...all))]

test('a merge is taken back where it is told of, and not at each detection', () => {
  const merge = { order: 7 }
  expect(
    entries(
      { kind: 'case_merged', old: 'B', ...merge },
      { kind: 'detection_moved_in', ...merge },
      { kind: 'detection_moved_in', ...merge },
      {},
    ),
  ).toEqual([4])
})

test('what was taken back is not offered again, and an older one of the same cases is not hidden by it', () => {
  expect(entries({ kind: 'merge_undone', old: 'B' }, { kind: 'case_merged', old: 'B', order: 7 })).toEqual([])
  expect(
    entries(
      { kind: 'case_merged', old: 'B', order: 9 },
      { kind: 'merge_undone', old: 'B' },
      { kind: 'case_merged', old: 'B', order: 7 },
    ),
  ).toEqual([3])
  expect(entries({ kind: 'split_undone', new: 'C' }, { kind: 'case_split', new: 'C', order: 7 })).toEqual([])
})

test('a move is taken back at its newest detection', () => {
  expect(
    entries({ kind: 'detection_moved_in', order: 8 }, { kind: 'detection_moved_in', order: 8 }, {}),
  ).toEqual([3])
})
