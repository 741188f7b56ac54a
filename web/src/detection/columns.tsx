import { Link, type LinkOptions } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Detection } from '../api/records'
import { paths } from '../paths'
import { Foreign } from '../ui/Foreign'
import { inCount } from '../ui/format'
import { Severity } from '../ui/Severity'
import { Tag } from '../ui/Tag'
import { Time } from '../ui/Time'
import type { Column } from '../ui/VirtualLine'
import { entityParts, seenWords, statusWords } from './words'

/** What a row's link opens. */
export type Opens = (d: Detection) => LinkOptions

/** The columns of every table of detections: the same on Detections and in a case (requirement S23). */
export function detectionColumns(tenant: string, opens: Opens): Column<Detection>[] {
  return [
    {
      id: 'severity',
      header: 'Severity',
      width: '104px',
      sorts: true,
      cell: (d) => <Severity level={d.severity_band} />,
    },
    {
      id: 'title',
      header: 'Title',
      width: 'minmax(200px, 2.4fr)',
      always: true,
      cell: (d) => <TitleLink detection={d} opens={opens} />,
    },
    {
      id: 'entities',
      header: 'Entities',
      width: 'minmax(160px, 1.6fr)',
      from: 760,
      cell: (d) => <Foreign text={entitySummary(d)} most={120} />,
    },
    {
      id: 'command_line',
      header: 'Command line',
      width: 'minmax(160px, 1.6fr)',
      optional: true,
      cell: (d) => <Foreign text={d.command_line} most={200} />,
    },
    {
      id: 'tactics',
      header: 'Tactics',
      width: '150px',
      optional: true,
      cell: (d) => <Foreign text={(d.tactics ?? []).join(', ')} most={80} />,
    },
    {
      id: 'technique_ids',
      header: 'Techniques',
      file: 'techniques',
      width: '150px',
      from: 1360,
      cell: (d) => <Foreign text={(d.technique_ids ?? []).join(', ')} most={60} />,
    },
    {
      id: 'type',
      header: 'Type',
      width: '140px',
      optional: true,
      sorts: true,
      cell: (d) => <Foreign text={d.type} most={60} />,
    },
    { id: 'source', header: 'Source', width: '100px', from: 900, sorts: true, cell: (d) => d.source },
    { id: 'status', header: 'Status', width: '90px', from: 980, cell: (d) => statusWords[d.status] },
    {
      id: 'cases',
      header: 'Case',
      width: '130px',
      from: 700,
      cell: (d) => <CaseLinks tenant={tenant} d={d} />,
    },
    {
      id: 'count',
      header: 'Count',
      width: '76px',
      from: 1500,
      number: true,
      cell: (d) => inCount(d.count),
    },
    {
      // The order of arrival is also that of reception.
      id: 'arrival',
      header: 'Received',
      file: 'received_at',
      width: '124px',
      from: 1080,
      sorts: true,
      cell: (d) => <Time at={d.received_at} />,
    },
    {
      id: 'created_at',
      header: 'Created',
      width: '124px',
      sorts: true,
      cell: (d) => <Time at={d.created_at} />,
    },
    {
      id: 'last_seen_at',
      header: 'Last seen',
      width: '124px',
      optional: true,
      cell: (d) => <Time at={d.last_seen_at} />,
    },
  ]
}

function TitleLink({ detection, opens }: { detection: Detection; opens: Opens }) {
  return (
    <>
      <Link {...opens(detection)} data-opens className="row-title">
        <Foreign text={detection.title || detection.id} most={200} />
      </Link>
      <Seen count={detection.count} />
    </>
  )
}

/** How often a detection that folded its repeats was seen. */
function Seen({ count }: { count: number }) {
  return count > 1 && <Tag title={seenWords(count)}>×{inCount(count)}</Tag>
}

function CaseLinks({ tenant, d }: { tenant: string; d: Detection }) {
  const [first, ...others] = d.cases ?? []
  if (!first) return null
  return (
    <>
      <Link {...paths.case(tenant, first)}>{first}</Link>
      {others.length > 0 && <span>+{others.length}</span>}
    </>
  )
}

function entitySummary(d: Detection) {
  const entities = d.entities ?? []
  const first = entities.slice(0, 3).map((e) => entityParts(e).value)
  return entities.length > 3 ? `${first.join(', ')} +${entities.length - 3}` : first.join(', ')
}

/** A row where there is no room for columns. */
export function narrowDetection(d: Detection, opens: Opens, pick?: ReactNode) {
  return (
    <>
      <span className="row-line">
        {pick}
        <Severity level={d.severity_band} bare />
        <TitleLink detection={d} opens={opens} />
      </span>
      <span className="row-line row-quiet">
        <span>{d.source}</span>
        <span>{d.cases?.[0]}</span>
        <span className="row-end">
          <Time at={d.created_at} />
        </span>
      </span>
    </>
  )
}
