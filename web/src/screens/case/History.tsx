import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef } from 'react'
import { ActivityEntry } from '../../activity/ActivityEntry'
import { undoable } from '../../activity/undoable'
import { useLiveList } from '../../api/live-list'
import { topicOf } from '../../api/pulse'
import { caseActivityQuery, caseQuery, keys } from '../../api/queries'
import { useNoCaseWork } from '../../casefile/useMay'
import { useRegroup } from '../../casefile/useRegroup'
import { paths } from '../../paths'
import { Notice } from '../../ui/Notice'
import css from './History.module.css'
import { sameNumber } from './useLed'

const route = getRouteApi('/t/$tenant/cases/$number/history')

/** All that happened to the case, newest first (requirement S29). */
export function History() {
  const { tenant, number } = route.useParams()
  const topic = topicOf(keys.case(tenant, number))
  const { items, hasMore, more, error, setAtTop } = useLiveList(caseActivityQuery(tenant, number), topic)
  const { data: c } = useSuspenseQuery(caseQuery(tenant, number))
  const { undo } = useRegroup(tenant)
  const forbidden = useNoCaseWork()
  const offers = useMemo(() => (forbidden ? new Set() : undoable(items)), [items, forbidden])
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
      {!sameNumber(c.number, number) && (
        <p className={css.led}>
          What happened to {number} before it was merged into{' '}
          <Link {...paths.case(tenant, c.number, 'history')}>{c.number}</Link>
        </p>
      )}
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
                  onUndo={offers.has(activity.entry) ? () => void undo(activity.order as number) : undefined}
                />
              </li>
            )
          )
        })}
      </ol>
    </section>
  )
}
