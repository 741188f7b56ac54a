/** The rows from one to another, whichever comes first; the other alone where the one is not there. */
export function between<T>(rows: T[], keyOf: (row: T) => string, from: string | undefined, to: string): T[] {
  const a = rows.findIndex((r) => keyOf(r) === from)
  const b = rows.findIndex((r) => keyOf(r) === to)
  if (a < 0 || b < 0) return rows.filter((r) => keyOf(r) === to)
  return rows.slice(Math.min(a, b), Math.max(a, b) + 1)
}
