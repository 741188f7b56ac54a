/** The first letters of a name's first and last word, or the first two letters of its only one. */
export function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((w) => w !== '')
  const [first = '?'] = words
  const letters = (word: string, count: number) => [...word].slice(0, count).join('')
  const last = words.length > 1 ? words.at(-1) : undefined
  return (last ? letters(first, 1) + letters(last, 1) : letters(first, 2)).toUpperCase()
}
