import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { answer, client } from '../../api/client'
import { needsLogin } from '../../api/problem'
import { meQuery } from '../../api/queries'
import { Refusal } from '../../frame/Refusal'
import css from './Login.module.css'

/** The second step of logging in: a code of the app, or a recovery code. */
export function CodeEntry({ onOver }: { onOver: () => void }) {
  const cache = useQueryClient()
  const [code, setCode] = useState('')
  const [lost, setLost] = useState(false)
  const give = useMutation({
    mutationFn: () => answer(client.POST('/api/v1/login/code', { body: { code } })),
    onSuccess: () => cache.fetchQuery({ ...meQuery, staleTime: 0 }),
    onError: (e) => needsLogin(e) && onOver(),
  })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    give.mutate()
  }
  const turn = () => {
    setLost(!lost)
    setCode('')
    give.reset()
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <h1>Second factor</h1>
      <p>{lost ? 'Each recovery code is good once.' : 'Your authenticator app shows six digits.'}</p>
      <TextInput
        key={`${lost}`}
        label={lost ? 'Recovery code' : 'Code'}
        value={code}
        onChange={(e) => setCode(e.currentTarget.value)}
        inputMode={lost ? undefined : 'numeric'}
        autoComplete={lost ? 'off' : 'one-time-code'}
        autoFocus
        required
        withAsterisk={false}
      />
      <Refusal error={give.error} />
      <Button type="submit" fullWidth loading={give.isPending}>
        Continue
      </Button>
      <Button variant="subtle" size="xs" onClick={turn}>
        {lost ? 'Use the app' : 'Use a recovery code'}
      </Button>
      <Button variant="subtle" size="xs" onClick={onOver}>
        Log in as somebody else
      </Button>
    </form>
  )
}
