import { describe, expect, test } from 'vitest'
import { layOut, memberText } from './json-text'

const laid = (json: string) =>
  layOut(json)
    .tokens.map((t) => t.text)
    .join('')

describe('a member’s text', () => {
  test('is exactly what was sent, digits and all', () => {
    const json = '{"id":"d1","raw":{"uid":9007199254740993, "x":1.0}, "z":1}'
    expect(memberText(json, 'raw')).toBe('{"uid":9007199254740993, "x":1.0}')
  })
  test('is found at the outermost level only', () => {
    expect(memberText('{"a":{"raw":1},"b":["raw"],"raw":2}', 'raw')).toBe('2')
    expect(memberText('{"a":{"raw":1}}', 'raw')).toBeUndefined()
  })
  test('is not mistaken for a value that reads the same', () => {
    expect(memberText('{"a":"raw","b":1}', 'raw')).toBeUndefined()
    expect(memberText('{"a":"\\"raw\\":1","raw":[1,2]}', 'raw')).toBe('[1,2]')
  })
})

describe('laying out', () => {
  test('agrees with the standard one where numbers survive it', () => {
    const value = { a: 1, b: [true, null, { c: 'x, {y}: "z" \\ \u2028' }], d: {}, e: [], f: '' }
    expect(laid(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
  })
  test('keeps integers beyond 2^53', () => {
    expect(laid('{"n":123456789012345678901234567890}')).toContain('123456789012345678901234567890')
  })
  test('names keys, texts and values', () => {
    expect(layOut('{"k":"t","v":1}').tokens.filter((t) => t.kind !== 'mark')).toEqual([
      { kind: 'key', text: '"k"' },
      { kind: 'text', text: '"t"' },
      { kind: 'key', text: '"v"' },
      { kind: 'value', text: '1' },
    ])
  })
  test('stops where it is told to, and says so', () => {
    const { tokens, whole } = layOut(JSON.stringify(Array(10_000).fill('x')), 100)
    expect(whole).toBe(false)
    expect(tokens.length).toBeLessThan(200)
  })
  test.each(['', '{', '"open', '}}}}', '[1,2', '\\', '{"a"', 'null'])('loses nothing of %j', (broken) => {
    expect(laid(broken).replace(/\s/g, '')).toBe(broken.replace(/\s/g, ''))
  })
  test('reads a text of a megabyte and 10,000 levels', () => {
    expect(laid(`"${'\\n'.repeat(500_000)}"`)).toHaveLength(1_000_002)
    expect(laid('['.repeat(10_000) + ']'.repeat(10_000)).replace(/\s/g, '')).toHaveLength(20_000)
  })
})
