import type { Activity } from '../api/records'

/**
 * The entries of a history, newest first, from which something can be taken back: a merge and a
 * split where they are told of, a move at its first detection. What was taken back is no more.
 */
export function undoable(items: Activity[]): Set<number> {
  const entries = new Set<number>()
  const orders = new Set<number>()
  const undone = new Set<string>()
  for (const a of items) {
    if (a.kind === 'merge_undone') undone.add(`case_merged ${a.old}`)
    if (a.kind === 'split_undone') undone.add(`case_split ${a.new}`)
    if (!a.order || orders.has(a.order)) continue
    orders.add(a.order)
    const name = `${a.kind} ${a.kind === 'case_merged' ? a.old : a.new}`
    const offers = ['case_merged', 'case_split', 'detection_moved_in', 'detection_moved_out'].includes(a.kind)
    if (offers && !undone.delete(name)) entries.add(a.entry)
  }
  return entries
}
