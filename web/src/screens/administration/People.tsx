import { Button } from '@mantine/core'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { placeKey } from '../../api/acts'
import {
  changeUser,
  endUserSessions,
  inviteUser,
  resetFactor,
  resetUser,
  type User,
  unlockUser,
  usersQuery,
} from '../../api/people'
import { attempt } from '../../frame/attempt'
import { harmless } from '../../ui/foreign-text'
import { Notice } from '../../ui/Notice'
import { Time } from '../../ui/Time'
import css from './Accounts.module.css'
import type { AtPlace } from './at-place'
import { PeopleAbove } from './PeopleAbove'
import { ShownOnce } from './ShownOnce'
import { UserForm } from './UserForm'
import type { UserDeed } from './UserMenu'
import { type AskedDeed, UserQuestion } from './UserQuestion'
import { UserTable } from './UserTable'

/** What a question asks for, but a new access, which answers a link. */
const deeds: Record<Exclude<AskedDeed, 'reset'>, (place: string, user: string) => Promise<unknown>> = {
  'shut out': (place, user) => changeUser(place, user, { shut_out: true }),
  'let in': (place, user) => changeUser(place, user, { shut_out: false }),
  'reset factor': resetFactor,
  'end sessions': endUserSessions,
}

/** Who may come to a place: they are invited, changed, and shut out here. */
export function People({ place }: AtPlace) {
  const { items, above } = useSuspenseQuery(usersQuery(place)).data
  const cache = useQueryClient()
  const [inviting, setInviting] = useState(false)
  const [edited, setEdited] = useState<User>()
  const [asked, setAsked] = useState<{ user: User; deed: AskedDeed }>()
  const [link, setLink] = useState<{ name: string; path: string; until?: string }>()
  const changed = () => cache.invalidateQueries({ queryKey: placeKey(place) })
  const close = () => {
    setInviting(false)
    setEdited(undefined)
    setAsked(undefined)
  }
  const given = (came: { user: User; link: string }) => {
    close()
    setLink({ name: harmless(came.user.name, 60), path: came.link, until: came.user.invited_until })
    void changed()
  }
  const unlock = async (user: User) => {
    const text = `${harmless(user.name)} may try again.`
    await attempt(
      'unlock',
      () => unlockUser(place, user.id),
      () => ({ text }),
    )
    await changed()
  }
  const begin = (user: User, deed: UserDeed) => {
    if (deed === 'unlock') void unlock(user)
    else if (deed === 'edit') setEdited(user)
    else setAsked({ user, deed })
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
        <UserTable place={place} label="People" users={users} onDeed={begin} />
      )}
      <PeopleAbove place={place} groups={above ?? []} />
      {inviting && (
        <UserForm
          title="Invite somebody"
          yes="Make a link"
          onClose={close}
          save={async (account) => given(await inviteUser(place, account))}
        />
      )}
      {edited && (
        <UserForm
          title="Change an account"
          yes="Save"
          of={edited}
          onClose={close}
          save={async (account) => {
            await changeUser(place, edited.id, account)
            close()
            await changed()
          }}
        />
      )}
      {asked && (
        <UserQuestion
          {...asked}
          onNo={close}
          onYes={async () => {
            if (asked.deed === 'reset') return given(await resetUser(place, asked.user.id))
            await deeds[asked.deed](place, asked.user.id)
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
          Give it to {link.name} and nobody else: whoever opens it chooses the password. It works once
          {link.until && (
            <>
              , until <Time at={link.until} />
            </>
          )}
          , and is not shown again.
        </ShownOnce>
      )}
    </div>
  )
}
