import { Button } from '@mantine/core'
import type { User } from '../../api/people'
import { Foreign } from '../../ui/Foreign'
import { harmless } from '../../ui/foreign-text'
import { Tag } from '../../ui/Tag'
import { Time } from '../../ui/Time'
import css from './Accounts.module.css'

export type UserDeed = 'edit' | 'reset' | 'shut out' | 'let in'

/** One person; without `onDeed` there is nothing to be done here. */
export function UserRow({ user, onDeed }: { user: User; onDeed?: (deed: UserDeed) => void }) {
  const name = harmless(user.name)
  const out = user.state === 'shut_out'
  const deed = (what: UserDeed, label: string, spoken: string, forbidden?: string) => (
    <Button
      size="compact-xs"
      variant="subtle"
      disabled={!!forbidden}
      title={forbidden}
      aria-label={spoken}
      onClick={() => onDeed?.(what)}
    >
      {label}
    </Button>
  )
  const mine = user.yourself ? 'Not to yourself: another administrator can' : undefined
  return (
    <tr data-ended={out}>
      <th scope="row">
        <Foreign text={user.name} most={80} /> {user.yourself && <Tag>you</Tag>}
      </th>
      <td>{user.email ? <Foreign text={user.email} most={80} /> : <span className={css.quiet}>–</span>}</td>
      <td>{user.role}</td>
      <td>
        {user.state === 'active' && 'Active'}
        {out && 'Shut out'}
        {user.state === 'invited' && <Invited until={user.invited_until} />}
      </td>
      {onDeed && (
        <td className={css.deeds}>
          {deed('edit', 'Edit', `Edit ${name}`)}
          {deed(
            'reset',
            user.state === 'invited' ? 'New link' : 'Reset',
            `New access for ${name}`,
            mine ?? (out ? 'Let them in first' : undefined),
          )}
          {out
            ? deed('let in', 'Let in', `Let ${name} in again`)
            : deed('shut out', 'Shut out', `Shut ${name} out`, mine)}
        </td>
      )}
    </tr>
  )
}

function Invited({ until }: { until?: string }) {
  if (!until || new Date(until) < new Date()) return 'Invited, the link has expired'
  return (
    <>
      Invited until <Time at={until} />
    </>
  )
}
