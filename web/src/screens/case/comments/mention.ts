const open = /(?:^|[^\p{L}\p{N}@])@([\p{L}\p{N}._-]*)$/u

/** The people whose names begin with what stands after the last @ before the caret; five at most. */
export function mentioned(before: string, names: string[]): string[] {
  const begun = open.exec(before)?.[1]?.toLowerCase()
  if (begun === undefined) return []
  const found = names.filter((n) => n.toLowerCase().startsWith(begun) && n.toLowerCase() !== begun)
  return found.slice(0, 5)
}

/** The text with a name in place of what was begun before the caret. */
export function completed(text: string, caret: number, name: string): { text: string; caret: number } {
  const before = text.slice(0, caret).replace(/@[\p{L}\p{N}._-]*$/u, `@${name} `)
  return { text: before + text.slice(caret), caret: before.length }
}
