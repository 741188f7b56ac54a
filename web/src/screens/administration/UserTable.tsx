import type { User } from '../../api/people'
import css from './Accounts.module.css'
import type { UserDeed } from './UserMenu'
import { UserRow } from './UserRow'

interface Props {
  place: string
  label: string
  users: User[]
  /** What is to be done; without it people are only shown. */
  onDeed?: (user: User, deed: UserDeed) => void
}

/** People with their roles. */
export function UserTable({ place, label, users, onDeed }: Props) {
  return (
    <table className={css.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">E-mail</th>
          <th scope="col">Role</th>
          <th scope="col">State</th>
          <th scope="col">Logs in with</th>
          {onDeed && <th scope="col">Change</th>}
        </tr>
      </thead>
      <tbody>
        {users.map((u) => (
          <UserRow key={u.id} place={place} user={u} onDeed={onDeed && ((deed) => onDeed(u, deed))} />
        ))}
      </tbody>
    </table>
  )
}
