import { describe, expect, test } from 'vitest'
import { characters, indexAfter, indexAt, placeOf, wordAt } from './place'

describe('a place in a text', () => {
  test('is found by line and column', () => {
    expect(indexAt('ab\ncd', 2, 2)).toBe(4)
    expect(indexAt('ab', 1, 1)).toBe(0)
  })
  test('counts characters, not halves of them', () => {
    expect(indexAt('😀x', 1, 2)).toBe(2)
    expect(characters('😀x', 3)).toBe(2)
    expect(indexAfter('😀x', 1)).toBe(2)
  })
  test('beyond the end is the end', () => {
    expect(indexAt('ab\ncd', 9, 1)).toBe(5)
    expect(indexAt('ab\ncd', 1, 9)).toBe(2)
  })
})

describe('a mistake', () => {
  test('marks the word that it begins', () => {
    expect(wordAt('a AND severty > 1', { column: 7, message: '' })).toEqual({ from: 6, to: 13 })
  })
  test('marks one character where there is no word', () => {
    expect(wordAt('a )', { column: 3, message: '' })).toEqual({ from: 2, to: 3 })
  })
  test('marks a point at the end', () => {
    expect(wordAt('a =', { column: 4, message: '' })).toEqual({ from: 3, to: 3 })
  })
  test('names its line where there are several', () => {
    expect(placeOf({ line: 2, column: 3, message: '' }, 2)).toBe('Line 2, column 3')
    expect(placeOf({ column: 3, message: '' }, 1)).toBe('Column 3')
    expect(placeOf({ message: '' }, 1)).toBe('')
  })
})
