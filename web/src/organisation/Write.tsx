import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { organisationChanged } from '../api/organisation'
import { Refusal } from '../frame/Refusal'
import { Dialog } from '../ui/Dialog'
import { say } from '../ui/toasts'
import css from './Write.module.css'

interface Props {
  title: string
  /** What the button says. */
  yes: string
  save: () => Promise<unknown>
  /** What is said once it is written. */
  told: string
  /** It can't be taken back exactly. */
  grave?: boolean
  onClose: () => void
  children: ReactNode
}

/** A form over the page that writes one thing of the organisation. */
export function Write({ title, yes, save, told, grave, onClose, children }: Props) {
  const cache = useQueryClient()
  const saving = useMutation({
    mutationFn: async () => {
      await save()
      await organisationChanged(cache)
    },
    onSuccess: () => {
      say({ text: told })
      onClose()
    },
  })
  return (
    <Dialog onClose={onClose} title={title}>
      <form
        className={css.form}
        onSubmit={(e) => {
          e.preventDefault()
          saving.mutate()
        }}
      >
        {children}
        <Refusal error={saving.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={saving.isPending} color={grave ? 'var(--bad-fill)' : undefined}>
            {yes}
          </Button>
        </Group>
      </form>
    </Dialog>
  )
}
