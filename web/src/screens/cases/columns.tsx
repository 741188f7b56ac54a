import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Case } from '../../api/records'
import { OnlySome } from '../../casefile/OnlySome'
import { Resolution } from '../../casefile/Resolution'
import { Status } from '../../casefile/Status'
import { managedByWords, priorityWords } from '../../casefile/words'
import { paths } from '../../paths'
import { quoted } from '../../query/literal'
import { Foreign } from '../../ui/Foreign'
import { inCount } from '../../ui/format'
import { Severity } from '../../ui/Severity'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'
import type { Column } from '../../ui/VirtualLine'
import css from './Cases.module.css'

/** The columns of the list of cases, by which it also sorts. */
export function caseColumns(tenant: string): Column<Case>[] {
  return [
    {
      id: 'severity',
      header: 'Severity',
      width: '100px',
      sorts: true,
      cell: (c) => <Severity level={c.severity} />,
    },
    {
      id: 'number',
      header: 'Number',
      width: '116px',
      sorts: true,
      cell: (c) => <span className={css.number}>{c.number}</span>,
    },
    {
      id: 'title',
      header: 'Title',
      width: 'minmax(200px, 1fr)',
      always: true,
      cell: (c) => <TitleLink tenant={tenant} c={c} />,
    },
    {
      id: 'status',
      header: 'Status',
      width: '126px',
      sorts: true,
      cell: (c) => <Status status={c.status} />,
    },
    {
      id: 'resolution',
      header: 'Resolution',
      width: '116px',
      optional: true,
      cell: (c) => (c.resolution === 'none' ? '' : <Resolution resolution={c.resolution} />),
    },
    {
      id: 'priority',
      header: 'Priority',
      width: '84px',
      optional: true,
      sorts: true,
      cell: (c) => <span title={priorityWords[c.priority]}>{c.priority}</span>,
    },
    {
      id: 'type',
      header: 'Type',
      width: '150px',
      optional: true,
      cell: (c) => <Foreign text={c.type} most={60} />,
    },
    {
      id: 'score',
      header: 'Score',
      width: '76px',
      from: 720,
      number: true,
      sorts: true,
      cell: (c) => c.score,
    },
    {
      id: 'managed_by',
      header: 'Managed by',
      width: '92px',
      from: 1320,
      cell: (c) => managedByWords[c.managed_by],
    },
    {
      id: 'assignee',
      header: 'Assignee',
      width: '110px',
      from: 1200,
      sorts: true,
      cell: (c) => <Assignee name={c.assignee_name ?? c.assignee} />,
    },
    {
      id: 'detection_count',
      header: 'Detections',
      file: 'detections',
      width: '100px',
      from: 800,
      number: true,
      sorts: true,
      cell: (c) => <Link {...paths.case(tenant, c.number, 'detections')}>{inCount(c.detection_count)}</Link>,
    },
    {
      id: 'tactics',
      header: 'Tactics',
      width: '170px',
      from: 1480,
      cell: (c) => <Foreign text={(c.tactics ?? []).join(', ')} most={80} />,
    },
    {
      id: 'technique_ids',
      header: 'Techniques',
      file: 'techniques',
      width: '150px',
      optional: true,
      cell: (c) => <Foreign text={(c.technique_ids ?? []).join(', ')} most={60} />,
    },
    {
      id: 'tags',
      header: 'Tags',
      width: '140px',
      from: 1640,
      cell: (c) => <Tags tenant={tenant} tags={c.tags} />,
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
      from: 640,
      sorts: true,
      cell: (c) => <Time at={c.updated_at} />,
    },
  ]
}

function TitleLink({ tenant, c }: { tenant: string; c: Case }) {
  return (
    <Link {...paths.case(tenant, c.number)} data-opens className="row-title">
      <OnlySome c={c} /> <Foreign text={c.title || c.number} most={200} />
    </Link>
  )
}

function Assignee({ name }: { name?: string | null }) {
  return name ? <Foreign text={name} most={60} /> : <span className={css.quiet}>Unassigned</span>
}

function Tags({ tenant, tags }: { tenant: string; tags?: string[] | null }) {
  return (tags ?? []).slice(0, 3).map((tag) => (
    <Link key={tag} {...paths.cases(tenant, { q: `tags = ${quoted(tag)}` })}>
      <Tag>
        <Foreign text={tag} most={40} />
      </Tag>
    </Link>
  ))
}

/** A row where there is no room for columns. */
export function narrowCase(tenant: string, c: Case, pick?: ReactNode) {
  return (
    <>
      <span className="row-line">
        {pick}
        <Severity level={c.severity} bare />
        <TitleLink tenant={tenant} c={c} />
      </span>
      <span className="row-line row-quiet">
        <span className={css.number}>{c.number}</span>
        <Status status={c.status} />
        <span className="row-end">
          <Time at={c.updated_at} />
        </span>
      </span>
    </>
  )
}
