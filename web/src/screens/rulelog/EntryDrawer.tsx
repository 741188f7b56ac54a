import { Drawer, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ListQuery } from '../../api/queries'
import type { LogEntry } from '../../api/rule-records'
import { paths } from '../../paths'
import { kindWords } from '../../rule/words'
import { type Fact, Facts } from '../../ui/Facts'
import { Foreign } from '../../ui/Foreign'
import { inCount } from '../../ui/format'
import { Json } from '../../ui/Json'
import { Time } from '../../ui/Time'
import { CaseOf } from './columns'
import css from './RuleLog.module.css'

interface Props {
  tenant: string
  query: ListQuery<LogEntry>
  /** The number of the entry that is open. */
  entry?: string
  enabled: boolean
  onClose: () => void
}

/** One entry with all that it holds, and as JSON (T53). */
export function EntryDrawer({ tenant, query, entry, enabled, onClose }: Props) {
  const { data, isPending } = useInfiniteQuery({ ...query, enabled })
  const found = data?.pages.flatMap((p) => p.items).find((e) => `${e.entry}` === entry)
  return (
    <Drawer
      opened={!!entry}
      onClose={onClose}
      position="right"
      size="min(640px, 100%)"
      title={found ? kindWords[found.kind] : 'Log entry'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {found && <Entry tenant={tenant} e={found} />}
      {!found &&
        (isPending ? <Skeleton height={240} /> : <p>This entry is not among those that are listed.</p>)}
    </Drawer>
  )
}

function Entry({ tenant, e }: { tenant: string; e: LogEntry }) {
  return (
    <div className={css.entry}>
      <p className={css.sentence}>
        <Foreign text={e.sentence} most={1000} unfolds />
      </p>
      <Facts facts={factsOf(tenant, e)} />
      <h2>As JSON</h2>
      <Json text={JSON.stringify(e)} />
    </div>
  )
}

function factsOf(tenant: string, e: LogEntry): Fact[] {
  const rows = e.rows ?? []
  const facts: (Fact | false | null)[] = [
    { name: 'Time', value: <Time at={e.at} /> },
    { name: 'By', value: <Foreign text={e.actor.name} most={100} /> },
    e.rule && {
      name: 'Rule',
      value: (
        <Link {...paths.rule({ tenant }, e.rule.id)}>
          <Foreign text={e.rule.title || e.rule.id} most={200} />
        </Link>
      ),
    },
    e.template && {
      name: 'Template',
      value: (
        <Link {...paths.template({ tenant }, e.template.id)}>
          <Foreign text={e.template.title || e.template.id} most={200} />
        </Link>
      ),
    },
    e.detection && {
      name: 'Detection',
      value: (
        <Link {...paths.detection(tenant, e.detection.id)}>
          <Foreign text={e.detection.title || e.detection.id} most={200} />
        </Link>
      ),
    },
    (!!e.case || !!e.imagined) && { name: 'Case', value: <CaseOf tenant={tenant} e={e} /> },
    rows.length > 0 && {
      name: 'Rows',
      value: (
        <ul>
          {rows.map((r) => (
            <li key={r} className={css.row}>
              <Foreign text={r} most={200} />
            </li>
          ))}
          {e.row_count > rows.length && <li>and {inCount(e.row_count - rows.length)} more</li>}
        </ul>
      ),
    },
    !!e.note && { name: 'Note', value: <Foreign text={e.note} most={1000} unfolds /> },
    { name: 'Rule set', value: `Version ${e.set_version}` },
    { name: 'Entry', value: inCount(e.entry) },
  ]
  return facts.filter((f) => !!f)
}
