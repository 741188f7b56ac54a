import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Problem } from '../api/problem'
import {
  createView,
  deleteView,
  type ListName,
  type NewView,
  replaceView,
  type SavedView,
  viewsQuery,
} from '../api/views'
import { say } from '../ui/toasts'

const takenBack = 'Taken back: '

const content = ({ name, q, sort, columns }: SavedView): NewView => ({ name, q, sort, columns })

/** The reader's own views of a list, and what can be done with them. What was done is said, with a way back. */
export function useViews(tenant: string, list: ListName) {
  const cache = useQueryClient()
  const query = viewsQuery(tenant, list)
  const all = useQuery(query).data?.items ?? []
  const placeOf = (view: SavedView) => all.findIndex((v) => v.id === view.id) + 1
  /** As it is by now: what undoes something runs later than the page was drawn. */
  const placeNow = (view: SavedView) =>
    (cache.getQueryData(query.queryKey)?.items ?? []).findIndex((v) => v.id === view.id) + 1

  /** What came of a deed, or why it was refused; the views are read anew either way. */
  async function attempt<T>(deed: () => Promise<T>): Promise<T | Problem> {
    const came = await deed().catch((e) => {
      if (e instanceof Problem) return e
      throw e
    })
    await cache.invalidateQueries({ queryKey: query.queryKey })
    return came
  }
  const complain = (p: Problem) => say({ text: p.message, bad: true, topic: 'view' })

  const create = (view: NewView) => attempt(() => createView(tenant, list, view))

  async function replace(view: SavedView, change: Partial<NewView>, told: string) {
    const moves = change.place !== undefined
    const back = { ...content(view), ...(moves && { place: placeNow(view) }) }
    const body = { ...content(view), ...change, version: view.version }
    const after = await attempt(() => replaceView(tenant, list, view.id, body))
    if (after instanceof Problem) return after
    say({
      text: told,
      topic: 'view',
      undo: () =>
        void again(after, back, told.startsWith(takenBack) ? told.slice(takenBack.length) : takenBack + told),
    })
    return after
  }
  async function again(...deed: Parameters<typeof replace>) {
    const came = await replace(...deed)
    if (came instanceof Problem) complain(came)
  }

  async function remove(view: SavedView) {
    const back = { ...content(view), place: placeOf(view) }
    const came = await attempt(() => deleteView(tenant, list, view))
    if (came instanceof Problem) {
      complain(came)
      return false
    }
    const undo = async () => {
      const restored = await create(back)
      if (restored instanceof Problem) complain(restored)
      else say({ text: `“${view.name}” is there again.`, topic: 'view' })
    }
    // What can't be read any more would not be taken again.
    const exact = view.mistakes.length === 0
    say({ text: `“${view.name}” deleted.`, topic: 'view', undo: exact ? () => void undo() : undefined })
    return true
  }
  return {
    all,
    create,
    rename: (view: SavedView, name: string) => replace(view, { name }, `“${view.name}” is now “${name}”.`),
    save: (view: SavedView, shown: Partial<NewView>) => again(view, shown, `“${view.name}” saved.`),
    move: (view: SavedView, by: number) => {
      const place = placeOf(view) + by
      return again(view, { place }, `“${view.name}” is now number ${place} of ${all.length}.`)
    },
    placeOf,
    remove,
  }
}

export type Views = ReturnType<typeof useViews>
