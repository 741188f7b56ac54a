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
import { paths, type ViewSearch } from '../../paths'
import { ColumnMenu } from '../../view/ColumnMenu'
import { ListViews } from '../../view/ListViews'
import type { Usual } from '../../view/shown'
import { fileNames, useColumns } from '../../view/useColumns'
import { NoDetections } from './NoDetections'

const route = getRouteApi('/t/$tenant/detections')

/** The list of detections whose address says nothing. */
const usual: Usual = { q: '', sort: newest.detections, everything: '' }

const shipped = [{ name: 'All', q: '' }]

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
  const query = detectionsQuery(tenant, { q: search.q, sort: search.sort })
  const show = (change: ViewSearch) => navigate({ search: { ...search, ...change } })
  const columns = useColumns('detections', all, search, show)
  return (
    <>
      <ListHead
        title="Detections"
        view={
          <ListViews
            tenant={tenant}
            list="detections"
            usual={usual}
            shipped={shipped}
            search={search}
            show={show}
            columns={columns.chosen}
          />
        }
        deeds={
          <>
            <Link {...paths.sources(tenant)}>Sources</Link>
            <ColumnMenu columns={columns} seen={() => table.current?.columns()} />
            <Export
              file={(format, some) => listFile(tenant, 'detections', format, search.q, some)}
              columns={fileNames(columns)}
            />
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
        columns={[selection.column, ...columns.shown]}
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
