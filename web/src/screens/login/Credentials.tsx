import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { answer, client } from '../../api/client'
import { wantsCode } from '../../api/problem'
import { meQuery } from '../../api/queries'
import { Refusal } from '../../frame/Refusal'
import css from './Login.module.css'

/** Asks for user and password. */
export function Credentials({ onEntered }: { onEntered: (password: string) => void }) {
  const cache = useQueryClient()
  const [user, setUser] = useState('')
  const [password, setPassword] = useState('')
  // Who asks is read anew; where a code is wanted, the answer says so.
  const entered = async () => {
    await cache.fetchQuery({ ...meQuery, staleTime: 0 }).catch(() => undefined)
    onEntered(password)
  }
  const login = useMutation({
    mutationFn: () => answer(client.POST('/api/v1/login', { body: { user, password } })),
    onSuccess: () => entered(),
    onError: (e) => wantsCode(e) && entered(),
  })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    login.mutate()
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <h1>Log in</h1>
      <TextInput
        label="User"
        value={user}
        onChange={(e) => setUser(e.currentTarget.value)}
        autoComplete="username"
        autoCapitalize="off"
        autoFocus
        required
        withAsterisk={false}
      />
      <PasswordInput
        label="Password"
        value={password}
        onChange={(e) => setPassword(e.currentTarget.value)}
        autoComplete="current-password"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
      />
      <Refusal error={wantsCode(login.error) ? null : login.error} />
      <Button type="submit" fullWidth loading={login.isPending}>
        Log in
      </Button>
    </form>
  )
}
