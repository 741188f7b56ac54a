import { Button, Group, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { removeFactor, replaceRecovery } from '../../api/sign-in'
import { RecoveryCodes } from '../../factor/RecoveryCodes'
import { Refusal } from '../../frame/Refusal'
import { say } from '../../ui/toasts'
import css from './Account.module.css'

interface Props {
  /** One's place asks for a second factor. */
  required: boolean
  onChanged: () => unknown
}

/** New recovery codes, or no second factor any more: both want the password and a code. */
export function KeepFactor({ required, onChanged }: Props) {
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const empty = () => {
    setPassword('')
    setCode('')
  }
  const renew = useMutation({ mutationFn: () => replaceRecovery({ password, code }), onSuccess: empty })
  const remove = useMutation({
    mutationFn: () => removeFactor({ password, code }),
    onSuccess: () => {
      say({ text: 'You log in without a second factor from now on.' })
      onChanged()
    },
  })
  if (renew.data)
    return (
      <RecoveryCodes
        codes={renew.data.codes ?? []}
        done="Done"
        onDone={() => {
          renew.reset()
          onChanged()
        }}
      />
    )
  const submit = (e: FormEvent) => {
    e.preventDefault()
    remove.reset()
    renew.mutate()
  }
  return (
    <form className={css.bare} onSubmit={submit}>
      <PasswordInput
        label="Current password"
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
        autoComplete="current-password"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
      />
      <TextInput
        label="Code"
        description="Of the app, or a recovery code"
        value={code}
        onChange={(e) => setCode(e.currentTarget.value)}
        autoComplete="one-time-code"
        required
        withAsterisk={false}
      />
      <Refusal error={renew.error ?? remove.error} />
      <Group>
        <Button type="submit" variant="default" loading={renew.isPending}>
          Make new recovery codes
        </Button>
        <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
          Remove the second factor
        </Button>
      </Group>
      {required && (
        <p className={css.quiet}>
          Your organisation asks for a second factor: after removing this one you add another at once, as for
          a new phone.
        </p>
      )}
    </form>
  )
}
