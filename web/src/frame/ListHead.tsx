import type { ReactNode } from 'react'
import css from './ListHead.module.css'

/** What stands above a list: its name, and the box that filters it. */
export function ListHead({ title, children }: { title: string; children: ReactNode }) {
  return (
    <header className={css.head}>
      <h1>{title}</h1>
      <div className={css.filter}>{children}</div>
    </header>
  )
}
