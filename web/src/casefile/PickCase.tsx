import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { openCasesQuery } from '../api/queries'
import type { Case } from '../api/records'
import { Foreign } from '../ui/Foreign'
import { inCount } from '../ui/format'
import { Severity } from '../ui/Severity'
import css from './PickCase.module.css'

interface Props {
  tenant: string
  opened: boolean
  title: string
  /** What the button that goes ahead says. */
  yes: string
  /** Several may be picked. */
  several?: boolean
  /** Cases that are closed may be picked. */
  closedToo?: boolean
  /** What else is asked, after the case. */
  children?: ReactNode
  /** Not offered: the case that it is about. */
  without?: string
  onClose: () => void
  /** Answers whether it was done; the dialog stays open otherwise. */
  onPick: (numbers: string[]) => Promise<boolean>
}

/** Asks which case, or which ones. */
export function PickCase(p: Props) {
  return (
    <Modal
      opened={p.opened}
      onClose={p.onClose}
      title={p.title}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      {p.opened && <Picking {...p} />}
    </Modal>
  )
}

function Picking({ tenant, yes, several, closedToo, children, without, onClose, onPick }: Props) {
  const [text, setText] = useState('')
  const [wanted] = useDebouncedValue(text, 150)
  const [picked, setPicked] = useState<string[]>([])
  const [busy, setBusy] = useState(false)
  const { data, error } = useQuery({
    ...openCasesQuery(tenant, wanted.trim(), closedToo),
    placeholderData: keepPreviousData,
  })
  const found = (data?.items ?? []).filter((c) => c.number !== without && !c.merged_into)
  const pick = (number: string, on: boolean) =>
    setPicked((were) => (several ? [...were.filter((n) => n !== number), ...(on ? [number] : [])] : [number]))
  const go = async () => {
    setBusy(true)
    const did = await onPick(picked)
    setBusy(false)
    if (did) onClose()
  }
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault()
        if (picked.length > 0) void go()
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="Number or title"
          value={text}
          onChange={(e) => setText(e.currentTarget.value)}
          maxLength={200}
          data-autofocus
        />
        <fieldset className={css.found} aria-label={closedToo ? 'Cases' : 'Open cases'}>
          {found.map((c) => (
            <Choice
              key={c.number}
              c={c}
              several={several}
              picked={picked.includes(c.number)}
              onPick={(on) => pick(c.number, on)}
            />
          ))}
          {data && found.length === 0 && (
            <p className={css.quiet}>No other {closedToo ? 'case' : 'open case'} is like that.</p>
          )}
          {error && <p className={css.quiet}>{error.message}</p>}
        </fieldset>
        {children}
      </Stack>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button type="submit" disabled={picked.length === 0} loading={busy}>
          {yes}
        </Button>
      </Group>
    </form>
  )
}

interface ChoiceProps {
  c: Case
  several?: boolean
  picked: boolean
  onPick: (on: boolean) => void
}

function Choice({ c, several, picked, onPick }: ChoiceProps) {
  return (
    <label className={css.choice}>
      <input
        type={several ? 'checkbox' : 'radio'}
        name="case"
        checked={picked}
        onChange={(e) => onPick(e.currentTarget.checked)}
      />
      <Severity level={c.severity} bare />
      <span>{c.number}</span>
      <span className={css.title}>
        <Foreign text={c.title} most={120} />
      </span>
      <span className={css.quiet}>{inCount(c.detection_count)}</span>
    </label>
  )
}
