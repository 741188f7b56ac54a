import { Button, Popover } from '@mantine/core'
import { useEffect, useState } from 'react'
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
  const { chosen, shown } = columns
  // Somebody who never chose begins with what is on the screen.
  const [begun, setBegun] = useState<string[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at once for each opening and reset
  useEffect(() => {
    const ids = shown.map((c) => c.id)
    setBegun(seen()?.filter((id) => ids.includes(id)) ?? ids)
  }, [opened, chosen.length])
  useCommands([{ id: 'columns', title: 'Columns…', section: 'List', run: () => setOpened(true) }])
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus shadow="sm">
      <Popover.Target>
        <Button size="xs" variant="default" onClick={() => setOpened(!opened)}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        <ColumnList columns={columns} shown={chosen.length > 0 ? chosen : begun} />
      </Popover.Dropdown>
    </Popover>
  )
}
