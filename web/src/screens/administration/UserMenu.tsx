import { ActionIcon, Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type User, userSessionsQuery } from '../../api/people'
import { harmless } from '../../ui/foreign-text'
import { Icon } from '../../ui/Icon'
import css from './Accounts.module.css'
import { sessionsInWords } from './sessions-in-words'
import { locked } from './UserState'

/** What can be done with an account. */
export type UserDeed = 'edit' | 'reset' | 'shut out' | 'let in' | 'unlock' | 'reset factor' | 'end sessions'

interface Props {
  place: string
  user: User
  onDeed: (deed: UserDeed) => void
}

/** What else helps a person to come in, or keeps somebody else from staying in. */
export function UserMenu({ place, user, onDeed }: Props) {
  const [opened, setOpened] = useState(false)
  const { data, error } = useQuery({ ...userSessionsQuery(place, user.id), enabled: opened })
  const sessions = data?.items ?? []
  const item = (what: UserDeed, label: string, told: string, forbidden: boolean) => (
    <Menu.Item disabled={forbidden} onClick={() => onDeed(what)}>
      {label}
      <span className={css.told}>{told}</span>
    </Menu.Item>
  )
  return (
    <Menu position="bottom-end" opened={opened} onChange={setOpened} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          className={css.more}
          aria-label={`More for ${harmless(user.name)}`}
        >
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {item('unlock', 'Unlock', locked(user) ? 'Too many wrong tries' : 'Not locked', !locked(user))}
        {item('reset factor', 'Reset the second factor…', ...aboutFactor(user))}
        {item(
          'end sessions',
          'End all sessions…',
          user.yourself ? 'Yours you end in your account' : (error?.message ?? sessionsInWords(data?.items)),
          user.yourself || sessions.length === 0,
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

/** What is told of somebody’s second factor, and whether it can’t be taken. */
function aboutFactor(user: User): [told: string, forbidden: boolean] {
  if (user.identity_provider) return ['Shown to their identity provider', true]
  if (!user.second_factor) return ['They have none', true]
  if (user.yourself) return ['Yours you remove in your account', true]
  return ['For who has lost it', false]
}
