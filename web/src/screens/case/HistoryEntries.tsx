import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { ActivityEntry } from '../../activity/ActivityEntry'
import { undoable } from '../../activity/undoable'
import type { useLiveList } from '../../api/live-list'
import type { Activity } from '../../api/records'
import { useNoCaseWork } from '../../casefile/useMay'
import { useRegroup } from '../../casefile/useRegroup'
import { ListTrouble } from '../../frame/ListTrouble'
import { NewsAbove } from '../../frame/NewsAbove'
import css from './History.module.css'

interface Props {
  tenant: string
  /** They are all that happened lately: what was taken back is among them. */
  whole: boolean
  list: ReturnType<typeof useLiveList<Activity>>
}

/** The entries of a history; only those in sight are in the document. */
export function HistoryEntries({ tenant, list, whole }: Props) {
  const { items, hasMore, more } = list
  const { undo } = useRegroup(tenant)
  const forbidden = useNoCaseWork()
  const offers = useMemo(() => (forbidden || !whole ? new Set() : undoable(items)), [items, forbidden, whole])
  const scroll = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 40,
    overscan: 10,
    getItemKey: (i) => items[i]?.entry ?? i,
    onChange: (v) => list.setAtTop((v.scrollOffset ?? 0) < 40),
  })
  const rows = virtual.getVirtualItems()
  const last = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && last >= items.length - 30) more()
  }, [hasMore, last, items.length, more])
  return (
    <div className={css.list}>
      <NewsAbove behind={list.behind} onTop={() => virtual.scrollToOffset(0)} />
      {list.trouble === 'refresh' && <ListTrouble list={list} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section ref={scroll} className={css.scroll} tabIndex={0} aria-label="History">
        <ol className={css.entries} style={{ height: virtual.getTotalSize() }}>
          {rows.map((row) => {
            const activity = items[row.index]
            return (
              activity && (
                <li
                  key={row.key}
                  data-index={row.index}
                  ref={virtual.measureElement}
                  className={css.entry}
                  style={{ transform: `translateY(${row.start}px)` }}
                >
                  <ActivityEntry
                    tenant={tenant}
                    activity={activity}
                    onUndo={
                      offers.has(activity.entry) ? () => void undo(activity.order as number) : undefined
                    }
                  />
                </li>
              )
            )
          })}
        </ol>
        {list.trouble === 'more' && <ListTrouble list={list} />}
      </section>
    </div>
  )
}
