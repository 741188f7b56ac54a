import { useDocumentTitle } from '@mantine/hooks'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { detectionsQuery, listFile, newest } from '../../api/queries'
import type { Detection } from '../../api/records'
import { detectionColumns, narrowDetection } from '../../detection/columns'
import { DetectionDeeds } from '../../detection/DetectionDeeds'
import { Export } from '../../frame/Export'
import { ListFilter } from '../../frame/ListFilter'
import { ListHead } from '../../frame/ListHead'
import { LiveTable } from '../../frame/LiveTable'
import { SelectionBar } from '../../frame/SelectionBar'
import { useListKeys } from '../../frame/useListKeys'
import { useSelection } from '../../frame/useSelection'
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
  const all = useMemo(() => detectionColumns(tenant, opens), [tenant])
  const selection = useSelection<Detection>(
    table,
    (d) => d.id,
    (d) => d.title || d.id,
    search.q,
  )
  const columns = [selection.column, ...all]
  const query = detectionsQuery(tenant, search)
  const show = (change: ListSearch) => navigate({ search: { ...search, ...change } })
  return (
    <>
      <ListHead
        title="Detections"
        deeds={
          <>
            <Link {...paths.sources(tenant)}>Sources</Link>
            <Export file={(format) => listFile(tenant, 'detections', format, search.q)} />
          </>
        }
      >
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
        narrow={(d) => narrowDetection(d, opens, selection.box(d))}
        sort={search.sort ?? newest.detections}
        onSort={(sort) => show({ sort: sort === newest.detections ? undefined : sort })}
        empty={<NoDetections tenant={tenant} filtered={!!search.q} onClear={() => show({ q: undefined })} />}
        handle={table}
      />
      <SelectionBar selection={selection}>
        <DetectionDeeds tenant={tenant} detections={selection.rows} onDone={selection.clear} />
      </SelectionBar>
    </>
  )
}
