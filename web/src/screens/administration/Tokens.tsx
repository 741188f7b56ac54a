import { Button } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { placeKey } from '../../api/acts'
import { createToken, revokeToken, type Token, tokensQuery } from '../../api/tokens'
import { Refusal } from '../../frame/Refusal'
import { Ask } from '../../ui/Ask'
import { harmless } from '../../ui/foreign-text'
import { Notice } from '../../ui/Notice'
import css from './Accounts.module.css'
import type { AtPlace } from './at-place'
import { NewTokenForm } from './NewTokenForm'
import { ShownOnce } from './ShownOnce'
import { TokenRow } from './TokenRow'

/** The keys of programs that reach a place. */
export function Tokens({ place }: AtPlace) {
  const tokens = useSuspenseQuery(tokensQuery(place)).data.items ?? []
  const cache = useQueryClient()
  const [making, setMaking] = useState(false)
  const [ending, setEnding] = useState<Token>()
  const [made, setMade] = useState<{ name: string; secret: string }>()
  const changed = () => cache.invalidateQueries({ queryKey: placeKey(place) })
  const revoke = useMutation({
    mutationFn: (t: Token) => revokeToken(place, t.id),
    onSuccess: () => {
      setEnding(undefined)
      return changed()
    },
  })
  return (
    <div className={css.section}>
      <div className={css.head}>
        <p className={css.quiet}>
          A program sends its token with each request. It reaches this place and what is below it.
        </p>
        <Button size="xs" onClick={() => setMaking(true)}>
          New token
        </Button>
      </div>
      {tokens.length === 0 ? (
        <Notice title="No program has a token here">Make one for a sensor, a script or a report.</Notice>
      ) : (
        <table className={css.table} aria-label="Tokens">
          <thead>
            <tr>
              {['Name', 'Role', 'Made', 'Good until', 'Last used', 'Change'].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tokens.map((t) => (
              <TokenRow key={t.id} token={t} onRevoke={() => setEnding(t)} />
            ))}
          </tbody>
        </table>
      )}
      {making && (
        <NewTokenForm
          onClose={() => setMaking(false)}
          save={async (asked) => {
            const { token, secret } = await createToken(place, asked)
            setMaking(false)
            setMade({ name: token.name, secret })
            void changed()
          }}
        />
      )}
      {ending && (
        <Ask
          opened
          title={`Revoke ${harmless(ending.name, 60)}?`}
          yes="Revoke"
          grave
          busy={revoke.isPending}
          onYes={() => revoke.mutate(ending)}
          onNo={() => setEnding(undefined)}
        >
          <p>Programs that use it are refused from the next request on. This can’t be undone.</p>
          <Refusal error={revoke.error} />
        </Ask>
      )}
      {made && (
        <ShownOnce
          title={`The token ${harmless(made.name, 60)}`}
          label="Token"
          secret={made.secret}
          onDone={() => setMade(undefined)}
        >
          Copy it to where the program keeps its secrets. It is not shown again.
        </ShownOnce>
      )}
    </div>
  )
}
