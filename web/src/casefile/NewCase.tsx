import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { inDetections } from './useRegroup'

interface Props {
  opened: boolean
  /** How many detections the case begins with. */
  detections: number
  onClose: () => void
  /** Answers whether it was opened; the dialog stays otherwise. */
  onGo: (title: string) => Promise<boolean>
}

/** Opens a case by hand: from detections, from a title, or from both (requirements S8, N4). */
export function NewCase({ opened, detections, onClose, onGo }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="New case"
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      {opened && <Asking detections={detections} onClose={onClose} onGo={onGo} />}
    </Modal>
  )
}

function Asking({ detections, onClose, onGo }: Omit<Props, 'opened'>) {
  const [title, setTitle] = useState('')
  const [busy, setBusy] = useState(false)
  const needed = detections === 0
  return (
    <form
      onSubmit={async (e) => {
        e.preventDefault()
        setBusy(true)
        if (await onGo(title.trim())) onClose()
        else setBusy(false)
      }}
    >
      <TextInput
        label="Title"
        description={
          needed ? undefined : `${inDetections(detections)} will be in it. Without a title, they name it.`
        }
        value={title}
        onChange={(e) => setTitle(e.currentTarget.value)}
        maxLength={200}
        data-autofocus
      />
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button type="submit" loading={busy} disabled={needed && !title.trim()}>
          Open the case
        </Button>
      </Group>
    </form>
  )
}
