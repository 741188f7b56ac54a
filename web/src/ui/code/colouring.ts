/** What sort of word a piece of code is; each has its colour. */
export type Colour = 'word' | 'text' | 'number' | 'name' | 'sign' | 'comment'

/** How a language is coloured: the first expression that fits at a place decides. It judges nothing. */
export interface Colouring {
  pieces: readonly [RegExp, Colour | null][]
  /** The language stands between these only; all around it is plain text. */
  within?: { open: string; close: string }
}

/** What is read from: the part of a stream of characters that colouring needs. */
export interface Characters {
  match(pattern: RegExp): unknown
  match(text: string): unknown
  next(): unknown
}

/** Where a reader stands: inside the language, and how many braces deep. */
export interface Standing {
  inside: boolean
  depth: number
}

export const start = (c: Colouring): Standing => ({ inside: !c.within, depth: 0 })

/** Reads one piece and names its colour. */
export function read(c: Colouring, from: Characters, at: Standing): Colour | null {
  const { within } = c
  if (!at.inside && within) {
    if (from.match(within.open)) return enter(at)
    from.next()
    return null
  }
  if (within && at.depth === 0 && from.match(within.close)) {
    at.inside = false
    return 'sign'
  }
  for (const [pattern, colour] of c.pieces) if (from.match(pattern)) return colour
  if (from.match('{')) at.depth++
  else if (from.match('}')) at.depth = Math.max(0, at.depth - 1)
  else from.next()
  return null
}

function enter(at: Standing): Colour {
  at.inside = true
  at.depth = 0
  return 'sign'
}
