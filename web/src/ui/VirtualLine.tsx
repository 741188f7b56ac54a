import { Skeleton } from '@mantine/core'
import { memo, type ReactNode } from 'react'
import { Icon } from './Icon'
import css from './VirtualTable.module.css'

export interface Column<T> {
  /** Its name in the API; lists sort by it if `sorts`. */
  id: string
  header: string
  /** The header is for screen readers only: what stands below speaks for itself. */
  unnamed?: boolean
  /** A CSS grid track, such as "120px". */
  width: string
  /** Least width of the table, in pixels, at which the column is shown. */
  from?: number
  /** Shown only where somebody chose it. */
  optional?: boolean
  /** Nobody can leave it out: it holds the link that opens the row. */
  always?: boolean
  /** Its name in an exported file, where that is another. */
  file?: string
  sorts?: boolean
  /** Numbers stand at the right. */
  number?: boolean
  cell: (row: T) => ReactNode
}

interface HeaderProps<T> {
  columns: Column<T>[]
  template: string
  hidden: boolean
  sort?: string
  onSort?: (sort: string) => void
}

export function Header<T>({ columns, template, hidden, sort, onSort }: HeaderProps<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: rows of a table made of divs
    <div role="row" className={css.header} data-hidden={hidden} style={{ gridTemplateColumns: template }}>
      {columns.map((c) => {
        const order = sort === c.id ? 'ascending' : sort === `-${c.id}` ? 'descending' : undefined
        return (
          // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: the button inside takes the focus
          <div role="columnheader" key={c.id} className={css.cell} data-number={c.number} aria-sort={order}>
            {c.sorts && onSort ? (
              <button
                type="button"
                className={css.sorter}
                onClick={() => onSort(order === 'descending' ? c.id : `-${c.id}`)}
              >
                {c.header}
                {order && <Icon name={order === 'ascending' ? 'up' : 'down'} size={12} />}
              </button>
            ) : (
              <span className={c.unnamed ? css.unnamed : undefined}>{c.header}</span>
            )}
          </div>
        )
      })}
    </div>
  )
}

/** Where a line stands: how far down and how high, in pixels, and the tracks of its cells. */
interface Place {
  top: number
  height: number
  template: string
}

const styleOf = ({ top, height, template }: Place) => ({
  transform: `translateY(${top}px)`,
  height,
  gridTemplateColumns: template,
})

interface LineProps<T> extends Place {
  index: number
  row: T
  columns: Column<T>[]
  /** The narrow form, in place of the columns. */
  narrow?: (row: T) => ReactNode
}

/** A row of the table. It is drawn anew only where something of it changed: scrolling moves many. */
export const Line = memo(function Line<T>({ index, row, columns, narrow, ...place }: LineProps<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: the link inside takes the focus
    <div role="row" className={css.line} style={styleOf(place)} data-row={index} aria-rowindex={index + 2}>
      {narrow ? (
        // biome-ignore lint/a11y/useSemanticElements: a cell of a table made of divs
        <div role="cell" className={css.whole}>
          {narrow(row)}
        </div>
      ) : (
        columns.map((c) => (
          // biome-ignore lint/a11y/useSemanticElements: a cell of a table made of divs
          <div role="cell" key={c.id} className={css.cell} data-number={c.number}>
            {c.cell(row)}
          </div>
        ))
      )}
    </div>
  )
}) as <T>(props: LineProps<T>) => ReactNode

export function SkeletonLine({ columns, ...place }: Place & { columns: number }) {
  const cells = Array.from({ length: columns }, (_, i) => i)
  return (
    <div className={css.line} style={styleOf(place)} aria-hidden="true">
      {cells.map((i) => (
        <div key={i} className={columns === 1 ? css.whole : css.cell}>
          <Skeleton height={10} width={`${50 + ((i * 37) % 40)}%`} />
        </div>
      ))}
    </div>
  )
}
