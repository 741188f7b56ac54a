import { Button, Popover } from '@mantine/core'
import { useState } from 'react'
import { useCommands } from '../commands/registry'
import { ColumnList } from './ColumnList'
import type { Columns } from './useColumns'

interface Props<T> {
  columns: Columns<T>
  /** Ids of the columns that there is room for just now; none where there is no table. */
  seen: () => string[] | undefined
}

/** Chooses which columns a list shows, and in which order. */
export function ColumnMenu<T>({ columns, seen }: Props<T>) {
  const [opened, setOpened] = useState(false)
  // Somebody who never chose begins with what is on the screen.
  const [began, setBegan] = useState<string[]>([])
  const open = () => {
    const ids = columns.shown.map((c) => c.id)
    setBegan(seen()?.filter((id) => ids.includes(id)) ?? ids)
    setOpened(true)
  }
  useCommands([{ id: 'columns', title: 'Columns…', section: 'List', run: open }])
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus shadow="sm">
      <Popover.Target>
        <Button size="xs" variant="default" onClick={() => (opened ? setOpened(false) : open())}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        <ColumnList columns={columns} shown={columns.chosen.length > 0 ? columns.chosen : began} />
      </Popover.Dropdown>
    </Popover>
  )
}
