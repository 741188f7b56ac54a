import { Button, Checkbox, NumberInput } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changeSignIn, signInQuery } from '../../api/sign-in'
import { Refusal } from '../../frame/Refusal'
import { Unsaved } from '../../frame/Unsaved'
import { say } from '../../ui/toasts'
import css from './SignIn.module.css'

/** What a place asks of its people when they log in with a password. */
export function SignInRules({ place }: { place: string }) {
  const cache = useQueryClient()
  const query = signInQuery(place)
  const kept = useSuspenseQuery(query).data
  const [seen, setSeen] = useState(kept)
  const [factor, setFactor] = useState(seen.second_factor)
  const [idle, setIdle] = useState<number | string>(seen.idle_minutes ?? '')
  const dirty = factor !== seen.second_factor || (place === 'root' && idle !== seen.idle_minutes)
  const show = (now: typeof kept) => {
    setSeen(now)
    setFactor(now.second_factor)
    setIdle(now.idle_minutes ?? '')
  }
  // What somebody else saves is shown at once, unless there is something to lose.
  if (!dirty && kept.version !== seen.version) show(kept)
  const wrong = place === 'root' && !(Number.isInteger(idle) && Number(idle) >= 5 && Number(idle) <= 720)
  const save = useMutation({
    mutationFn: () =>
      changeSignIn(place, {
        second_factor: factor,
        idle_minutes: place === 'root' ? Number(idle) : undefined,
        version: seen.version,
      }),
    onSuccess: (now) => {
      cache.setQueryData(query.queryKey, now)
      show(now)
      say({ text: 'Saved.' })
    },
    onError: async () => {
      // What somebody else changed meanwhile is taken over, but where the reader changed the same.
      const now = await cache.fetchQuery({ ...query, staleTime: 0 })
      if (factor === seen.second_factor) setFactor(now.second_factor)
      if (idle === seen.idle_minutes) setIdle(now.idle_minutes ?? '')
      setSeen(now)
    },
  })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (!wrong) save.mutate()
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
          value={idle}
          onChange={setIdle}
          min={5}
          max={720}
          clampBehavior="none"
          allowDecimal={false}
          allowNegative={false}
          error={wrong && 'A whole number of minutes from 5 to 720'}
        />
      )}
      <Refusal error={save.error} />
      <Unsaved dirty={dirty}>What you changed here is lost.</Unsaved>
      <div>
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  )
}
