import type { Column } from '../ui/VirtualLine'

/** Those of the ids that are columns, each once, and in any case the columns that a list can't do without. */
export function known<T>(all: Column<T>[], ids: string[]): string[] {
  const there = [...new Set(ids)].filter((id) => all.some((c) => c.id === id))
  if (there.length === 0) return []
  const missing = all.filter((c) => c.always && !there.includes(c.id))
  return [...missing.map((c) => c.id), ...there]
}

/** All columns in the order in which they are offered: those shown as they stand, the others behind their usual neighbours. */
export function offered<T>(all: Column<T>[], shown: string[]): string[] {
  const order = [...shown]
  all.forEach((c, i) => {
    if (order.includes(c.id)) return
    const before = all[i - 1]
    order.splice(before ? order.indexOf(before.id) + 1 : 0, 0, c.id)
  })
  return order
}

/** The columns shown once one of them is, or is no longer. */
export function toggled<T>(all: Column<T>[], shown: string[], id: string): string[] {
  return offered(all, shown).filter((other) => shown.includes(other) !== (other === id))
}

/** The columns shown once one of them changed places with its neighbour. */
export function stepped(shown: string[], id: string, by: 1 | -1): string[] {
  const at = shown.indexOf(id)
  const other = shown[at + by]
  if (at < 0 || other === undefined) return shown
  return shown.map((c) => (c === id ? other : c === other ? id : c))
}
