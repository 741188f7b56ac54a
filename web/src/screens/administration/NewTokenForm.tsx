import { Button, Checkbox, Group, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { meQuery } from '../../api/queries'
import type { NewToken } from '../../api/tokens'
import { Refusal } from '../../frame/Refusal'
import { Dialog } from '../../ui/Dialog'
import { endOf } from '../../ui/format'
import { programsRoles, type Role, scopesOf } from './roles'

const ends = [
  { value: '', label: 'Choose' },
  { value: '30d', label: '30 days' },
  { value: '90d', label: '90 days' },
  { value: '365d', label: '365 days' },
  { value: 'day', label: 'On a day' },
  { value: 'never', label: 'It does not expire' },
]

interface Props {
  save: (asked: NewToken) => Promise<void>
  onClose: () => void
}

/** Asks what a token may do, and until when. */
export function NewTokenForm({ save, onClose }: Props) {
  const may = useSuspenseQuery(meQuery).data.may ?? []
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('ingest')
  const [scopes, setScopes] = useState<string[]>([])
  const [end, setEnd] = useState('')
  const [day, setDay] = useState('')
  const making = useMutation({
    mutationFn: () =>
      save({ name, role, scopes: scopes as NewToken['scopes'], expires: end === 'day' ? endOf(day) : end }),
  })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    making.mutate()
  }
  const choices = scopesOf(role, may)
  return (
    <Dialog onClose={onClose} title="New token">
      <form onSubmit={submit}>
        <TextInput
          label="Name"
          description="What histories call whoever uses it"
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          maxLength={200}
          required
          withAsterisk={false}
          data-autofocus
        />
        <NativeSelect
          mt="sm"
          label="Role"
          data={programsRoles}
          value={role}
          onChange={(e) => {
            setRole(e.currentTarget.value as Role)
            setScopes([])
          }}
        />
        {choices.length > 0 && (
          <Checkbox.Group
            mt="sm"
            label="Only"
            description="All that the role does, where nothing is ticked"
            value={scopes}
            onChange={setScopes}
          >
            {choices.map((scope) => (
              <Checkbox key={scope} mt={4} size="xs" value={scope} label={scope} />
            ))}
          </Checkbox.Group>
        )}
        <NativeSelect
          mt="sm"
          label="Good for"
          data={ends}
          value={end}
          onChange={(e) => setEnd(e.currentTarget.value)}
          required
          withAsterisk={false}
        />
        {end === 'day' && (
          <TextInput
            mt="sm"
            type="date"
            label="Last day"
            value={day}
            onChange={(e) => setDay(e.currentTarget.value)}
            required
            withAsterisk={false}
          />
        )}
        <Refusal error={making.error} />
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={making.isPending}>
            Make the token
          </Button>
        </Group>
      </form>
    </Dialog>
  )
}
