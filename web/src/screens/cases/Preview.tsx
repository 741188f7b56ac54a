import { Drawer } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ActivityEntry } from '../../activity/ActivityEntry'
import { caseQuery, latestActivityQuery } from '../../api/queries'
import type { CaseDetail } from '../../api/records'
import { TacticList } from '../../attack/TacticList'
import { Status } from '../../casefile/Status'
import { Answer } from '../../frame/Answer'
import { paths } from '../../paths'
import { Facts } from '../../ui/Facts'
import { Foreign } from '../../ui/Foreign'
import { inCount } from '../../ui/format'
import { Severity } from '../../ui/Severity'
import { Time } from '../../ui/Time'
import css from './Cases.module.css'

interface Props {
  tenant: string
  /** The case that is looked at; none keeps it shut. */
  number?: string
  onClose: () => void
  /** Shows the next case of the list, or the one before. */
  onStep: (by: number) => void
}

const steps: Record<string, number> = { j: 1, k: -1 }

/** A case beside the list, without leaving it. */
export function Preview({ tenant, number, onClose, onStep }: Props) {
  // The case before stays until the next is there, and the focus with it.
  const query = useQuery({
    ...caseQuery(tenant, number ?? ''),
    enabled: !!number,
    placeholderData: keepPreviousData,
  })
  const c = query.data
  return (
    <Drawer
      opened={!!number}
      onClose={onClose}
      position="right"
      size="min(560px, 100%)"
      title={c ? <Foreign text={c.title || c.number} most={200} /> : (number ?? 'Case')}
      closeButtonProps={{ 'aria-label': 'Close' }}
      onKeyDown={(e) => {
        const by = steps[e.key]
        if (by && !e.ctrlKey && !e.metaKey && !e.altKey) onStep(by)
      }}
    >
      <Answer of={query} what="The case">
        {(c) => <Seen tenant={tenant} c={c} />}
      </Answer>
    </Drawer>
  )
}

function Seen({ tenant, c }: { tenant: string; c: CaseDetail }) {
  const latest = useQuery(latestActivityQuery(tenant, c.number, 5)).data?.items ?? []
  return (
    <div className={css.preview}>
      <Facts
        facts={[
          { name: 'Number', value: c.number },
          { name: 'Severity', value: <Severity level={c.severity} /> },
          { name: 'Status', value: <Status status={c.status} /> },
          { name: 'Score', value: c.score },
          {
            name: 'Assignee',
            value: c.assignee_name ? <Foreign text={c.assignee_name} most={60} /> : 'Unassigned',
          },
          { name: 'Detections', value: inCount(c.detection_count) },
          { name: 'Devices', value: <Foreign text={c.hosts.slice(0, 5).join(', ') || 'None'} most={200} /> },
          { name: 'Users', value: <Foreign text={c.users.slice(0, 5).join(', ') || 'None'} most={200} /> },
          { name: 'Created', value: <Time at={c.created_at} /> },
        ]}
      />
      {c.description && (
        <p>
          <Foreign text={c.description} most={600} unfolds />
        </p>
      )}
      <TacticList tactics={c.tactics} techniqueIDs={c.technique_ids} />
      <ul>
        {latest.map((a) => (
          <li key={a.entry}>
            <ActivityEntry tenant={tenant} activity={a} />
          </li>
        ))}
      </ul>
      <Link {...paths.case(tenant, c.number)} data-autofocus>
        Open the case
      </Link>
    </div>
  )
}
