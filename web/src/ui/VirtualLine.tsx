import { Skeleton } from '@mantine/core'
import type { CSSProperties, ReactNode } from 'react'
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

interface LineProps<T> {
  index: number
  place: CSSProperties
  row: T
  columns: Column<T>[]
  /** The narrow form, in place of the columns. */
  children?: ReactNode
}

export function Line<T>({ index, place, row, columns, children }: LineProps<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: the link inside takes the focus
    <div role="row" className={css.line} style={place} data-row={index} aria-rowindex={index + 2}>
      {children ? (
        // biome-ignore lint/a11y/useSemanticElements: a cell of a table made of divs
        <div role="cell" className={css.whole}>
          {children}
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
}

export function SkeletonLine({ place, columns }: { place: CSSProperties; columns: number }) {
  const cells = Array.from({ length: columns }, (_, i) => i)
  return (
    <div className={css.line} style={place} aria-hidden="true">
      {cells.map((i) => (
        <div key={i} className={columns === 1 ? css.whole : css.cell}>
          <Skeleton height={10} width={`${50 + ((i * 37) % 40)}%`} />
        </div>
      ))}
    </div>
  )
}
