import { Button } from '@mantine/core'
import type { User } from '../../api/people'
import { Foreign } from '../../ui/Foreign'
import { harmless } from '../../ui/foreign-text'
import { Tag } from '../../ui/Tag'
import css from './Accounts.module.css'
import { type UserDeed, UserMenu } from './UserMenu'
import { LogsInWith, UserState } from './UserState'

interface Props {
  place: string
  user: User
  /** What is to be done; without it there is nothing to be done here. */
  onDeed?: (deed: UserDeed) => void
}

/** One person. */
export function UserRow({ place, user, onDeed }: Props) {
  const name = harmless(user.name)
  const out = user.state === 'shut_out'
  const deed = (what: UserDeed, label: string, forbidden?: string) => (
    <Button
      size="compact-xs"
      variant="subtle"
      disabled={!!forbidden}
      title={forbidden}
      aria-label={`${label} ${name}`}
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
      <td className={css.foreign}>
        {user.email ? <Foreign text={user.email} most={80} /> : <span className={css.quiet}>–</span>}
      </td>
      <td>{user.role}</td>
      <td>
        <UserState user={user} />
      </td>
      <td>
        <LogsInWith user={user} />
      </td>
      {onDeed && (
        <td className={css.deeds}>
          {deed('edit', 'Edit')}
          {deed(
            'reset',
            user.state === 'invited' ? 'New link' : 'Reset',
            mine ?? (out ? 'Let them in first' : user.identity_provider && elsewhere),
          )}
          {out ? deed('let in', 'Let in') : deed('shut out', 'Shut out', mine)}
          <UserMenu place={place} user={user} onDeed={onDeed} />
        </td>
      )}
    </tr>
  )
}

const elsewhere = 'They sign in with an identity provider, and have no password here'
