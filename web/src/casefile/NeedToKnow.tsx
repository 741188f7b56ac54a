import { Button, Group, Modal, MultiSelect, Stack, Text, Textarea } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type CaseChange, readersQuery } from '../api/edits'
import { meQuery } from '../api/queries'
import type { Case } from '../api/records'
import { somebodyElse } from './words'

interface Props {
  tenant: string
  c: Case
  opened: boolean
  onClose: () => void
  onGo: (change: CaseChange) => void
}

/** Asks who alone may know of a case. */
export function NeedToKnow({ opened, onClose, c, ...more }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`Who needs to know of ${c.number}?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      {opened && <Questions c={c} onClose={onClose} {...more} />}
    </Modal>
  )
}

function Questions({ tenant, c, onClose, onGo }: Omit<Props, 'opened'>) {
  const me = useSuspenseQuery(meQuery).data.user.id
  const people = useQuery(readersQuery(tenant)).data?.items ?? []
  const [named, setNamed] = useState(() => startWith(c).filter((id) => id !== me))
  const [note, setNote] = useState('')
  const secret = c.need_to_know.length > 0
  const known = [...people, ...c.need_to_know.filter((p) => !people.some((q) => q.id === p.id))]
  const options = known.filter((p) => p.id !== me).map((p) => ({ value: p.id, label: p.name }))
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault()
        onGo({ need_to_know: [me, ...named], note })
      }}
    >
      <Stack gap="sm">
        <Text size="sm">
          Whom you don’t name finds no trace of the case, administrators and programs included. Its detections
          stay as readable as they are. You are always among those named.
        </Text>
        <MultiSelect
          label="You and"
          placeholder={named.length === 0 ? 'Nobody else' : undefined}
          data={options}
          value={named}
          onChange={setNamed}
          searchable
          openOnFocus={false}
          data-autofocus
        />
        <Textarea
          label="Why"
          placeholder="Stands in the history"
          value={note}
          onChange={(e) => setNote(e.currentTarget.value)}
          maxLength={4096}
          autosize
          minRows={2}
          maxRows={8}
        />
      </Stack>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        {secret && (
          <Button variant="default" onClick={() => onGo({ need_to_know: [], note })}>
            Everybody may know
          </Button>
        )}
        <Button type="submit">Only these people</Button>
      </Group>
    </form>
  )
}

/** Who is named so far; at first whoever has the case, who needs to know of it. */
const startWith = (c: Case) =>
  c.need_to_know.length > 0
    ? c.need_to_know.map((p) => p.id)
    : c.assignee && c.assignee !== somebodyElse
      ? [c.assignee]
      : []
