import { type RefObject, useRef } from 'react'
import { useCommands } from '../commands/registry'
import type { TableHandle } from '../ui/VirtualTable'

/** The keys of every list: j and k move, Enter opens, / goes to the filter. */
export function useListKeys() {
  const table = useRef<TableHandle>(null)
  const filter: RefObject<HTMLInputElement | null> = useRef(null)
  const step = (by: number) => () => table.current?.step(by)
  useCommands([
    {
      id: 'filter',
      title: 'Filter the list',
      section: 'List',
      keys: '/',
      run: () => filter.current?.focus(),
    },
    { id: 'next', title: 'Next row', section: 'List', keys: 'j', keyOnly: true, run: step(1) },
    { id: 'previous', title: 'Previous row', section: 'List', keys: 'k', keyOnly: true, run: step(-1) },
    { id: 'open', title: 'Open the row', section: 'List', keys: 'Enter', keyOnly: true, run: openFocused },
    { id: 'top', title: 'Back to the top', section: 'List', keys: 'g g', run: () => table.current?.toTop() },
  ])
  return { table, filter }
}

// Links and buttons open by themselves; the key is registered so that the help names it.
function openFocused() {
  if (document.activeElement instanceof HTMLElement) document.activeElement.click()
}
