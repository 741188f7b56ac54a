import { type ReactNode, type RefObject, useRef, useState } from 'react'
import { useCommands } from '../commands/registry'
import { harmless } from '../ui/foreign-text'
import type { Column } from '../ui/VirtualLine'
import type { TableHandle } from '../ui/VirtualTable'
import { between } from './between'
import css from './Selection.module.css'

/** Rows of a list that somebody picked, to do something with all of them. */
export interface Selection<T> {
  /** As they are in the list by now; those that left it as they were. */
  rows: T[]
  clear: () => void
  /** Takes over what rows have become that may have left the list. */
  take: (rows: T[]) => void
  /** Picks all rows that are loaded. */
  all: () => void
  /** Where a row is picked: a column of its own, and for where there is no room for columns. */
  column: Column<T>
  box: (row: T) => ReactNode
}

/** Lets rows be picked: by click, with Shift all between, and with `x` the row that has the focus. */
export function useSelection<T>(
  table: RefObject<TableHandle | null>,
  keyOf: (row: T) => string,
  nameOf: (row: T) => string,
  /** What the list shows: with another filter nothing is picked. */
  list = '',
): Selection<T> {
  const [picked, setPicked] = useState<ReadonlyMap<string, T>>(new Map())
  const [of, setOf] = useState(list)
  if (of !== list) {
    setOf(list)
    setPicked(new Map())
  }
  const last = useRef<string>(undefined)
  const listed = () => (table.current?.rows() ?? []) as T[]
  const toggle = (row: T, through = false) => {
    const next = new Map(picked)
    const on = !picked.has(keyOf(row))
    const rows = through ? between(listed(), keyOf, last.current, keyOf(row)) : [row]
    for (const r of rows) {
      if (on) next.set(keyOf(r), r)
      else next.delete(keyOf(r))
    }
    last.current = keyOf(row)
    setPicked(next)
  }
  const clear = () => setPicked(new Map())
  useCommands([
    {
      id: 'pick',
      title: 'Pick the row, or not',
      section: 'List',
      keys: 'x',
      keyOnly: true,
      run: () => {
        const row = listed()[table.current?.focused() ?? -1]
        if (row) toggle(row)
      },
    },
    { id: 'unpick', title: 'Pick nothing', section: 'List', keys: 'Escape', run: clear },
  ])
  const box = (row: T) => (
    <input
      type="checkbox"
      className={css.box}
      aria-label={`Pick ${harmless(nameOf(row))}`}
      checked={picked.has(keyOf(row))}
      readOnly
      onClick={(e) => toggle(row, e.shiftKey)}
    />
  )
  const now = picked.size > 0 ? new Map(listed().map((r) => [keyOf(r), r])) : undefined
  const rows = [...picked].map(([key, row]) => now?.get(key) ?? row)
  return {
    rows,
    clear,
    take: (become) =>
      setPicked((were) => {
        const next = new Map(were)
        for (const r of become) if (next.has(keyOf(r))) next.set(keyOf(r), r)
        return next
      }),
    all: () => setPicked(new Map(listed().map((r) => [keyOf(r), r]))),
    column: { id: 'pick', header: 'Picked', unnamed: true, width: '28px', cell: box },
    box,
  }
}
