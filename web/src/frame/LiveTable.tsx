import type { ReactNode, Ref } from 'react'
import { useLiveList } from '../api/live-list'
import { Problem } from '../api/problem'
import { topicOf } from '../api/pulse'
import type { ListQuery } from '../api/queries'
import { Notice } from '../ui/Notice'
import type { Column } from '../ui/VirtualLine'
import { type TableHandle, VirtualTable } from '../ui/VirtualTable'
import { ListTrouble } from './ListTrouble'
import css from './LiveTable.module.css'
import { NewsAbove } from './NewsAbove'

interface Props<T> {
  label: string
  query: ListQuery<T>
  /** How much of the query's key names what changes. */
  topicParts: number
  columns: Column<T>[]
  keyOf: (row: T) => string
  narrow: (row: T) => ReactNode
  sort?: string
  onSort?: (sort: string) => void
  /** In place of the table if it has no row. */
  empty: ReactNode
  handle: { current: TableHandle | null }
}

/** A table that follows the live stream. */
export function LiveTable<T>({ query, topicParts, empty, handle, ...table }: Props<T>) {
  const list = useLiveList(query, topicOf(query.queryKey.slice(0, topicParts)))
  if (list.error) return <Unreadable error={list.error} />
  if (!list.loading && list.items.length === 0) return empty
  return (
    <div className={css.table}>
      <NewsAbove behind={list.behind} onTop={() => handle.current?.toTop()} />
      {list.trouble === 'refresh' && <ListTrouble list={list} />}
      <VirtualTable<T>
        {...table}
        rows={list.items}
        hasMore={list.hasMore}
        onMore={list.more}
        end={list.trouble === 'more' && <ListTrouble list={list} />}
        onTop={list.setAtTop}
        loading={list.loading}
        handle={handle as Ref<TableHandle>}
      />
    </div>
  )
}

function Unreadable({ error }: { error: Error }) {
  if (error instanceof Problem && error.mistakes.length > 0) {
    return <Notice title="Nothing is shown until the filter is mended" />
  }
  return (
    <Notice title="The list could not be loaded">
      <p>{error.message}</p>
    </Notice>
  )
}
