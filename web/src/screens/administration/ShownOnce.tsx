import { Button, CopyButton, Group, Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { Dialog } from '../../ui/Dialog'

interface Props {
  title: string
  /** What the secret is for, and how long. */
  children: ReactNode
  label: string
  secret: string
  onDone: () => void
}

/** Shows a secret that nobody can read again; only the button puts it away. */
export function ShownOnce({ title, children, label, secret, onDone }: Props) {
  return (
    <Dialog
      onClose={onDone}
      title={title}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      {children}
      <Textarea
        mt="sm"
        label={label}
        value={secret}
        readOnly
        autosize
        styles={{ input: { fontFamily: 'var(--mono)', overflowWrap: 'anywhere' } }}
        onFocus={(e) => e.currentTarget.select()}
      />
      <Group justify="flex-end" gap="xs" mt="md">
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy} data-autofocus>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>Done</Button>
      </Group>
    </Dialog>
  )
}
