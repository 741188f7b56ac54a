import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useImperativeHandle, useMemo, useRef } from 'react'
import { type Column, Header, Line, SkeletonLine } from './VirtualLine'
import css from './VirtualTable.module.css'

/** What a screen's keys may do with its table. */
export interface TableHandle {
  /** Moves the focus by so many rows; from outside the table it begins at the first. */
  step: (by: number) => void
  focus: (index: number) => void
  /** The row that holds the focus; -1 for none. */
  focused: () => number
  toTop: () => void
  /** The rows there are, in their order. */
  rows: () => readonly unknown[]
  /** Ids of the columns that there is room for. */
  columns: () => string[]
}

interface Props<T> {
  label: string
  columns: Column<T>[]
  rows: T[]
  keyOf: (row: T) => string
  /** The same row where there is no room for columns. */
  narrow: (row: T) => ReactNode
  /** "field" or "-field"; undefined where the order is fixed. */
  sort?: string
  onSort?: (sort: string) => void
  hasMore: boolean
  onMore: () => void
  /** Drawn below the rows, in place of those to come. */
  end?: ReactNode
  onTop?: (atTop: boolean) => void
  /** Draws a line above the row of this index: where something would be dropped. */
  dropAt?: number
  /** Drawn in place of rows while there are none yet. */
  loading?: boolean
  handle?: React.Ref<TableHandle>
}

const heights = { wide: 36, narrow: 60 }
const narrowBelow = 640
const ahead = 40

/** A table of any length: only the rows in sight are in the document. Each row holds one link, which keys move between. */
export function VirtualTable<T>(props: Props<T>) {
  const { rows, columns, hasMore, onMore, onTop, loading } = props
  const scroll = useRef<HTMLElement>(null)
  const size = useElementSize<HTMLElement>()
  const ref = useMergedRef(scroll, size.ref)
  const isNarrow = size.width > 0 && size.width < narrowBelow
  const height = isNarrow ? heights.narrow : heights.wide
  const shown = useMemo(() => columns.filter((c) => !c.from || size.width >= c.from), [columns, size.width])
  const count = loading ? 24 : rows.length + (hasMore && !props.end ? 3 : 0)

  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: 12,
    getItemKey: (i) => (rows[i] ? props.keyOf(rows[i]) : `skeleton ${i}`),
    onChange: (v) => onTop?.((v.scrollOffset ?? 0) < height),
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows measure differently once their height changed
  useEffect(() => virtual.measure(), [height])

  const last = virtual.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && last >= rows.length - ahead) onMore()
  }, [hasMore, last, rows.length, onMore])

  useImperativeHandle(props.handle, () => ({
    step: (by) => stepTo(scroll.current, focusedRow(scroll.current) + by, rows.length, virtual.scrollToIndex),
    focus: (index) => stepTo(scroll.current, index, rows.length, virtual.scrollToIndex),
    focused: () => focusedRow(scroll.current),
    toTop: () => virtual.scrollToOffset(0),
    rows: () => rows,
    columns: () => shown.map((c) => c.id),
  }))

  const template = isNarrow ? 'minmax(0, 1fr)' : shown.map((c) => c.width).join(' ')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={ref} className={css.scroll} tabIndex={0} aria-label={`${props.label}, list`}>
      {/* biome-ignore lint/a11y/useSemanticElements: a table element cannot be laid out row by row */}
      <div
        role="table"
        aria-label={props.label}
        aria-rowcount={hasMore ? -1 : rows.length + 1}
        aria-busy={loading}
        style={isNarrow ? undefined : { minWidth: leastWidth(shown) }}
      >
        <Header
          columns={shown}
          template={template}
          hidden={isNarrow}
          sort={props.sort}
          onSort={props.onSort}
        />
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div role="rowgroup" className={css.body} style={{ height: virtual.getTotalSize() }}>
          {props.dropAt !== undefined && (
            <div className={css.drop} style={{ transform: `translateY(${props.dropAt * height}px)` }} />
          )}
          {virtual.getVirtualItems().map((item) => {
            const row = loading ? undefined : rows[item.index]
            const place = { top: item.start, height, template }
            if (!row) {
              return <SkeletonLine key={item.key} {...place} columns={isNarrow ? 1 : shown.length} />
            }
            return (
              <Line
                key={item.key}
                {...place}
                index={item.index}
                row={row}
                columns={shown}
                narrow={isNarrow ? props.narrow : undefined}
              />
            )
          })}
        </div>
      </div>
      {props.end}
    </section>
  )
}

/** Below this width a table that has only chosen columns scrolls sideways, in pixels. */
function leastWidth<T>(columns: Column<T>[]): number {
  return columns.reduce((sum, c) => sum + Number.parseInt(c.width.replace('minmax(', ''), 10), 32)
}

function focusedRow(scroll: HTMLElement | null): number {
  const row = document.activeElement?.closest<HTMLElement>('[data-row]')
  return row && scroll?.contains(row) ? Number(row.dataset.row) : -1
}

function stepTo(scroll: HTMLElement | null, wish: number, count: number, show: (i: number) => void) {
  if (count === 0) return
  const index = Math.max(0, Math.min(count - 1, wish))
  show(index)
  requestAnimationFrame(() =>
    scroll?.querySelector<HTMLElement>(`[data-row="${index}"] a[data-opens]`)?.focus(),
  )
}
