import { describe, expect, test } from 'vitest'
import { clamp, harmless, stretches } from './foreign-text'

describe('text from outside', () => {
  test('is left alone where nothing in it acts unseen', () => {
    expect(stretches('Zürich\t日本\nعربي 👩')).toEqual([{ plain: 'Zürich\t日本\nعربي 👩' }])
  })
  test('shows an override of direction instead of obeying it', () => {
    expect(stretches('a\u202efdp.exe')).toEqual([
      { plain: 'a' },
      { code: 'U+202E', name: 'right-to-left override' },
      { plain: 'fdp.exe' },
    ])
  })
  test('leaves to an emoji that it is one, and to nothing else', () => {
    expect(stretches('❤️ 1️⃣')).toEqual([{ plain: '❤️ 1️⃣' }])
    expect(stretches('a1\ufe0f')).toEqual([{ plain: 'a1' }, { code: 'U+FE0F', name: 'invisible character' }])
    expect(stretches('')).toEqual([{ plain: '' }])
  })
  test.each([
    0, 0x1b, 0x7f, 0x9b, 0xad, 0x61c, 0x200b, 0x200f, 0x2028, 0x2066, 0x2069, 0xfeff, 0xe0041, 0x34f, 0x115f,
    0x1160, 0x2800, 0x3164, 0xfe0f, 0xffa0, 0xfff9, 0xfffb, 0xe0100, 0xe01ef,
  ])('shows U+%i', (point) => {
    const [first] = stretches(String.fromCodePoint(point))
    expect(first).toHaveProperty('code')
  })
})

test('a label names what would act unseen, and ends', () => {
  expect(harmless('a\u202efdp.exe')).toBe('aU+202Efdp.exe')
  expect(harmless('abcd', 3)).toBe('abc…')
})

describe('a cut', () => {
  test('never leaves half of a pair', () => {
    expect(clamp('ab👩', 3)).toBe('ab')
    expect(clamp('ab👩', 4)).toBe('ab👩')
  })
})
