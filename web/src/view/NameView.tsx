import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Problem } from '../api/problem'

interface Props {
  opened: boolean
  title: string
  was?: string
  /** Answers why it was refused. */
  onGo: (name: string) => Promise<Problem | undefined>
  onClose: () => void
}

/** Asks for the name of a view. */
export function NameView({ opened, title, onClose, ...form }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      returnFocus={false}
      title={title}
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      <Form onClose={onClose} {...form} />
    </Modal>
  )
}

function Form({ was = '', onGo, onClose }: Pick<Props, 'was' | 'onGo' | 'onClose'>) {
  const [name, setName] = useState(was)
  const [refused, setRefused] = useState<string>()
  const [busy, setBusy] = useState(false)
  const go = async () => {
    setBusy(true)
    const problem = await onGo(name.trim())
    setBusy(false)
    if (problem) setRefused(problem.message)
    else onClose()
  }
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault()
        if (name.trim() && !busy) void go()
      }}
    >
      <TextInput
        label="Name"
        description={was ? undefined : 'Keeps the filter, the order and the columns. Only you see it.'}
        value={name}
        onChange={(e) => {
          setName(e.currentTarget.value)
          setRefused(undefined)
        }}
        error={refused}
        maxLength={100}
        data-autofocus
      />
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={busy} disabled={!name.trim()}>
          Save
        </Button>
      </Group>
    </form>
  )
}
