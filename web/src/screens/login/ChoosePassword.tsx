import { Button, PasswordInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { answer, client } from '../../api/client'
import { meQuery } from '../../api/queries'
import { Refusal } from '../../frame/Refusal'
import css from './Login.module.css'

/** Replaces a one-time password; `current` is empty if the page was loaded anew since logging in. */
export function ChoosePassword({ current }: { current: string }) {
  const cache = useQueryClient()
  const [old, setOld] = useState('')
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const differ = second !== '' && first !== second
  const change = useMutation({
    mutationFn: () =>
      answer(client.PUT('/api/v1/me/password', { body: { current: current || old, new: first } })),
    onSuccess: () => cache.fetchQuery({ ...meQuery, staleTime: 0 }),
  })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (first === second) change.mutate()
  }
  const shared = {
    required: true,
    withAsterisk: false,
    visibilityToggleButtonProps: { 'aria-label': 'Show the password' },
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <h1>Choose your own password</h1>
      <p>The one you logged in with works only once.</p>
      {!current && (
        <PasswordInput
          {...shared}
          label="One-time password"
          value={old}
          onChange={(e) => setOld(e.currentTarget.value)}
          autoComplete="current-password"
        />
      )}
      <PasswordInput
        {...shared}
        label="New password"
        description="At least 12 characters, 4 of them beside your name"
        value={first}
        onChange={(e) => setFirst(e.currentTarget.value)}
        autoComplete="new-password"
        minLength={12}
        autoFocus
      />
      <PasswordInput
        {...shared}
        label="New password again"
        value={second}
        onChange={(e) => setSecond(e.currentTarget.value)}
        autoComplete="new-password"
        error={differ && 'The two passwords differ.'}
      />
      <Refusal error={change.error} />
      <Button type="submit" fullWidth loading={change.isPending}>
        Save and continue
      </Button>
    </form>
  )
}
