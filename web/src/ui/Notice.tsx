import type { ReactNode } from 'react'
import css from './Notice.module.css'

interface Props {
  title: string
  children?: ReactNode
  /** What to do next. */
  action?: ReactNode
}

/** Fills a place where there is nothing to show, and says what to do next. */
export function Notice({ title, children, action }: Props) {
  return (
    <div className={css.notice}>
      <h2>{title}</h2>
      {children && <div className={css.body}>{children}</div>}
      {action}
    </div>
  )
}
