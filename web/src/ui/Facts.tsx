import type { ReactNode } from 'react'
import css from './Facts.module.css'

export interface Fact {
  name: string
  value: ReactNode
}

/** Names and values: in a row that wraps, or scrolls sideways where there is little room, or as a list in two columns. */
export function Facts({ facts, row = false }: { facts: Fact[]; row?: boolean }) {
  return (
    <dl className={row ? css.row : css.list} tabIndex={row ? 0 : undefined}>
      {facts.map((f) => (
        <div key={f.name} className={css.fact}>
          <dt>{f.name}</dt>
          <dd>{f.value}</dd>
        </div>
      ))}
    </dl>
  )
}
