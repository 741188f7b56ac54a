import { Button, PasswordInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { answer, client } from '../../api/client'
import { Refusal } from '../../frame/Refusal'
import { say } from '../../ui/toasts'
import css from './Account.module.css'

/** Replaces the own password; all other sessions end. */
export function Password() {
  const [current, setCurrent] = useState('')
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const differ = second !== '' && first !== second
  const change = useMutation({
    mutationFn: () => answer(client.PUT('/api/v1/me/password', { body: { current, new: first } })),
    onSuccess: () => {
      for (const empty of [setCurrent, setFirst, setSecond]) empty('')
      say({ text: 'Your password was replaced. Your other sessions have ended.' })
    },
  })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (first === second) change.mutate()
  }
  const field = (value: string, set: (v: string) => void) => ({
    value,
    onChange: (e: { currentTarget: { value: string } }) => set(e.currentTarget.value),
    required: true,
    withAsterisk: false,
    visibilityToggleButtonProps: { 'aria-label': 'Show the password' },
  })
  return (
    <form className={css.form} onSubmit={submit}>
      <p className={css.quiet}>Your other sessions end when you replace your password.</p>
      <PasswordInput
        {...field(current, setCurrent)}
        label="Current password"
        autoComplete="current-password"
      />
      <PasswordInput
        {...field(first, setFirst)}
        label="New password"
        description="At least 12 characters, 4 of them beside your name"
        autoComplete="new-password"
        minLength={12}
      />
      <PasswordInput
        {...field(second, setSecond)}
        label="New password again"
        autoComplete="new-password"
        error={differ && 'The two passwords differ.'}
      />
      <Refusal error={change.error} />
      <div>
        <Button type="submit" loading={change.isPending}>
          Replace the password
        </Button>
      </div>
    </form>
  )
}
