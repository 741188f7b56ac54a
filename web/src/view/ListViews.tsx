import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { Problem } from '../api/problem'
import type { ListName } from '../api/views'
import { useCommands } from '../commands/registry'
import type { ViewSearch } from '../paths'
import { Choice } from '../ui/Choice'
import css from './ListViews.module.css'
import { NameView } from './NameView'
import { addressOf, sameShown, shownBy, shownIn, type Usual } from './shown'
import { useViews } from './useViews'
import { ViewMenu } from './ViewMenu'

interface Props {
  tenant: string
  list: ListName
  usual: Usual
  /** The views that everybody has. */
  shipped: { name: string; q: string }[]
  search: ViewSearch
  show: (change: ViewSearch) => void
  /** Ids of the columns that were chosen; none where they are the usual ones. */
  columns: string[]
}

/** Stands for a filter that is no view. */
const ownFilter = 'own'
const shippedAs = (q: string) => `shipped ${q}`

/** The choice of a view, and what can be done with the reader's own. */
export function ListViews({ tenant, list, usual, shipped, search, show, columns }: Props) {
  const views = useViews(tenant, list)
  const [asks, setAsks] = useState<'new' | 'name'>()
  const opener = useRef<HTMLButtonElement>(null)
  // What was chosen in the menu is gone: the focus goes back to where it was opened.
  const named = () => {
    setAsks(undefined)
    opener.current?.focus()
  }
  const shown = shownBy(search, usual)
  const view = views.all.find((v) => v.id === search.view)
  const changed = !!view && !sameShown(shown, shownIn(view, usual))
  const usualOne = shipped.find((v) => v.q === shown.q)
  const value = view?.id ?? (usualOne ? shippedAs(usualOne.q) : ownFilter)
  const stands = { ...shown, columns }

  const go = (id: string) => {
    const own = views.all.find((v) => v.id === id)
    const q = shipped.find((v) => shippedAs(v.q) === id)?.q ?? usual.q
    if (own) show(addressOf(shownIn(own, usual), usual, own.id))
    else show(addressOf({ q, sort: view ? usual.sort : shown.sort, columns: [] }, usual))
  }
  const keep = async (name: string) => {
    const kept = await views.create({ ...stands, name })
    if (kept instanceof Problem) return kept
    show(addressOf(stands, usual, kept.id))
    return undefined
  }
  const rename = async (name: string) => {
    const renamed = view && (await views.rename(view, name))
    return renamed instanceof Problem ? renamed : undefined
  }
  useCommands([
    { id: 'save view', title: 'Save view…', section: 'List', run: () => setAsks('new') },
    ...views.all.map((v) => ({
      id: `view ${v.id} ${v.version}`,
      title: `View “${v.name}”`,
      section: 'List' as const,
      run: () => go(v.id),
    })),
  ])
  return (
    <div className={css.views}>
      <Choice
        label="View"
        value={value}
        options={[
          ...shipped.map((v) => ({ value: shippedAs(v.q), label: v.name })),
          ...(value === ownFilter ? [{ value: ownFilter, label: 'Own filter' }] : []),
          ...views.all.map((v) => ({
            value: v.id,
            label: v.mistakes.length > 0 ? `${v.name} (to be mended)` : v.name,
            group: 'Yours',
          })),
        ]}
        onChange={go}
      />
      {changed && (
        <Button size="compact-sm" variant="default" onClick={() => views.save(view, shown)}>
          Save changes
        </Button>
      )}
      <ViewMenu
        opener={opener}
        views={views}
        view={view}
        changed={changed}
        onNew={() => setAsks('new')}
        onName={() => setAsks('name')}
        onSave={() => view && views.save(view, shown)}
        onBack={() => view && go(view.id)}
        onGone={() => show({ view: undefined })}
      />
      <NameView opened={asks === 'new'} title="Save view" onGo={keep} onClose={named} />
      <NameView opened={asks === 'name'} title="Rename view" was={view?.name} onGo={rename} onClose={named} />
    </div>
  )
}
