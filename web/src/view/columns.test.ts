import { expect, test } from 'vitest'
import type { Column } from '../ui/VirtualLine'
import { known, offered, stepped, toggled } from './columns'

const all = ['severity', 'number', 'title', 'score', 'tags'].map(
  (id): Column<unknown> => ({ id, header: id, width: '1px', always: id === 'title', cell: () => null }),
)

test.each([
  [
    ['score', 'title'],
    ['score', 'title'],
  ],
  [['score'], ['title', 'score']],
  [
    ['title', 'gone', 'title', 'tags'],
    ['title', 'tags'],
  ],
  [['gone'], []],
  [[], []],
])('of %j there are %j', (ids, want) => expect(known(all, ids)).toEqual(want))

test('what is not shown is offered behind its usual neighbour', () => {
  expect(offered(all, ['tags', 'title'])).toEqual(['severity', 'number', 'tags', 'title', 'score'])
  expect(offered(all, [])).toEqual(['severity', 'number', 'title', 'score', 'tags'])
})

test('a column comes where it was offered, and goes', () => {
  expect(toggled(all, ['title', 'tags'], 'score')).toEqual(['title', 'score', 'tags'])
  expect(toggled(all, ['tags', 'title'], 'tags')).toEqual(['title'])
})

test('a column changes places with its neighbour, and stays at the ends', () => {
  expect(stepped(['title', 'score', 'tags'], 'score', -1)).toEqual(['score', 'title', 'tags'])
  expect(stepped(['title', 'score', 'tags'], 'score', 1)).toEqual(['title', 'tags', 'score'])
  expect(stepped(['title', 'score'], 'title', -1)).toEqual(['title', 'score'])
  expect(stepped(['title'], 'tags', 1)).toEqual(['title'])
})
