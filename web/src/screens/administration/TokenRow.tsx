import { Button } from '@mantine/core'
import type { Token } from '../../api/tokens'
import { Foreign } from '../../ui/Foreign'
import { harmless } from '../../ui/foreign-text'
import { Time } from '../../ui/Time'
import { Warning } from '../../ui/Warning'
import css from './Accounts.module.css'

/** One token, without its secret. */
export function TokenRow({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const good = token.state === 'good'
  return (
    <tr data-ended={!good}>
      <th scope="row">
        <Foreign text={token.name} most={80} />
      </th>
      <td>
        {token.role}
        {!!token.scopes?.length && <span className={css.quiet}> only {token.scopes.join(', ')}</span>}
      </td>
      <td>
        <Time at={token.created_at} />
        {token.created_by && (
          <>
            {' '}
            by <Foreign text={token.created_by} most={80} />
          </>
        )}
        {token.orphaned && good && (
          <Warning word="shut out" sentences={['Who made it is shut out. It goes on until it is revoked.']} />
        )}
      </td>
      <td>
        {token.state === 'revoked' && 'Revoked'}
        {token.state === 'expired' && 'Expired'}
        {good && (token.expires_at ? <Time at={token.expires_at} /> : 'It does not expire')}
      </td>
      <td>{token.last_used_at ? <Time at={token.last_used_at} /> : 'Never used'}</td>
      <td className={css.deeds}>
        {good && (
          <Button
            size="compact-xs"
            variant="subtle"
            aria-label={`Revoke ${harmless(token.name)}`}
            onClick={onRevoke}
          >
            Revoke
          </Button>
        )}
      </td>
    </tr>
  )
}
