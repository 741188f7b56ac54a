import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { User } from '../../api/people'
import { Icon } from '../../ui/Icon'
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

/** How many people are shown at once; a search finds the others. */
const most = 100

/** From how many people on there is a search. */
const many = 12

/** People with their roles. */
export function UserTable({ place, label, users, onDeed }: Props) {
  const [text, setText] = useState('')
  const [count, setCount] = useState(users.length)
  if (users.length !== count) {
    setCount(users.length)
    setText('') // whoever just came is in sight
  }
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  // Those who went away leave nobody hidden behind a search that is not there.
  const seeks = users.length >= many
  const found = users.filter(
    (u) =>
      !seeks || words.every((w) => `${u.name} ${u.email ?? ''} ${u.role}`.toLocaleLowerCase().includes(w)),
  )
  return (
    <>
      {seeks && (
        <TextInput
          className={css.find}
          size="xs"
          aria-label={`Find in ${label}`}
          placeholder="Find by name, e-mail or role"
          leftSection={<Icon name="search" />}
          value={text}
          onChange={(e) => setText(e.currentTarget.value)}
        />
      )}
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
          {found.slice(0, most).map((u) => (
            <UserRow key={u.id} place={place} user={u} onDeed={onDeed && ((deed) => onDeed(u, deed))} />
          ))}
        </tbody>
      </table>
      {found.length === 0 && <p className={css.quiet}>Nobody is like that.</p>}
      {found.length > most && (
        <p className={css.quiet}>{found.length - most} more: write a part of a name above.</p>
      )}
    </>
  )
}
