/** A piece of JSON text: a key, a string, another value, or what holds them together. */
export interface Token {
  kind: 'key' | 'text' | 'value' | 'mark'
  text: string
}

const piece = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/gy

/** The pieces of a JSON text in order; white space between them is left out. */
function* pieces(json: string): Generator<{ text: string; at: number }> {
  piece.lastIndex = 0
  let at = 0
  while (at < json.length) {
    if (/\s/.test(json[at] as string)) {
      at++
      continue
    }
    piece.lastIndex = at
    const text = piece.exec(json)?.[0] ?? json.slice(at)
    yield { text, at }
    at += text.length
  }
}

/** The exact text of a member of the outermost object; undefined where there is none. */
export function memberText(json: string, name: string): string | undefined {
  let depth = 0
  let key = ''
  let start = -1
  for (const { text, at } of pieces(json)) {
    const closes = text === '}' || text === ']'
    if (start >= 0 && depth === 1 && (text === ',' || closes)) return json.slice(start, at).trim()
    if (closes) depth = Math.max(0, depth - 1)
    if (text === '{' || text === '[') depth++
    if (depth === 1 && text === ':' && key === JSON.stringify(name)) start = at + 1
    key = text
  }
  return undefined
}

/**
 * Lays JSON text out for reading, a line per value. Nothing is parsed into numbers, so every
 * digit stays; text that is no JSON comes out as it is. Stops after `most` characters.
 */
export function layOut(json: string, most = Number.POSITIVE_INFINITY): { tokens: Token[]; whole: boolean } {
  const tokens: Token[] = []
  let depth = 0
  let length = 0
  let opened = false
  const put = (kind: Token['kind'], text: string) => {
    tokens.push({ kind, text })
    length += text.length
  }
  const line = () => put('mark', `\n${'  '.repeat(Math.min(depth, 40))}`)
  for (const { text } of pieces(json)) {
    if (length > most) return { tokens, whole: false }
    const closes = text === '}' || text === ']'
    if (closes) depth = Math.max(0, depth - 1)
    if (closes ? !opened : opened) line()
    opened = text === '{' || text === '['
    if (opened) depth++
    put(kindOf(text), text === ':' ? ': ' : text)
    if (text === ':') nameLast(tokens)
    if (text === ',') line()
  }
  return { tokens, whole: true }
}

function kindOf(text: string): Token['kind'] {
  if (text.startsWith('"')) return 'text'
  return /^[{}[\],:]$/.test(text) ? 'mark' : 'value'
}

// What stood before a colon was a key.
function nameLast(tokens: Token[]) {
  const key = tokens.at(-2)
  if (key) key.kind = 'key'
}
