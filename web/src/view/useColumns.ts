import { useLocalStorage } from '@mantine/hooks'
import type { ViewSearch } from '../paths'
import type { Column } from '../ui/VirtualLine'
import { known } from './columns'

/** The columns that a list shows, and a way to choose others. */
export interface Columns<T> {
  /** All there are, in their usual order. */
  all: Column<T>[]
  /** What the table shows. */
  shown: Column<T>[]
  /** Ids of those that somebody chose; none where nobody did. */
  chosen: string[]
  choose: (ids: string[]) => void
  reset: () => void
}

/**
 * The columns of a list are those that its address names, else those that were chosen in this
 * browser before, else the usual ones as far as there is room. Where the address names some,
 * or the list is in a view, a choice belongs to the address; else the browser remembers it.
 */
export function useColumns<T>(
  list: string,
  all: Column<T>[],
  search: ViewSearch = {},
  show: (change: ViewSearch) => void = () => undefined,
): Columns<T> {
  const [remembered, remember, forget] = useLocalStorage({
    key: `caseweave.columns.${list}`,
    defaultValue: '',
    getInitialValueInEffect: false,
    serialize: (text) => text,
    deserialize: (text) => text ?? '',
  })
  const named = known(all, (search.columns ?? '').split(','))
  // A view without columns has the usual ones, in whatever browser.
  const chosen = named.length > 0 ? named : search.view ? [] : known(all, remembered.split(','))
  return {
    all,
    shown: chosen.length > 0 ? pick(all, chosen) : all.filter((c) => !c.optional),
    chosen,
    choose: (ids) => {
      if (search.columns || search.view) show({ columns: ids.join(',') })
      else remember(ids.join(','))
    },
    reset: () => {
      if (!search.view) forget()
      if (search.columns) show({ columns: undefined })
    },
  }
}

/** What the columns that somebody chose are called in a file; none where nobody chose. */
export const fileNames = <T>({ shown, chosen }: Columns<T>) =>
  chosen.length > 0 ? shown.map((c) => c.file ?? c.id) : []

/** What somebody chose is shown however little room there is: the table then scrolls sideways. */
function pick<T>(all: Column<T>[], ids: string[]): Column<T>[] {
  return ids.flatMap((id) => {
    const column = all.find((c) => c.id === id)
    return column ? [{ ...column, from: undefined }] : []
  })
}
