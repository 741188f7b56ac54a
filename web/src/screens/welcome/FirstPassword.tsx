import { Button, PasswordInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { answer, client } from '../../api/client'
import { acceptInvitation } from '../../api/people'
import { meQuery } from '../../api/queries'
import { Refusal } from '../../frame/Refusal'
import { paths } from '../../paths'
import css from '../login/Login.module.css'

interface Props {
  secret: string
  user: string
  children: ReactNode
}

/** Chooses a password by a link, and logs in with it; what else logging in asks for, it asks. */
export function FirstPassword({ secret, user, children }: Props) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const differ = second !== '' && first !== second
  const choose = useMutation({
    mutationFn: async () => {
      await acceptInvitation(secret, first)
      await answer(client.POST('/api/v1/login', { body: { user, password: first } })).catch(() => undefined)
      cache.removeQueries({ queryKey: meQuery.queryKey })
      await navigate(paths.home())
    },
  })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (first === second) choose.mutate()
  }
  const shared = {
    required: true,
    withAsterisk: false,
    autoComplete: 'new-password',
    visibilityToggleButtonProps: { 'aria-label': 'Show the password' },
  }
  return (
    <form className={css.form} onSubmit={submit}>
      {children}
      <input type="text" value={user} autoComplete="username" readOnly hidden />
      <PasswordInput
        {...shared}
        label="New password"
        description="At least 12 characters, 4 of them beside your name"
        value={first}
        onChange={(e) => setFirst(e.currentTarget.value)}
        minLength={12}
        autoFocus
      />
      <PasswordInput
        {...shared}
        label="New password again"
        value={second}
        onChange={(e) => setSecond(e.currentTarget.value)}
        error={differ && 'The two passwords differ.'}
      />
      <Refusal error={choose.error} />
      <Button type="submit" fullWidth loading={choose.isPending}>
        Save and continue
      </Button>
    </form>
  )
}
