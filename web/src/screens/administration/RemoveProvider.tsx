import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type IdentityProvider,
  identityProvidersQuery,
  removeIdentityProvider,
} from '../../api/identity-providers'
import { attempt } from '../../frame/attempt'
import { Ask } from '../../ui/Ask'
import { harmless } from '../../ui/foreign-text'

interface Props {
  place: string
  provider: IdentityProvider
  onDone: () => void
}

/** Lets nobody sign in by a provider any more, once that is meant. */
export function RemoveProvider({ place, provider, onDone }: Props) {
  const cache = useQueryClient()
  const [asking, setAsking] = useState(false)
  const name = harmless(provider.name)
  const remove = async () => {
    const done = await attempt(
      'identity-providers',
      () => removeIdentityProvider(place, provider.id),
      () => ({ text: `Nobody can sign in with ${name} any more.` }),
    )
    setAsking(false)
    await cache.invalidateQueries(identityProvidersQuery(place))
    if (done) onDone()
  }
  return (
    <>
      <Button variant="subtle" onClick={() => setAsking(true)}>
        Remove…
      </Button>
      <Ask
        opened={asking}
        title={`Remove ${name}?`}
        yes="Remove"
        grave
        onYes={() => void remove()}
        onNo={() => setAsking(false)}
      >
        Nobody can sign in with it any more, and the sessions of who came by it end. Their accounts stay.
      </Ask>
    </>
  )
}
