import type { ReactNode } from 'react'
import css from './ToolHead.module.css'

/** What stands above a list that people write: its name, a word on it, and what can be done. */
export function ToolHead({
  title,
  note,
  children,
}: {
  title: string
  note?: ReactNode
  children?: ReactNode
}) {
  return (
    <header className={css.head}>
      <h1>{title}</h1>
      {note && <p className={css.note}>{note}</p>}
      <div className={css.tools}>{children}</div>
    </header>
  )
}
