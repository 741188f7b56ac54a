import { Button, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { claimCase } from '../../api/edits'
import { keys } from '../../api/queries'
import { Refusal } from '../../frame/Refusal'
import { paths } from '../../paths'
import { Ask } from '../../ui/Ask'
import { say } from '../../ui/toasts'
import { type AtPlace, tenantAt } from './at-place'
import css from './SignIn.module.css'

const route = getRouteApi('/t/$tenant/settings/$place/$section')

/** Where an administrator comes to know of a case that names other people, by its number. */
export function HiddenCases({ place }: AtPlace) {
  const tenant = tenantAt(place)
  const navigate = route.useNavigate()
  const cache = useQueryClient()
  const [number, setNumber] = useState(route.useSearch().number ?? '')
  const [reason, setReason] = useState('')
  const [asking, setAsking] = useState(false)
  const claim = useMutation({
    mutationFn: () => claimCase(tenant, number.trim(), reason),
    onSuccess: async (c) => {
      await cache.invalidateQueries({ queryKey: keys.tenant(tenant) })
      say({
        text: c.need_to_know.length
          ? `You are one of those who may know of ${c.number}.`
          : `Everybody who reads cases may know of ${c.number}: nothing has changed.`,
      })
      await navigate(paths.case(tenant, c.number, 'history'))
    },
    onSettled: () => setAsking(false),
  })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    setAsking(true)
  }
  return (
    <form className={`${css.signIn} ${css.rules}`} onSubmit={submit}>
      <p>
        A case may name the only people who know of it. For anybody else, administrators included, it is not
        there. So that none is lost when its people leave, you may claim one whose number you know: you are
        named in it from then on.
      </p>
      <TextInput
        label="Number of the case"
        placeholder="SECC0000042"
        value={number}
        onChange={(e) => {
          claim.reset()
          setNumber(e.currentTarget.value)
        }}
        maxLength={60}
        required
        withAsterisk={false}
      />
      <Textarea
        label="Why"
        description="Everybody who is named reads it in the history of the case"
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
        maxLength={4096}
        required
        withAsterisk={false}
        autosize
        minRows={2}
        maxRows={8}
      />
      <Refusal error={claim.error} />
      <div>
        <Button type="submit">Claim the case…</Button>
      </div>
      <Ask
        opened={asking}
        title={`Claim ${number.trim()}?`}
        yes="Claim"
        onYes={() => claim.mutate()}
        onNo={() => setAsking(false)}
        busy={claim.isPending}
      >
        <p>
          Those who are named learn that you claimed it, and why. It can’t be taken back unnoticed: the
          history keeps it.
        </p>
      </Ask>
    </form>
  )
}
