import { Button, CopyButton } from '@mantine/core'
import css from './IdentityProviders.module.css'

interface Props {
  /** The provider's short name. */
  provider: string
  /** What the server says of one that there is already. */
  uri?: string
}

/** What the provider's own administration must be told. */
export function RedirectURI({ provider, uri }: Props) {
  const shown = uri ?? `${location.origin}/api/v1/openid/${provider || '…'}/callback`
  return (
    <div className={css.redirect}>
      <span>Redirect URI, to enter at the provider</span>
      <code>{shown}</code>
      <CopyButton value={shown}>
        {({ copied, copy }) => (
          <Button variant="default" size="compact-xs" disabled={!provider} onClick={copy}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
