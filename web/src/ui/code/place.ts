/** Something to say about a place in a text. Lines and columns count characters from 1. */
export interface Remark {
  line?: number
  column?: number
  message: string
  suggestion?: string
}

/** The index in `text` of its line and column; beyond an end it is that end. */
export function indexAt(text: string, line = 1, column = 1): number {
  const lines = text.split('\n')
  const before = lines.slice(0, line - 1)
  const here = lines[line - 1]
  if (here === undefined) return text.length
  const start = before.reduce((sum, l) => sum + l.length + 1, 0)
  return start + [...here].slice(0, column - 1).join('').length
}

/** How many characters of `text` lie before an index: what the server calls a position. */
export const characters = (text: string, index: number) => [...text.slice(0, index)].length

/** The index in `text` after so many characters. */
export const indexAfter = (text: string, count: number) => [...text].slice(0, count).join('').length

/** From and to of the word that a remark is about; one character where there is no word. */
export function wordAt(text: string, remark: Remark): { from: number; to: number } {
  const from = Math.min(indexAt(text, remark.line, remark.column), text.length)
  const word = /^[\p{L}\p{N}_.@]+/u.exec(text.slice(from))?.[0] ?? ''
  const next = text.slice(from, from + 1)
  return { from, to: from + (word.length || (next && next !== '\n' ? 1 : 0)) }
}

/** "Line 2, column 7", and "Column 7" where the text is one line; nothing where the place is unknown. */
export function placeOf(remark: Remark, lines: number): string {
  if (!remark.column) return ''
  return lines > 1 ? `Line ${remark.line ?? 1}, column ${remark.column}` : `Column ${remark.column}`
}
