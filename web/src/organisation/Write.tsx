import { Button, Group, Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { organisationChanged } from '../api/organisation'
import { Refusal } from '../frame/Refusal'
import css from './Write.module.css'

interface Props {
  title: string
  /** What the button says. */
  yes: string
  save: () => Promise<unknown>
  onClose: () => void
  children: ReactNode
}

/** A form over the page that writes one thing of the organisation. */
export function Write({ title, yes, save, onClose, children }: Props) {
  const cache = useQueryClient()
  const saving = useMutation({
    mutationFn: async () => {
      await save()
      await organisationChanged(cache)
    },
    onSuccess: onClose,
  })
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }} centered>
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
          <Button type="submit" loading={saving.isPending}>
            {yes}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
