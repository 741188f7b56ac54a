import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { NewUser, User } from '../../api/people'
import { mistakeAt } from '../../api/problem'
import { Refusal } from '../../frame/Refusal'
import { Dialog } from '../../ui/Dialog'
import { peoplesRoles } from './roles'

interface Props {
  title: string
  yes: string
  /** Whose account it is; nobody's for a new one. */
  of?: User
  save: (account: NewUser) => Promise<void>
  onClose: () => void
}

/** Asks for what an account says of a person. */
export function UserForm({ title, yes, of, save, onClose }: Props) {
  const [account, set] = useState<NewUser>({
    name: of?.name ?? '',
    email: of?.email ?? '',
    role: of?.role ?? 'analyst',
  })
  const saving = useMutation({ mutationFn: () => save(account) })
  const atName = mistakeAt(saving.error, 'name')
  const atEmail = mistakeAt(saving.error, 'email')
  const submit = (e: FormEvent) => {
    e.preventDefault()
    saving.mutate()
  }
  return (
    <Dialog onClose={onClose} title={title}>
      <form onSubmit={submit}>
        <TextInput
          label="Name"
          description="What the person logs in with"
          value={account.name}
          onChange={(e) => set({ ...account, name: e.currentTarget.value })}
          error={atName}
          maxLength={200}
          required
          withAsterisk={false}
          data-autofocus
        />
        <TextInput
          mt="sm"
          label="E-mail"
          description="Optional; nothing is sent now"
          value={account.email}
          onChange={(e) => set({ ...account, email: e.currentTarget.value })}
          error={atEmail}
          maxLength={254}
        />
        <NativeSelect
          mt="sm"
          label="Role"
          data={peoplesRoles}
          value={account.role}
          disabled={of?.yourself}
          description={of?.yourself ? 'Another administrator can change yours' : undefined}
          onChange={(e) => set({ ...account, role: e.currentTarget.value as NewUser['role'] })}
        />
        <Refusal error={atName || atEmail ? null : saving.error} />
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={saving.isPending}>
            {yes}
          </Button>
        </Group>
      </form>
    </Dialog>
  )
}
