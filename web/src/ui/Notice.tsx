import type { ReactNode } from 'react'
import css from './Notice.module.css'

interface Props {
  title: string
  children?: ReactNode
  /** What to do next. */
  action?: ReactNode
  /** 1 where the notice is all that the screen shows. */
  level?: 1 | 2
}

/** Fills a place where there is nothing to show, and says what to do next. */
export function Notice({ title, children, action, level = 2 }: Props) {
  const Heading = `h${level}` as const
  return (
    <div className={css.notice}>
      <Heading className={css.title}>{title}</Heading>
      {children && <div className={css.body}>{children}</div>}
      {action}
    </div>
  )
}
