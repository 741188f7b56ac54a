import { useDocumentTitle } from '@mantine/hooks'
import { getRouteApi } from '@tanstack/react-router'
import { allDetectionsQuery, newestOfAll } from '../../api/across'
import type { TenantDetection } from '../../api/records'
import { statusWords } from '../../detection/words'
import { LiveTable } from '../../frame/LiveTable'
import { useListKeys } from '../../frame/useListKeys'
import { type AcrossSearch, paths } from '../../paths'
import { Severity } from '../../ui/Severity'
import { Time } from '../../ui/Time'
import type { Column } from '../../ui/VirtualLine'
import { AcrossHead } from './AcrossHead'
import { NothingHere } from './NothingHere'
import { NameOf, TitleOf } from './TitleOf'

const route = getRouteApi('/all/detections')

const title = (d: TenantDetection) => (
  <TitleOf to={paths.detection(d.tenant.id, d.id)} text={d.title || d.id} />
)

const columns: Column<TenantDetection>[] = [
  {
    id: 'severity',
    header: 'Severity',
    width: '104px',
    sorts: true,
    cell: (d) => <Severity level={d.severity_band} />,
  },
  { id: 'tenant', header: 'Tenant', width: '150px', cell: (d) => <NameOf tenant={d.tenant} /> },
  { id: 'title', header: 'Title', width: 'minmax(200px, 1fr)', cell: title },
  { id: 'source', header: 'Source', width: '100px', from: 900, sorts: true, cell: (d) => d.source },
  { id: 'status', header: 'Status', width: '90px', from: 800, cell: (d) => statusWords[d.status] },
  {
    id: 'received_at',
    header: 'Received',
    width: '124px',
    from: 700,
    sorts: true,
    cell: (d) => <Time at={d.received_at} />,
  },
  {
    id: 'created_at',
    header: 'Created',
    width: '124px',
    from: 1000,
    sorts: true,
    cell: (d) => <Time at={d.created_at} />,
  },
]

/** The detections of all tenants within reach. */
export function AllDetections() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { table, filter } = useListKeys()
  useDocumentTitle('Detections of all tenants · Caseweave')
  const query = allDetectionsQuery(search)
  const show = (change: AcrossSearch) => navigate({ search: { ...search, ...change } })
  return (
    <>
      <AcrossHead
        title="Detections"
        query={query}
        value={search.q ?? ''}
        placeholder="severity >= 0.6 AND @host = 'web-1'"
        onApply={(q) => show({ q: q || undefined })}
        group={search.group}
        onGroup={(group) => show({ group })}
        filter={filter}
      />
      <LiveTable
        key={JSON.stringify(search)}
        label="Detections of all tenants"
        query={query}
        topicParts={2}
        columns={columns}
        keyOf={(d) => `${d.tenant.id} ${d.id}`}
        narrow={(d) => (
          <>
            <span className="row-line">
              <Severity level={d.severity_band} bare />
              {title(d)}
            </span>
            <span className="row-line row-quiet">
              <NameOf tenant={d.tenant} />
              <span className="row-end">
                <Time at={d.received_at} />
              </span>
            </span>
          </>
        )}
        sort={search.sort ?? newestOfAll.detections}
        onSort={(sort) => show({ sort })}
        empty={<NothingHere what="detection" filtered={!!search.q} onClear={() => show({ q: undefined })} />}
        handle={table}
      />
    </>
  )
}
