import { useDocumentTitle } from '@mantine/hooks'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { detectionsQuery, newest } from '../../api/queries'
import type { Detection } from '../../api/records'
import { detectionColumns, narrowDetection } from '../../detection/columns'
import { ListFilter } from '../../frame/ListFilter'
import { ListHead } from '../../frame/ListHead'
import { LiveTable } from '../../frame/LiveTable'
import { useListKeys } from '../../frame/useListKeys'
import { type ListSearch, paths } from '../../paths'
import { NoDetections } from './NoDetections'

const route = getRouteApi('/t/$tenant/detections')

/** All detections of the tenant, in a case or not. */
export function Detections() {
  const { tenant } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  useDocumentTitle('Detections · Caseweave')
  const { table, filter } = useListKeys()
  const opens = (d: Detection) => paths.detection(tenant, d.id)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address that a row opens follows from the tenant
  const columns = useMemo(() => detectionColumns(tenant, opens), [tenant])
  const query = detectionsQuery(tenant, search)
  const show = (change: ListSearch) => navigate({ search: { ...search, ...change } })
  return (
    <>
      <ListHead title="Detections">
        <ListFilter
          label="Filter detections"
          placeholder="severity >= 0.6 AND @host = 'web-1'"
          query={query}
          value={search.q ?? ''}
          onApply={(q) => show({ q: q || undefined })}
          inputRef={filter}
        />
      </ListHead>
      <LiveTable
        key={`${search.q} ${search.sort}`}
        label="Detections"
        query={query}
        topicParts={3}
        columns={columns}
        keyOf={(d) => d.id}
        narrow={(d) => narrowDetection(d, opens)}
        sort={search.sort ?? newest.detections}
        onSort={(sort) => show({ sort: sort === newest.detections ? undefined : sort })}
        empty={<NoDetections tenant={tenant} filtered={!!search.q} onClear={() => show({ q: undefined })} />}
        handle={table}
      />
    </>
  )
}
