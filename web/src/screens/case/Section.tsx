import type { ReactNode } from 'react'
import css from './Overview.module.css'

interface Props {
  title: string
  /** What stands across from the title. */
  aside?: ReactNode
  children: ReactNode
}

/** A part of what a case is about. */
export function Section({ title, aside, children }: Props) {
  return (
    <section className={css.section}>
      <div className={css.sectionHead}>
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}
