import { getRouteApi } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { ActivityEntry } from '../../activity/ActivityEntry'
import { useLiveList } from '../../api/live-list'
import { topicOf } from '../../api/pulse'
import { caseActivityQuery, keys } from '../../api/queries'
import { Notice } from '../../ui/Notice'
import css from './History.module.css'

const route = getRouteApi('/t/$tenant/cases/$number/history')

/** All that happened to the case, newest first (requirement S29). */
export function History() {
  const { tenant, number } = route.useParams()
  const topic = topicOf(keys.case(tenant, number))
  const { items, hasMore, more, error, setAtTop } = useLiveList(caseActivityQuery(tenant, number), topic)
  const scroll = useRef<HTMLElement>(null)
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 40,
    overscan: 10,
    getItemKey: (i) => items[i]?.entry ?? i,
    onChange: (v) => setAtTop((v.scrollOffset ?? 0) < 40),
  })
  const rows = virtual.getVirtualItems()
  const last = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && last >= items.length - 30) more()
  }, [hasMore, last, items.length, more])
  if (error) return <Notice title="The history could not be loaded">{error.message}</Notice>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
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
                <ActivityEntry tenant={tenant} activity={activity} />
              </li>
            )
          )
        })}
      </ol>
    </section>
  )
}
