import { Link, type LinkOptions } from '@tanstack/react-router'
import type { LogEntry, Ref } from '../../api/rule-records'
import { paths } from '../../paths'
import { kindWords } from '../../rule/words'
import { Foreign } from '../../ui/Foreign'
import { Time } from '../../ui/Time'
import type { Column } from '../../ui/VirtualLine'

type Opens = (e: LogEntry) => LinkOptions

export function logColumns(tenant: string, opens: Opens): Column<LogEntry>[] {
  return [
    { id: 'at', header: 'Time', width: '124px', cell: (e) => <Time at={e.at} /> },
    { id: 'kind', header: 'Kind', width: '150px', cell: (e) => kindWords[e.kind] ?? e.kind },
    {
      id: 'sentence',
      header: 'What happened',
      width: 'minmax(220px, 3fr)',
      cell: (e) => <Sentence e={e} opens={opens} />,
    },
    {
      id: 'rule',
      header: 'Rule',
      width: 'minmax(120px, 1fr)',
      from: 1300,
      cell: (e) => <Named to={(id) => paths.rule({ tenant }, id)} named={e.rule} />,
    },
    {
      id: 'detection',
      header: 'Detection',
      width: 'minmax(120px, 1fr)',
      from: 1100,
      cell: (e) => <Named to={(id) => paths.detection(tenant, id)} named={e.detection} />,
    },
    {
      id: 'case',
      header: 'Case',
      width: '120px',
      cell: (e) => <CaseOf tenant={tenant} e={e} />,
    },
    {
      id: 'actor',
      header: 'By',
      width: '130px',
      from: 1400,
      cell: (e) => <Foreign text={e.actor.name} most={60} />,
    },
  ]
}

const Sentence = ({ e, opens }: { e: LogEntry; opens: Opens }) => (
  <Link {...opens(e)} data-opens className="row-title" resetScroll={false}>
    <Foreign text={e.sentence} most={240} />
  </Link>
)

function Named({ named, to }: { named: Ref | null; to: (id: string) => LinkOptions }) {
  return (
    named && (
      <Link {...to(named.id)}>
        <Foreign text={named.title || named.id} most={100} />
      </Link>
    )
  )
}

/** The case that was chosen or opened; one that only a rule on test sees is no link. */
export function CaseOf({ tenant, e }: { tenant: string; e: LogEntry }) {
  if (e.case) return <Link {...paths.case(tenant, e.case)}>{e.case}</Link>
  return e.imagined ? <span title="Only the rule on test sees it">imagined {e.imagined}</span> : null
}

/** A row where there is no room for columns. */
export function narrowEntry(e: LogEntry, opens: Opens) {
  return (
    <>
      <span className="row-line">
        <Sentence e={e} opens={opens} />
      </span>
      <span className="row-line row-quiet">
        <span>{kindWords[e.kind] ?? e.kind}</span>
        <span className="row-end">
          <Time at={e.at} />
        </span>
      </span>
    </>
  )
}
