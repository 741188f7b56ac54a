import { useDocumentTitle } from '@mantine/hooks'
import { getRouteApi } from '@tanstack/react-router'
import { allCasesQuery, newestOfAll } from '../../api/across'
import { openOnly } from '../../api/queries'
import type { TenantCase } from '../../api/records'
import { Status } from '../../casefile/Status'
import { LiveTable } from '../../frame/LiveTable'
import { useListKeys } from '../../frame/useListKeys'
import { type AcrossSearch, paths } from '../../paths'
import { Foreign } from '../../ui/Foreign'
import { Severity } from '../../ui/Severity'
import { Time } from '../../ui/Time'
import type { Column } from '../../ui/VirtualLine'
import { AcrossHead } from './AcrossHead'
import { NothingHere } from './NothingHere'
import { NameOf, TitleOf } from './TitleOf'

const route = getRouteApi('/all/cases')

const title = (c: TenantCase) => <TitleOf to={paths.case(c.tenant.id, c.number)} text={c.title || c.number} />

const columns: Column<TenantCase>[] = [
  {
    id: 'severity',
    header: 'Severity',
    width: '100px',
    sorts: true,
    cell: (c) => <Severity level={c.severity} />,
  },
  { id: 'tenant', header: 'Tenant', width: '150px', cell: (c) => <NameOf tenant={c.tenant} /> },
  { id: 'number', header: 'Number', width: '116px', cell: (c) => c.number },
  { id: 'title', header: 'Title', width: 'minmax(200px, 1fr)', cell: title },
  { id: 'status', header: 'Status', width: '126px', sorts: true, cell: (c) => <Status status={c.status} /> },
  { id: 'score', header: 'Score', width: '76px', from: 760, number: true, sorts: true, cell: (c) => c.score },
  {
    id: 'assignee',
    header: 'Assignee',
    width: '110px',
    from: 1100,
    sorts: true,
    cell: (c) => <Foreign text={c.assignee_name ?? c.assignee ?? 'Unassigned'} most={60} />,
  },
  {
    id: 'created_at',
    header: 'Created',
    width: '104px',
    from: 900,
    sorts: true,
    cell: (c) => <Time at={c.created_at} />,
  },
  {
    id: 'updated_at',
    header: 'Updated',
    width: '104px',
    from: 700,
    sorts: true,
    cell: (c) => <Time at={c.updated_at} />,
  },
]

/** The cases of all tenants within reach; what is done with many at once is done in each tenant's list. */
export function AllCases() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { table, filter } = useListKeys()
  useDocumentTitle('Cases of all tenants · Caseweave')
  const query = allCasesQuery(search)
  const show = (change: AcrossSearch) => navigate({ search: { ...search, ...change } })
  return (
    <>
      <AcrossHead
        title="Cases"
        query={query}
        value={search.q ?? openOnly}
        placeholder="severity >= 'high' AND status = 'new'"
        onApply={(q) => show({ q: q === openOnly ? undefined : q || undefined })}
        group={search.group}
        onGroup={(group) => show({ group })}
        filter={filter}
      />
      <LiveTable
        key={JSON.stringify(search)}
        label="Cases of all tenants"
        query={query}
        topicParts={2}
        columns={columns}
        keyOf={(c) => `${c.tenant.id} ${c.number}`}
        narrow={(c) => (
          <>
            <span className="row-line">
              <Severity level={c.severity} bare />
              {title(c)}
            </span>
            <span className="row-line row-quiet">
              <NameOf tenant={c.tenant} />
              <Status status={c.status} />
              <span className="row-end">
                <Time at={c.updated_at} />
              </span>
            </span>
          </>
        )}
        sort={search.sort ?? newestOfAll.cases}
        onSort={(sort) => show({ sort })}
        empty={<NothingHere what="case" filtered={!!search.q} onClear={() => show({ q: undefined })} />}
        handle={table}
      />
    </>
  )
}
