import { Button } from '@mantine/core'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { placeKey } from '../../api/acts'
import { changeUser, inviteUser, resetUser, type User, usersQuery } from '../../api/people'
import { Notice } from '../../ui/Notice'
import css from './Accounts.module.css'
import { PeopleAbove } from './PeopleAbove'
import { ShownOnce } from './ShownOnce'
import type { AtPlace } from './sections'
import { UserForm } from './UserForm'
import { UserQuestion } from './UserQuestion'
import type { UserDeed } from './UserRow'
import { UserTable } from './UserTable'

/** Who may come to a place: they are invited, changed, and shut out here. */
export function People({ place }: AtPlace) {
  const { items, above } = useSuspenseQuery(usersQuery(place)).data
  const cache = useQueryClient()
  const [inviting, setInviting] = useState(false)
  const [at, setAt] = useState<{ user: User; deed: UserDeed }>()
  const [link, setLink] = useState<{ name: string; path: string }>()
  const changed = () => cache.invalidateQueries({ queryKey: placeKey(place) })
  const close = () => {
    setInviting(false)
    setAt(undefined)
  }
  const given = (came: { user: User; link: string }) => {
    close()
    setLink({ name: came.user.name, path: came.link })
    void changed()
  }
  const users = items ?? []
  return (
    <div className={css.section}>
      <div className={css.head}>
        <p className={css.quiet}>
          Everybody here reaches this place and what is below it, as their role says.
        </p>
        <Button size="xs" onClick={() => setInviting(true)}>
          Invite somebody
        </Button>
      </div>
      {users.length === 0 ? (
        <Notice title="Nobody is at home here yet">
          Invite somebody: they get a link to choose a password.
        </Notice>
      ) : (
        <UserTable label="People" users={users} onDeed={(user, deed) => setAt({ user, deed })} />
      )}
      <PeopleAbove groups={above ?? []} />
      {inviting && (
        <UserForm
          title="Invite somebody"
          yes="Make a link"
          onClose={close}
          save={async (account) => given(await inviteUser(place, account))}
        />
      )}
      {at?.deed === 'edit' && (
        <UserForm
          title="Change an account"
          yes="Save"
          of={at.user}
          onClose={close}
          save={async (account) => {
            await changeUser(place, at.user.id, account)
            close()
            await changed()
          }}
        />
      )}
      {at && at.deed !== 'edit' && (
        <UserQuestion
          user={at.user}
          deed={at.deed}
          onNo={close}
          onYes={async () => {
            if (at.deed === 'reset') return given(await resetUser(place, at.user.id))
            await changeUser(place, at.user.id, { shut_out: at.deed === 'shut out' })
            close()
            await changed()
          }}
        />
      )}
      {link && (
        <ShownOnce
          title={`A link for ${link.name}`}
          label="Link"
          secret={location.origin + link.path}
          onDone={() => setLink(undefined)}
        >
          Give it to {link.name} and nobody else: whoever opens it chooses the password. It works once, and is
          not shown again.
        </ShownOnce>
      )}
    </div>
  )
}
