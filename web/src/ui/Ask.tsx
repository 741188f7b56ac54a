import { Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { Dialog } from './Dialog'

interface Props {
  opened: boolean
  title: string
  children?: ReactNode
  /** What the button that goes ahead says. */
  yes: string
  no?: string
  onYes: () => void
  onNo: () => void
  /** What goes ahead can't be undone. */
  grave?: boolean
  busy?: boolean
}

/** A plain question before something that can't be taken back. */
export function Ask({ opened, title, children, yes, no = 'Cancel', onYes, onNo, grave, busy }: Props) {
  if (!opened) return null
  return (
    <Dialog onClose={onNo} title={title}>
      {children}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onNo} data-autofocus>
          {no}
        </Button>
        <Button onClick={onYes} loading={busy} color={grave ? 'var(--bad-fill)' : undefined}>
          {yes}
        </Button>
      </Group>
    </Dialog>
  )
}
