import type { ReactNode } from 'react'
import css from './Tag.module.css'

/** A short word in a quiet frame. */
export function Tag({ children, title }: { children: ReactNode; title?: string }) {
  return (
    <span className={css.tag} title={title}>
      {children}
    </span>
  )
}
