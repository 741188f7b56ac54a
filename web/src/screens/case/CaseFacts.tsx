import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type CaseChange, peopleQuery } from '../../api/edits'
import { meQuery } from '../../api/queries'
import type { Case, CaseDetail } from '../../api/records'
import { sceneQuery } from '../../api/scene'
import { Close } from '../../casefile/Close'
import { inverse } from '../../casefile/inverse'
import { Resolution } from '../../casefile/Resolution'
import { Status } from '../../casefile/Status'
import type { useEdit } from '../../casefile/useEdit'
import {
  isOpen,
  optionsOf,
  priorityWords,
  resolutionWords,
  severityOptions,
  statusWords,
} from '../../casefile/words'
import { useCommands } from '../../commands/registry'
import { Choice } from '../../ui/Choice'
import { Facts } from '../../ui/Facts'
import { Foreign } from '../../ui/Foreign'
import { levels, Severity } from '../../ui/Severity'
import { Time } from '../../ui/Time'
import css from './CaseHeader.module.css'
import { CaseTags } from './CaseTags'
import { ManagedBy } from './ManagedBy'

interface Props {
  tenant: string
  c: CaseDetail
  edit: ReturnType<typeof useEdit>
  forbidden?: string
}

/** What a case is, each changed in the place where it is shown (requirements S15, X6). */
export function CaseFacts(p: Props) {
  const { tenant, c, edit, forbidden } = p
  const assigned = useQuery(sceneQuery(tenant, c.number)).data?.when.assigned_at
  const facts = [
    { name: 'Status', value: <StatusOf {...p} /> },
    ...(isOpen(c) ? [] : [{ name: 'Resolution', value: <ResolutionOf {...p} /> }]),
    { name: 'Severity', value: <SeverityOf {...p} /> },
    { name: 'Priority', value: <PriorityOf {...p} /> },
    { name: 'Assignee', value: <AssigneeOf {...p} /> },
    { name: 'Managed by', value: <ManagedBy tenant={tenant} c={c} edit={edit} /> },
    { name: 'Created', value: <Time at={c.created_at} /> },
    ...(assigned ? [{ name: 'Assigned', value: <Time at={assigned} /> }] : []),
    { name: 'Updated', value: <Time at={c.updated_at} /> },
    { name: 'Tags', value: <CaseTags tenant={tenant} c={c} edit={edit} forbidden={forbidden} /> },
  ]
  return <Facts facts={facts} row />
}

function StatusOf({ tenant, c, edit, forbidden }: Props) {
  const [closing, setClosing] = useState<'resolved' | 'cancelled'>()
  const ask = (as: 'resolved' | 'cancelled') => () => !forbidden && c.status !== as && setClosing(as)
  useCommands([
    { id: 'resolve case', title: 'Resolve this case', section: 'Page', keys: 's', run: ask('resolved') },
    { id: 'cancel case', title: 'Cancel this case', section: 'Page', run: ask('cancelled') },
  ])
  const set = (status: Case['status']) => {
    if (status === 'resolved' || status === 'cancelled') return setClosing(status)
    const undo = isOpen(c) ? { status: c.status } : undefined // what it had turned out to be is gone
    edit({ status }, { told: `${c.number} is ${statusWords[status].toLowerCase()}.`, undo })
  }
  const close = async (change: CaseChange) => {
    const undo = change.detections ? undefined : { status: c.status } // detections stay as they were set
    const problem = await edit(change, {
      told: `${c.number} is ${statusWords[change.status ?? c.status].toLowerCase()}.`,
      undo,
    })
    if (!problem) setClosing(undefined)
  }
  return (
    <span className={css.choice}>
      <Status status={c.status} bare={!forbidden} />
      {!forbidden && (
        <Choice label="Status" value={c.status} options={optionsOf(statusWords)} onChange={set} />
      )}
      <Close
        tenant={tenant}
        what={c.number}
        cases={[c]}
        as={closing}
        onClose={() => setClosing(undefined)}
        onGo={close}
      />
    </span>
  )
}

function ResolutionOf({ c, edit, forbidden }: Props) {
  const { means } = resolutionWords[c.resolution]
  if (forbidden) return <Resolution resolution={c.resolution} />
  const options = (Object.keys(resolutionWords) as Case['resolution'][]).map((value) => ({
    value,
    label: resolutionWords[value].name,
    title: resolutionWords[value].means,
  }))
  const set = (resolution: Case['resolution']) =>
    edit(
      { resolution },
      { told: `It was: ${resolutionWords[resolution].name}.`, undo: { resolution: c.resolution } },
    )
  return (
    <span className={css.choice}>
      <Resolution resolution={c.resolution} bare />
      <Choice label="Resolution" value={c.resolution} options={options} onChange={set} title={means} />
    </span>
  )
}

const following = 'auto' as const

function SeverityOf({ c, edit, forbidden }: Props) {
  if (forbidden) return <Severity level={c.severity} />
  const set = (severity: Case['severity'] | typeof following) => {
    const told =
      severity === following
        ? 'The severity follows the score.'
        : `The severity is ${severity}, whatever the score.`
    edit({ severity }, { told, undo: { severity: c.severity_pinned ? c.severity : following } })
  }
  const options = [
    {
      value: following,
      label: c.severity_pinned ? 'Follow the score' : `${levels[c.severity].word}, by the score`,
    },
    ...severityOptions,
  ]
  return (
    <span className={css.choice}>
      <Severity level={c.severity} bare />
      <Choice
        label="Severity"
        value={c.severity_pinned ? c.severity : following}
        options={options}
        onChange={set}
        title={c.severity_pinned ? 'Set by a person' : 'It follows the score'}
      />
    </span>
  )
}

function PriorityOf({ c, edit, forbidden }: Props) {
  if (forbidden) return <span title={priorityWords[c.priority]}>{c.priority}</span>
  const options = optionsOf(priorityWords).map((o) => ({ value: o.value, label: o.value, title: o.label }))
  const set = (priority: Case['priority']) =>
    edit({ priority }, { told: `The priority is ${priority}.`, undo: { priority: c.priority } })
  return (
    <Choice
      label="Priority"
      value={c.priority}
      options={options}
      onChange={set}
      title={priorityWords[c.priority]}
    />
  )
}

const nobody = ''

function AssigneeOf({ tenant, c, edit, forbidden }: Props) {
  const me = useSuspenseQuery(meQuery).data
  const people = useQuery(peopleQuery(tenant)).data?.items ?? []
  const name = (id: string) => people.find((p) => p.id === id)?.name ?? c.assignee_name ?? id
  const set = (assignee: string) => {
    const told = assignee === nobody ? 'Nobody is assigned.' : `${name(assignee)} has it.`
    edit({ assignee }, { told, undo: inverse(c, { assignee }) })
  }
  const takes = !forbidden && people.some((p) => p.id === me.user.id) && c.assignee !== me.user.id
  useCommands([
    {
      id: 'take case',
      title: 'Assign this case to me',
      section: 'Page',
      keys: 'a',
      run: () => takes && set(me.user.id),
    },
  ])
  if (forbidden) return c.assignee ? <Foreign text={name(c.assignee)} most={60} /> : 'Unassigned'
  const gone = c.assignee && !people.some((p) => p.id === c.assignee)
  const options = [
    { value: nobody, label: 'Unassigned' },
    ...people.map((p) => ({ value: p.id, label: p.id === me.user.id ? `${p.name} (you)` : p.name })),
    ...(gone ? [{ value: c.assignee as string, label: name(c.assignee as string) }] : []),
  ]
  return <Choice label="Assignee" value={c.assignee ?? nobody} options={options} onChange={set} />
}
