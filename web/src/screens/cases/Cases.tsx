import { Button } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { casesQuery, listFile, meQuery, newest, openOnly } from '../../api/queries'
import type { Case } from '../../api/records'
import { NewCase } from '../../casefile/NewCase'
import { useBulk } from '../../casefile/useBulk'
import { useNoCaseWork } from '../../casefile/useMay'
import { useRegroup } from '../../casefile/useRegroup'
import { useCommands } from '../../commands/registry'
import { Export } from '../../frame/Export'
import { ListFilter } from '../../frame/ListFilter'
import { ListHead } from '../../frame/ListHead'
import { LiveTable } from '../../frame/LiveTable'
import { SelectionBar } from '../../frame/SelectionBar'
import { useListKeys } from '../../frame/useListKeys'
import { useSelection } from '../../frame/useSelection'
import type { ViewSearch } from '../../paths'
import { ColumnMenu } from '../../view/ColumnMenu'
import { ListViews } from '../../view/ListViews'
import { fileNames, useColumns } from '../../view/useColumns'
import { CaseDeeds } from './CaseDeeds'
import { caseColumns, narrowCase } from './columns'
import { lookColumn } from './lookColumn'
import { NoCases } from './NoCases'
import { Preview } from './Preview'
import { RefusedCases } from './RefusedCases'
import { RowDeeds } from './RowDeeds'
import { usualCases, usualViews } from './views'

const route = getRouteApi('/t/$tenant/cases')

/** All cases of the tenant (requirement S9). */
export function Cases() {
  const { tenant } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  useDocumentTitle('Cases · Caseweave')
  const { table, filter } = useListKeys()
  const all = useMemo(() => caseColumns(tenant), [tenant])
  const selection = useSelection<Case>(
    table,
    (c) => c.number,
    (c) => c.number,
    search.q,
  )
  const show = (change: ViewSearch & { preview?: string }) => navigate({ search: { ...search, ...change } })
  const columns = useColumns('cases', all, search, show)
  const q = search.q ?? openOnly
  const views = usualViews(useSuspenseQuery(meQuery).data.user.id)
  const bulk = useBulk(tenant)
  const { open } = useRegroup(tenant)
  const forbidden = useNoCaseWork()
  const [begins, setBegins] = useState(false)
  const begin = () => !forbidden && setBegins(true)
  const rows = () => (table.current?.rows() ?? []) as Case[]
  const focused = () => rows()[table.current?.focused() ?? -1]
  const look = (number = focused()?.number) => number && show({ preview: number })
  const lookFurther = (by: number) => {
    const at = rows().findIndex((c) => c.number === search.preview)
    if (at >= 0) look(rows()[at + by]?.number)
  }
  useCommands([
    { id: 'new case', title: 'Open a new case', section: 'Page', keys: 'n', run: begin },
    { id: 'look', title: 'Look at the case beside the list', section: 'List', keys: 'p', run: () => look() },
  ])
  const query = casesQuery(tenant, { q: search.q, sort: search.sort })
  return (
    <>
      <ListHead
        title="Cases"
        view={
          <ListViews
            tenant={tenant}
            list="cases"
            usual={usualCases}
            shipped={views}
            search={search}
            show={show}
            columns={columns.chosen}
          />
        }
        deeds={
          <>
            <ColumnMenu columns={columns} seen={() => table.current?.columns()} />
            <Export
              file={(format, some) => listFile(tenant, 'cases', format, q, some)}
              columns={fileNames(columns)}
            />
            <Button size="xs" disabled={!!forbidden} title={forbidden ?? 'New case (N)'} onClick={begin}>
              New case
            </Button>
          </>
        }
      >
        <ListFilter
          label="Filter cases"
          placeholder="severity >= 'high' AND status = 'new'"
          query={query}
          value={q}
          onApply={(q) => show({ q: q === openOnly ? undefined : q || undefined })}
          inputRef={filter}
        />
      </ListHead>
      <LiveTable
        key={`${search.q} ${search.sort}`}
        label="Cases"
        query={query}
        topicParts={3}
        columns={[selection.column, ...columns.shown, lookColumn(look)]}
        keyOf={(c) => c.number}
        narrow={(c) => narrowCase(tenant, c, selection.box(c))}
        sort={search.sort ?? newest.cases}
        onSort={(sort) => show({ sort: sort === newest.cases ? undefined : sort })}
        empty={<NoCases tenant={tenant} filtered={!!search.q} onClear={() => show({ q: undefined })} />}
        handle={table}
      />
      {selection.rows.length === 0 && (
        <RowDeeds tenant={tenant} focused={focused} onChange={(c, change) => bulk.change([c], change)} />
      )}
      <RefusedCases tenant={tenant} refused={bulk.refused} onClose={bulk.forget} />
      <SelectionBar selection={selection} progress={bulk.progress}>
        <CaseDeeds
          tenant={tenant}
          cases={selection.rows}
          onChange={(change) => bulk.change(selection.rows, change, selection.take)}
          onDone={selection.clear}
        />
      </SelectionBar>
      <Preview
        tenant={tenant}
        number={search.preview}
        onStep={lookFurther}
        onClose={() => navigate({ search: { ...search, preview: undefined }, replace: true })}
      />
      <NewCase
        opened={begins}
        detections={0}
        onClose={() => setBegins(false)}
        onGo={(title) => open(title, [])}
      />
    </>
  )
}
