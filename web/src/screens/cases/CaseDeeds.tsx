import { Button, TextInput } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type CaseChange, peopleQuery } from '../../api/edits'
import { meQuery } from '../../api/queries'
import type { Case } from '../../api/records'
import { Close } from '../../casefile/Close'
import { useNoCaseWork } from '../../casefile/useMay'
import { useRegroup } from '../../casefile/useRegroup'
import { optionsOf, priorityWords, severityOptions, statusWords } from '../../casefile/words'
import { useCommands } from '../../commands/registry'
import { Choice } from '../../ui/Choice'
import { say } from '../../ui/toasts'
import css from './Cases.module.css'

interface Props {
  tenant: string
  cases: Case[]
  onChange: (change: CaseChange) => Promise<boolean>
  onDone: () => void
}

const unset = ''

/** What can be done with many cases at once (requirement S9). */
export function CaseDeeds({ tenant, cases, onChange, onDone }: Props) {
  const forbidden = useNoCaseWork()
  const me = useSuspenseQuery(meQuery).data
  const people = useQuery(peopleQuery(tenant)).data?.items ?? []
  const [closing, setClosing] = useState<'resolved' | 'cancelled'>()
  const { merge } = useRegroup(tenant)
  const takes = people.some((p) => p.id === me.user.id)
  const status = (s: string) => {
    if (s === 'resolved' || s === 'cancelled') setClosing(s)
    else if (s) void onChange({ status: s as Case['status'] })
  }
  const rests = !!forbidden || cases.length === 0
  const combine = async () => {
    const [first, ...others] = cases.map((c) => c.number)
    if (first && (await merge(first, others))) onDone()
  }
  useCommands([
    {
      id: 'take cases',
      title: 'Assign the picked cases to me',
      section: 'List',
      keys: 'a',
      run: () => !rests && takes && void onChange({ assignee: me.user.id }),
    },
    {
      id: 'resolve cases',
      title: 'Resolve the picked cases',
      section: 'List',
      keys: 's',
      run: () => !rests && setClosing('resolved'),
    },
    {
      id: 'merge cases',
      title: 'Merge the picked cases',
      section: 'List',
      keys: 'm',
      run: () => !rests && cases.length > 1 && void combine(),
    },
  ])
  const first = cases[0]
  const tags = [...new Set(cases.flatMap((c) => c.tags))].sort()
  const copyLinks = async (numbers: string[]) => {
    const base = `${window.location.origin}/t/${tenant}/cases/`
    await navigator.clipboard.writeText(numbers.map((n) => `${base}${n}/overview`).join('\n'))
  }
  const copied = () => say({ text: cases.length === 1 ? 'The link is copied.' : 'The links are copied.' })
  const refused = () => say({ text: 'The browser does not let the page copy.', bad: true })
  if (forbidden || !first) return <span className={css.quiet}>{forbidden}</span>
  return (
    <>
      <Choice
        label="Status"
        value={unset}
        options={[{ value: unset, label: 'Status…' }, ...optionsOf(statusWords)]}
        onChange={status}
      />
      <Choice
        label="Assignee"
        value={unset}
        options={[
          { value: unset, label: 'Assign…' },
          { value: 'nobody', label: 'Unassigned' },
          ...people.map((p) => ({ value: p.id, label: p.id === me.user.id ? `${p.name} (you)` : p.name })),
        ]}
        onChange={(id) => id && void onChange({ assignee: id === 'nobody' ? '' : id })}
      />
      <Choice
        label="Priority"
        value={unset}
        options={[
          { value: unset, label: 'Priority…' },
          ...optionsOf(priorityWords).map((o) => ({ value: o.value, label: o.value, title: o.label })),
        ]}
        onChange={(p) => p && void onChange({ priority: p as Case['priority'] })}
      />
      <Choice
        label="Severity"
        value={unset}
        options={[
          { value: unset, label: 'Severity…' },
          { value: 'auto', label: 'By the score' },
          ...severityOptions,
        ]}
        onChange={(s) => s && void onChange({ severity: s as CaseChange['severity'] })}
      />
      <Tagging onAdd={(add_tags) => onChange({ add_tags })} />
      {tags.length > 0 && (
        <Choice
          label="Tag to remove"
          value={unset}
          options={[{ value: unset, label: 'Remove tag…' }, ...tags.map((t) => ({ value: t, label: t }))]}
          onChange={(t) => t && void onChange({ remove_tags: [t] })}
        />
      )}
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => void copyLinks(cases.map((c) => c.number)).then(copied, refused)}
      >
        Copy links
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        disabled={cases.length < 2}
        title={`Into ${first.number}, which was picked first`}
        onClick={() => void combine()}
      >
        Merge
      </Button>
      <Close
        tenant={tenant}
        what={cases.length === 1 ? first.number : `${cases.length} cases`}
        cases={cases}
        as={closing}
        onClose={() => setClosing(undefined)}
        onGo={async (change) => {
          await onChange(change)
          setClosing(undefined)
        }}
      />
    </>
  )
}

function Tagging({ onAdd }: { onAdd: (tags: string[]) => Promise<boolean> }) {
  const [text, setText] = useState('')
  const add = async () => {
    const tags = text
      .split(',')
      .map((t) => t.trim())
      .filter(Boolean)
    if (tags.length > 0 && (await onAdd(tags))) setText('')
  }
  return (
    <TextInput
      size="xs"
      aria-label="Tags to add"
      placeholder="Add tags"
      value={text}
      onChange={(e) => setText(e.currentTarget.value)}
      onKeyDown={(e) => e.key === 'Enter' && void add()}
      maxLength={500}
      w={120}
    />
  )
}
