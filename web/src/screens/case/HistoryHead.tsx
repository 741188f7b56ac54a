import { SegmentedControl } from '@mantine/core'
import { useRef } from 'react'
import { activityFile, type ListQuery } from '../../api/queries'
import type { Activity } from '../../api/records'
import { useCommands } from '../../commands/registry'
import { Export } from '../../frame/Export'
import { ListFilter } from '../../frame/ListFilter'
import { Verified } from '../../proof/Verified'
import css from './History.module.css'

interface Props {
  tenant: string
  number: string
  query: ListQuery<Activity>
  q?: string
  /** The server found every entry as it was written. */
  verified: boolean
  onFilter: (q: string) => void
}

const usual = [
  { label: 'All', value: '' },
  { label: 'By people', value: "actor_kind = 'user'" },
  { label: 'Comments', value: "kind IN ('commented', 'comment_edited', 'comment_deleted')" },
]

/** Chooses what a history shows, and hands it over as a file (requirements X15, P15). */
export function HistoryHead({ tenant, number, query, q = '', verified, onFilter }: Props) {
  const filter = useRef<HTMLInputElement>(null)
  useCommands([
    {
      id: 'filter',
      title: 'Filter the history',
      section: 'List',
      keys: '/',
      run: () => filter.current?.focus(),
    },
  ])
  return (
    <div className={css.head}>
      <SegmentedControl
        size="xs"
        aria-label="Show"
        data={usual.some((u) => u.value === q) ? usual : [...usual, { label: 'Filtered', value: q }]}
        value={q}
        onChange={onFilter}
      />
      <div className={css.filter}>
        <ListFilter
          label="Filter the history"
          placeholder="kind = 'status_changed' AND actor = 'ada'"
          query={query}
          value={q}
          onApply={onFilter}
          inputRef={filter}
        />
      </div>
      {verified && <Verified />}
      <Export file={(format) => activityFile(tenant, number, format, q)} />
    </div>
  )
}
