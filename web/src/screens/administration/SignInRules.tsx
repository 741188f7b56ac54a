import { Button, Checkbox, NumberInput } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changeSignIn, signInQuery } from '../../api/sign-in'
import { Refusal } from '../../frame/Refusal'
import { say } from '../../ui/toasts'
import css from './SignIn.module.css'

/** What a place asks of its people when they log in with a password. */
export function SignInRules({ place }: { place: string }) {
  const cache = useQueryClient()
  const query = signInQuery(place)
  const kept = useSuspenseQuery(query).data
  const [factor, setFactor] = useState(kept.second_factor)
  const [idle, setIdle] = useState(kept.idle_minutes)
  const save = useMutation({
    mutationFn: () =>
      changeSignIn(place, { second_factor: factor, idle_minutes: idle, version: kept.version }),
    onSuccess: (now) => {
      cache.setQueryData(query.queryKey, now)
      say({ text: 'Saved.' })
    },
    onError: () => cache.invalidateQueries({ queryKey: query.queryKey }),
  })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    save.mutate()
  }
  return (
    <form className={css.rules} onSubmit={submit}>
      <Checkbox
        label="Require a second factor"
        description={
          kept.inherited
            ? 'A place above asks for one already.'
            : 'Whoever logs in with a password and has none adds one before anything else, from their next click on.'
        }
        checked={factor}
        onChange={(e) => setFactor(e.currentTarget.checked)}
      />
      {place === 'root' && (
        <NumberInput
          label="End untouched sessions after"
          description="Minutes, 5 to 720; for everybody"
          value={idle ?? ''}
          onChange={(v) => setIdle(typeof v === 'number' ? v : undefined)}
          min={5}
          max={720}
          allowDecimal={false}
        />
      )}
      <Refusal error={save.error} />
      <div>
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  )
}
