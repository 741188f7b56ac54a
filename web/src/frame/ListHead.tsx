import type { ReactNode } from 'react'
import css from './ListHead.module.css'

interface Props {
  title: string
  /** Stands before the box that filters, such as the choice of a view. */
  view?: ReactNode
  /** Stands at the end: what can be done with the list. */
  deeds?: ReactNode
  children: ReactNode
}

/** What stands above a list: its name, and the box that filters it. */
export function ListHead({ title, view, deeds, children }: Props) {
  return (
    <header className={css.head}>
      <h1>{title}</h1>
      {view}
      <div className={css.filter}>{children}</div>
      {deeds && <div className={css.deeds}>{deeds}</div>}
    </header>
  )
}
