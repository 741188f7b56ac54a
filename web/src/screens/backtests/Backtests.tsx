import { Button } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { backtestsQuery } from '../../api/backtests'
import type { Backtest } from '../../api/rule-records'
import { Answer } from '../../frame/Answer'
import { ToolHead } from '../../frame/ToolHead'
import { useListKeys } from '../../frame/useListKeys'
import { paths } from '../../paths'
import { Foreign } from '../../ui/Foreign'
import { inCount } from '../../ui/format'
import { Notice } from '../../ui/Notice'
import { Time } from '../../ui/Time'
import type { Column } from '../../ui/VirtualLine'
import { VirtualTable } from '../../ui/VirtualTable'

const route = getRouteApi('/t/$tenant/automatic/backtests')

/** The backtests that were run lately. */
export function Backtests() {
  const { tenant } = route.useParams()
  const navigate = useNavigate()
  const query = useQuery(backtestsQuery(tenant))
  useDocumentTitle('Backtests · Caseweave')
  const { table } = useListKeys()
  const columns = useMemo(() => columnsOf(tenant), [tenant])
  const listed = (items?: Backtest[]) => (
    <VirtualTable
      label="Backtests"
      columns={columns}
      rows={items ?? []}
      keyOf={(b) => b.id}
      narrow={(b) => <Narrow tenant={tenant} b={b} />}
      hasMore={false}
      onMore={() => undefined}
      loading={!items}
      handle={table}
    />
  )
  return (
    <>
      <ToolHead title="Backtests" note="What changed rules would have made of stored detections" />
      <Answer of={query} what="The backtests" waiting={listed()}>
        {({ items }) =>
          items.length > 0 ? (
            listed(items)
          ) : (
            <Notice
              title="No backtests yet"
              action={
                <Button onClick={() => navigate(paths.automaticTab({ tenant }, 'rules'))}>
                  Go to the rules
                </Button>
              }
            >
              <p>Open a rule, change it, and run it over stored detections in the step “Backtest”.</p>
            </Notice>
          )
        }
      </Answer>
    </>
  )
}

const verdictOf = (b: Backtest) => {
  if (b.status === 'running') return `Running, ${inCount(b.progress.done)} of ${inCount(b.progress.total)}`
  if (b.status === 'failed') return 'Failed'
  if (b.status === 'cancelled') return 'Cancelled'
  return b.result?.changed ? 'Cases would be different' : 'Nothing would change'
}

const Verdict = ({ tenant, b }: { tenant: string; b: Backtest }) => (
  <Link {...paths.backtest(tenant, b.id)} data-opens className="row-title">
    {verdictOf(b)}
  </Link>
)

const columnsOf = (tenant: string): Column<Backtest>[] => [
  {
    id: 'result',
    header: 'Result',
    width: 'minmax(180px, 1fr)',
    cell: (b) => <Verdict tenant={tenant} b={b} />,
  },
  { id: 'from', header: 'From', width: '130px', cell: (b) => <Time at={b.from} /> },
  { id: 'to', header: 'To', width: '130px', cell: (b) => <Time at={b.to} /> },
  {
    id: 'detections',
    header: 'Detections',
    width: '110px',
    number: true,
    cell: (b) => inCount(b.result?.detections ?? b.progress.total),
  },
  { id: 'by', header: 'By', width: '140px', from: 760, cell: (b) => <Foreign text={b.by} most={60} /> },
  { id: 'at', header: 'Begun', width: '130px', from: 700, cell: (b) => <Time at={b.at} /> },
]

const Narrow = ({ tenant, b }: { tenant: string; b: Backtest }) => (
  <>
    <span className="row-line">
      <Verdict tenant={tenant} b={b} />
    </span>
    <span className="row-line row-quiet">
      <Foreign text={b.by} most={60} />
      <span className="row-end">
        <Time at={b.at} />
      </span>
    </span>
  </>
)
