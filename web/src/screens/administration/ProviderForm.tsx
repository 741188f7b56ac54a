import { Button, PasswordInput, Radio, Switch, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import {
  type Draft,
  type IdentityProvider,
  identityProvidersQuery,
  keepIdentityProvider,
} from '../../api/identity-providers'
import { mistakeAt } from '../../api/problem'
import { say } from '../../ui/toasts'
import { GroupRoles } from './GroupRoles'
import css from './IdentityProviders.module.css'
import { RedirectURI } from './RedirectURI'
import { RemoveProvider } from './RemoveProvider'
import { TestProvider } from './TestProvider'

interface Props {
  place: string
  draft: Draft
  /** The one that is changed; none where one is added. */
  provider?: IdentityProvider
  onDone: () => void
}

const words = (text: string) => text.split(/[\s,]+/).filter(Boolean)

/** Sets a provider up, with what its own administration must be told. */
export function ProviderForm({ place, draft: before, provider, onDone }: Props) {
  const cache = useQueryClient()
  const [draft, setDraft] = useState(before)
  const [scopes, setScopes] = useState(before.scopes.join(' '))
  const change = (part: Partial<Draft>) => setDraft((d) => ({ ...d, ...part }))
  const keep = useMutation({
    mutationFn: () => keepIdentityProvider(place, { ...draft, scopes: words(scopes) }),
    onSuccess: async () => {
      await cache.invalidateQueries(identityProvidersQuery(place))
      say({ text: `Kept. People can sign in with ${draft.name}.`, topic: 'identity-providers' })
      onDone()
    },
  })
  const field = (name: 'name' | 'issuer' | 'client_id' | 'name_claim' | 'email_claim' | 'groups_claim') => ({
    value: draft[name],
    onChange: (e: { currentTarget: { value: string } }) => change({ [name]: e.currentTarget.value }),
    error: mistakeAt(keep.error, name),
    required: true,
    withAsterisk: false,
  })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    keep.mutate()
  }
  return (
    <form
      className={css.form}
      onSubmit={submit}
      aria-label={provider ? 'Change a provider' : 'Add a provider'}
    >
      <TextInput
        label="Name"
        description="Stands on the button of the login page"
        {...field('name')}
        autoFocus
      />
      {!provider && (
        <TextInput
          label="Short name"
          description="Lower-case letters, digits and hyphens; it stands in the redirect URI and stays"
          value={draft.id}
          onChange={(e) => change({ id: e.currentTarget.value })}
          error={mistakeAt(keep.error, 'id')}
          required
          withAsterisk={false}
        />
      )}
      <RedirectURI provider={draft.id} uri={provider?.redirect_uri} />
      <TextInput
        label="Issuer"
        description="What the provider calls itself, to the last slash"
        placeholder="https://login.example.com/realms/acme"
        {...field('issuer')}
      />
      <TestProvider place={place} issuer={draft.issuer} scopes={words(scopes)} />
      <TextInput label="Client id" {...field('client_id')} />
      <PasswordInput
        label="Client secret"
        description={
          provider?.has_secret ? 'It is kept and never shown. Write one to replace it.' : 'Never shown again'
        }
        value={draft.client_secret ?? ''}
        onChange={(e) => change({ client_secret: e.currentTarget.value })}
        error={mistakeAt(keep.error, 'client_secret')}
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': 'Show the secret' }}
      />
      <TextInput
        label="Scopes"
        description="What is asked for beside openid"
        value={scopes}
        onChange={(e) => setScopes(e.currentTarget.value)}
        error={mistakeAt(keep.error, 'scopes')}
      />
      <div className={css.claims}>
        <TextInput label="Claim of the name" {...field('name_claim')} />
        <TextInput label="Claim of the e-mail" {...field('email_claim')} />
        <TextInput label="Claim of the groups" {...field('groups_claim')} />
      </div>
      <GroupRoles groups={draft.groups} onChange={(groups) => change({ groups })} />
      <Radio.Group
        label="Who is in none of these groups"
        value={draft.others}
        onChange={(others) => change({ others: others as Draft['others'] })}
      >
        <Radio value="refused" label="is refused" />
        <Radio value="read-only" label="may look" />
      </Radio.Group>
      <Switch
        label="Who comes for the first time gets an account"
        checked={draft.creates_accounts}
        onChange={(e) => change({ creates_accounts: e.currentTarget.checked })}
      />
      {keep.error && (
        <p role="alert" className={css.bad}>
          {keep.error.message}
        </p>
      )}
      <div className={css.buttons}>
        <Button type="submit" loading={keep.isPending}>
          Save
        </Button>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        {provider && <RemoveProvider place={place} provider={provider} onDone={onDone} />}
      </div>
    </form>
  )
}
