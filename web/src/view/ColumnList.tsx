import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import css from './ColumnList.module.css'
import { ColumnSteps, type Way } from './ColumnSteps'
import { offered, stepped, toggled } from './columns'
import type { Columns } from './useColumns'

/** All columns of a list: those that are ticked are shown, in this order. */
export function ColumnList<T>({ columns, shown }: { columns: Columns<T>; shown: string[] }) {
  const { all, choose } = columns
  const list = useRef<HTMLUListElement>(null)
  const pressed = useRef<string>(undefined)
  // A line that moves takes the focus along.
  useEffect(() => {
    const mark = pressed.current
    pressed.current = undefined
    if (mark) list.current?.querySelector<HTMLElement>(`[data-step="${mark}"]`)?.focus()
  })
  const step = (id: string, way: Way) => {
    pressed.current = `${id} ${way}`
    choose(stepped(shown, id, way === 'up' ? -1 : 1))
  }
  return (
    <>
      <ul ref={list} className={css.list} aria-label="Columns">
        {offered(all, shown).map((id) => {
          const column = all.find((c) => c.id === id)
          return (
            column && (
              <li key={id}>
                <label title={column.always ? 'It opens the row' : undefined}>
                  <input
                    type="checkbox"
                    checked={shown.includes(id)}
                    disabled={column.always}
                    onChange={() => choose(toggled(all, shown, id))}
                  />
                  {column.header}
                </label>
                {shown.includes(id) && <ColumnSteps column={column} shown={shown} onStep={step} />}
              </li>
            )
          )
        })}
      </ul>
      <p className={css.narrow}>There is room for columns on a wider screen.</p>
      <Button
        size="compact-sm"
        variant="subtle"
        fullWidth
        disabled={columns.chosen.length === 0}
        onClick={columns.reset}
      >
        The usual columns
      </Button>
    </>
  )
}
