import { describe, expect, test } from 'vitest'
import { queryColouring } from '../query/colouring'
import { type Colouring, read, start } from '../ui/code/colouring'
import { expressionColouring, scriptColouring } from './colouring'

/** The coloured pieces of a text, "colour:piece". */
function coloured(colouring: Colouring, text: string): string[] {
  const at = start(colouring)
  const found: string[] = []
  let place = 0
  const stream = {
    match(pattern: RegExp | string) {
      const rest = text.slice(place)
      const hit =
        typeof pattern === 'string'
          ? rest.startsWith(pattern) && pattern
          : new RegExp(`^(?:${pattern.source})`, pattern.flags).exec(rest)?.[0]
      if (!hit) return false
      place += hit.length
      return true
    },
    next: () => text[place++],
  }
  while (place < text.length) {
    const from = place
    const colour = read(colouring, stream, at)
    if (colour) found.push(`${colour}:${text.slice(from, place)}`)
    expect(place).toBeGreaterThan(from)
  }
  return found
}

describe('a filter', () => {
  test('has words, names, texts and numbers', () => {
    expect(coloured(queryColouring, "severity >= 0.6 and title !CONTAINS 'it''s'")).toEqual([
      'name:severity',
      'sign:>=',
      'number:0.6',
      'word:and',
      'name:title',
      'word:!',
      'word:CONTAINS',
      "text:'it''s'",
    ])
  })
  test('that is half written is coloured as far as it goes', () => {
    expect(coloured(queryColouring, "@host = 'web")).toEqual(['name:@host', 'sign:=', "text:'web"])
  })
})

describe('an expression', () => {
  test('has functions as words', () => {
    expect(coloured(expressionColouring, "usernames().join(',')")).toEqual([
      'word:usernames',
      'sign:().',
      'word:join',
      'sign:(',
      "text:','",
      'sign:)',
    ])
  })
})

describe('a script', () => {
  test('is coloured between its braces only', () => {
    expect(coloured(scriptColouring, 'On ${host} by title')).toEqual(['sign:${', 'name:host', 'sign:}'])
  })
  test('ends at the brace that closes it, not at one within', () => {
    expect(coloured(scriptColouring, "${{'a': b}} b").filter((c) => c === 'name:b')).toHaveLength(1)
  })
})
