import { NativeSelect } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { RefObject } from 'react'
import { type ListQuery, meQuery } from '../../api/queries'
import { ListFilter } from '../../frame/ListFilter'
import { ListHead } from '../../frame/ListHead'

interface Props<T> {
  title: string
  query: ListQuery<T>
  value: string
  placeholder: string
  onApply: (q: string) => void
  group?: string
  onGroup: (group?: string) => void
  filter: RefObject<HTMLInputElement | null>
}

/** What stands above a list of several tenants: which of them, and the filter. */
export function AcrossHead<T>({ title, query, group, onGroup, filter, ...box }: Props<T>) {
  const me = useSuspenseQuery(meQuery).data
  const all = { value: '', label: `All ${me.tenants?.length ?? 0} tenants` }
  const groups = (me.groups ?? []).map((g) => ({
    value: g.id,
    label: `${g.name} (${g.tenants?.length ?? 0})`,
  }))
  return (
    <ListHead
      title={title}
      view={
        <NativeSelect
          size="xs"
          aria-label="Tenants"
          value={group ?? ''}
          data={[all, ...groups]}
          onChange={(e) => onGroup(e.currentTarget.value || undefined)}
        />
      }
    >
      <ListFilter {...box} label={`Filter ${title.toLowerCase()}`} query={query} inputRef={filter} />
    </ListHead>
  )
}
