import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { inCount } from '../ui/format'
import css from './Selection.module.css'
import type { Selection } from './useSelection'

interface Props<T> {
  selection: Selection<T>
  /** What is going on with them, in place of what can be done. */
  progress?: string
  children: ReactNode
}

/** What can be done with the rows that are picked; nothing where there are none. */
export function SelectionBar<T>({ selection, progress, children }: Props<T>) {
  if (selection.rows.length === 0) return null
  return (
    <section className={css.bar} aria-label="Picked">
      <span className={css.count} role="status">
        {progress ?? `${inCount(selection.rows.length)} picked`}
      </span>
      {!progress && children}
      <span className={css.end}>
        <Button size="compact-sm" variant="subtle" onClick={selection.all}>
          All that are loaded
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={selection.clear}>
          None
        </Button>
      </span>
    </section>
  )
}
