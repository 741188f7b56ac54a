import { Anchor, Button, CopyButton, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { beginFactor, confirmFactor } from '../api/sign-in'
import { Refusal } from '../frame/Refusal'
import css from './Factor.module.css'
import { RecoveryCodes } from './RecoveryCodes'

interface Props {
  /** What the last button says. */
  done: string
  onAdded: () => unknown
}

/** Adds a second factor in three steps: the password, a code of the app, the recovery codes. */
export function AddFactor({ done, onAdded }: Props) {
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const begin = useMutation({ mutationFn: () => beginFactor(password) })
  const confirm = useMutation({ mutationFn: () => confirmFactor(code) })
  if (confirm.data) return <RecoveryCodes codes={confirm.data.codes ?? []} done={done} onDone={onAdded} />
  if (begin.data)
    return (
      <form className={css.form} onSubmit={submitting(confirm.mutate)}>
        <p>Scan this with an authenticator app, or type its key, and enter the code that the app shows.</p>
        <img className={css.picture} src={begin.data.picture} alt="QR code of the key" />
        <p>
          Key: <code className={css.key}>{begin.data.secret.match(/.{1,4}/g)?.join(' ')}</code>{' '}
          <CopyButton value={begin.data.secret}>
            {({ copied, copy }) => (
              <Anchor inherit component="button" type="button" onClick={copy}>
                {copied ? 'Copied' : 'Copy the key'}
              </Anchor>
            )}
          </CopyButton>
        </p>
        <TextInput
          label="Code"
          value={code}
          onChange={(e) => setCode(e.currentTarget.value)}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          required
          withAsterisk={false}
        />
        <Refusal error={confirm.error} />
        <Button type="submit" loading={confirm.isPending}>
          Confirm
        </Button>
      </form>
    )
  return (
    <form className={css.form} onSubmit={submitting(begin.mutate)}>
      <PasswordInput
        label="Current password"
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
        autoComplete="current-password"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
      />
      <Refusal error={begin.error} />
      <Button type="submit" loading={begin.isPending}>
        Add a second factor
      </Button>
    </form>
  )
}

const submitting = (then: () => void) => (e: FormEvent) => {
  e.preventDefault()
  then()
}
