import type { SavedView } from '../api/views'
import type { ViewSearch } from '../paths'

/** What a list shows. */
export interface Shown {
  q: string
  sort: string
  /** In their order; none means those that nobody chose. */
  columns: string[]
}

/** What a list shows whose address says nothing. */
export interface Usual {
  q: string
  sort: string
  /** The filter that keeps everything. */
  everything: string
}

const split = (text = '') => text.split(',').filter(Boolean)

/** What the list of an address shows. */
export const shownBy = (search: ViewSearch, usual: Usual): Shown => ({
  q: search.q ?? usual.q,
  sort: search.sort ?? usual.sort,
  columns: split(search.columns),
})

/** What a view shows. */
export const shownIn = (view: Pick<SavedView, 'q' | 'sort' | 'columns'>, usual: Usual): Shown => ({
  q: view.q || usual.everything,
  sort: view.sort || usual.sort,
  columns: view.columns,
})

/** The address of a list that shows this, in a view if there is one. */
export const addressOf = ({ q, sort, columns }: Shown, usual: Usual, view?: string): ViewSearch => ({
  q: q === usual.q ? undefined : q,
  sort: sort === usual.sort ? undefined : sort,
  columns: columns.join(',') || undefined,
  view,
})

/** Says whether two lists show the same. */
export const sameShown = (a: Shown, b: Shown) =>
  a.q === b.q && a.sort === b.sort && a.columns.join() === b.columns.join()
