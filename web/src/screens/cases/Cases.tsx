import { useDocumentTitle } from '@mantine/hooks'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { casesQuery, newest } from '../../api/queries'
import { ListFilter } from '../../frame/ListFilter'
import { ListHead } from '../../frame/ListHead'
import { LiveTable } from '../../frame/LiveTable'
import { useListKeys } from '../../frame/useListKeys'
import type { ListSearch } from '../../paths'
import { caseColumns, narrowCase } from './columns'
import { NoCases } from './NoCases'

const route = getRouteApi('/t/$tenant/cases')

/** All cases of the tenant (requirement S9). */
export function Cases() {
  const { tenant } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  useDocumentTitle('Cases · Caseweave')
  const { table, filter } = useListKeys()
  const columns = useMemo(() => caseColumns(tenant), [tenant])
  const query = casesQuery(tenant, search)
  const show = (change: ListSearch) => navigate({ search: { ...search, ...change } })
  return (
    <>
      <ListHead title="Cases">
        <ListFilter
          label="Filter cases"
          placeholder="severity >= 'high' AND status = 'new'"
          query={query}
          value={search.q ?? ''}
          onApply={(q) => show({ q: q || undefined })}
          inputRef={filter}
        />
      </ListHead>
      <LiveTable
        key={`${search.q} ${search.sort}`}
        label="Cases"
        query={query}
        topicParts={3}
        columns={columns}
        keyOf={(c) => c.number}
        narrow={(c) => narrowCase(tenant, c)}
        sort={search.sort ?? newest.cases}
        onSort={(sort) => show({ sort: sort === newest.cases ? undefined : sort })}
        empty={<NoCases tenant={tenant} filtered={!!search.q} onClear={() => show({ q: undefined })} />}
        handle={table}
      />
    </>
  )
}
