import { Drawer } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, linkOptions } from '@tanstack/react-router'
import { useMemo } from 'react'
import { caseDetectionsQuery, caseQuery, detectionQuery, newest } from '../../api/queries'
import type { Detection } from '../../api/records'
import { detectionColumns, narrowDetection } from '../../detection/columns'
import { DetectionDeeds } from '../../detection/DetectionDeeds'
import { DetectionDetail } from '../../detection/DetectionDetail'
import { Answer } from '../../frame/Answer'
import { ListFilter } from '../../frame/ListFilter'
import { LiveTable } from '../../frame/LiveTable'
import { SelectionBar } from '../../frame/SelectionBar'
import { useListKeys } from '../../frame/useListKeys'
import { useSelection } from '../../frame/useSelection'
import { Foreign } from '../../ui/Foreign'
import { Notice } from '../../ui/Notice'
import { ColumnMenu } from '../../view/ColumnMenu'
import { useColumns } from '../../view/useColumns'
import css from './CaseDetections.module.css'
import { ChainStrip } from './ChainStrip'
import { menuColumn } from './DetectionMenu'
import { MemberDeeds } from './MemberDeeds'
import { ScoreFactors } from './ScoreFactors'

const route = getRouteApi('/t/$tenant/cases/$number/detections')

/** Every detection of the case; a row opens beside the table (requirement S23). */
export function CaseDetections() {
  const { tenant, number } = route.useParams()
  const { open, ...view } = route.useSearch()
  const { data: c } = useSuspenseQuery(caseQuery(tenant, number))
  const navigate = route.useNavigate()
  const { table, filter } = useListKeys()
  const query = caseDetectionsQuery(tenant, number, view)
  const opens = (d: Detection) =>
    linkOptions({
      to: '/t/$tenant/cases/$number/detections',
      params: { tenant, number },
      search: { ...view, open: d.id },
    })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address that a row opens follows from these
  const all = useMemo(() => detectionColumns(tenant, opens), [tenant, number, view.q, view.sort])
  const columns = useColumns('detections', all)
  const selection = useSelection<Detection>(
    table,
    (d) => d.id,
    (d) => d.title || d.id,
    `${number} ${view.q}`,
  )
  const show = (change: typeof view) => navigate({ search: { ...view, ...change } })
  const close = () => navigate({ search: view, replace: true })
  return (
    <>
      <ScoreFactors c={c} />
      <ChainStrip tenant={tenant} c={c} view={view} />
      <div className={css.filter}>
        <ListFilter
          label="Filter the detections of this case"
          placeholder="severity >= 0.6 AND @host = 'web-1'"
          query={query}
          value={view.q ?? ''}
          onApply={(q) => show({ q: q || undefined })}
          inputRef={filter}
        />
        <ColumnMenu columns={columns} seen={() => table.current?.columns()} />
      </div>
      <LiveTable
        key={`${view.q} ${view.sort}`}
        label="Detections of this case"
        query={query}
        topicParts={4}
        columns={[selection.column, ...columns.shown, menuColumn(tenant, number)]}
        keyOf={(d) => d.id}
        narrow={(d) => narrowDetection(d, opens, selection.box(d))}
        sort={view.sort ?? newest.detections}
        onSort={(sort) => show({ sort: sort === newest.detections ? undefined : sort })}
        empty={<Notice title={view.q ? 'No detection matches' : 'The case holds no detection'} />}
        handle={table}
      />
      <SelectionBar selection={selection}>
        <MemberDeeds tenant={tenant} c={c} detections={selection.rows} onDone={selection.clear} />
        <DetectionDeeds tenant={tenant} detections={selection.rows} onDone={selection.clear} />
      </SelectionBar>
      <Beside tenant={tenant} id={open} onClose={close} />
    </>
  )
}

function Beside({ tenant, id, onClose }: { tenant: string; id?: string; onClose: () => void }) {
  const query = useQuery({ ...detectionQuery(tenant, id ?? ''), enabled: !!id })
  const d = query.data?.detection
  return (
    <Drawer
      opened={!!id}
      onClose={onClose}
      position="right"
      size="min(720px, 100%)"
      title={d ? <Foreign text={d.title || d.id} most={200} /> : 'Detection'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Answer of={query} what="The detection">
        {({ detection, text }) => <DetectionDetail tenant={tenant} detection={detection} text={text} />}
      </Answer>
    </Drawer>
  )
}
