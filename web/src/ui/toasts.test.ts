import { afterEach, expect, test } from 'vitest'
import { dismiss, say, toasts, undoLast } from './toasts'

afterEach(() => {
  for (const t of toasts()) dismiss(t.id)
})

test('no more than three stand, the newest last', () => {
  for (const text of ['a', 'b', 'c', 'd']) say({ text })
  expect(toasts().map((t) => t.text)).toEqual(['b', 'c', 'd'])
})

test('undo takes back the newest that can be, once', () => {
  const undone: string[] = []
  say({ text: 'a', undo: () => undone.push('a') })
  say({ text: 'b', undo: () => undone.push('b') })
  say({ text: 'c' })
  undoLast()
  expect(undone).toEqual(['b'])
  undoLast()
  undoLast()
  expect(undone).toEqual(['b', 'a'])
})
