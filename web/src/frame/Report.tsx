import type { ReactNode } from 'react'
import css from './Report.module.css'

interface Props {
  title: string
  /** What stands beside the title. */
  head?: ReactNode
  children: ReactNode
}

/** A screen that tells how things are: it scrolls as a whole. */
export function Report({ title, head, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={css.screen} tabIndex={0} aria-label={`${title}, overview`}>
      <header className={css.head}>
        <h1>{title}</h1>
        {head}
      </header>
      {children}
    </section>
  )
}
