import { Button, Code } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Draft, type IdentityProvider, identityProvidersQuery } from '../../api/identity-providers'
import { Foreign } from '../../ui/Foreign'
import { harmless } from '../../ui/foreign-text'
import type { AtPlace } from './at-place'
import css from './IdentityProviders.module.css'
import { ProviderForm } from './ProviderForm'

const blank: Draft = {
  id: '',
  name: '',
  issuer: '',
  client_id: '',
  scopes: ['profile', 'email'],
  name_claim: 'name',
  email_claim: 'email',
  groups_claim: 'groups',
  groups: [],
  others: 'refused',
  creates_accounts: true,
}

const draftOf = ({ has_secret: _, redirect_uri: __, ...setup }: IdentityProvider): Draft => setup

const loginAt = (place: string) => `${location.origin}/login?at=${place}`

/** The identity providers by which people of a place sign in. */
export function IdentityProviders({ place }: AtPlace) {
  const all = useSuspenseQuery(identityProvidersQuery(place)).data.items
  const [open, setOpen] = useState<{ draft: Draft; provider?: IdentityProvider }>()
  return (
    <section className={css.screen} aria-labelledby="providers">
      <div className={css.head}>
        <h2 id="providers">Identity providers</h2>
        <p>
          People sign in where they have an account already, by OpenID Connect. Their groups there say what
          they may do here, each time they sign in. A second factor is the provider’s to ask for.
        </p>
        {place !== 'root' && (
          <p>
            The buttons stand on the login page of this place: <Code>{loginAt(place)}</Code>
          </p>
        )}
      </div>
      {all.length > 0 && (
        <ul className={css.list}>
          {all.map((p) => (
            <li key={p.id}>
              <span>
                <b>
                  <Foreign text={p.name} most={80} />
                </b>
                <Foreign text={p.issuer} most={120} />
              </span>
              <Button
                variant="default"
                size="xs"
                aria-label={`Change ${harmless(p.name)}`}
                onClick={() => setOpen({ draft: draftOf(p), provider: p })}
              >
                Change
              </Button>
            </li>
          ))}
        </ul>
      )}
      {open ? (
        <ProviderForm
          key={open.provider?.id ?? ''}
          place={place}
          {...open}
          onDone={() => setOpen(undefined)}
        />
      ) : (
        <Button className={css.add} onClick={() => setOpen({ draft: blank })}>
          Add a provider
        </Button>
      )}
    </section>
  )
}
