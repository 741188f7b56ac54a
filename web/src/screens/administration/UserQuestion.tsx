import { useMutation } from '@tanstack/react-query'
import type { User } from '../../api/people'
import { Refusal } from '../../frame/Refusal'
import { Ask } from '../../ui/Ask'
import { harmless } from '../../ui/foreign-text'
import type { UserDeed } from './UserMenu'

export type AskedDeed = Exclude<UserDeed, 'edit' | 'unlock'>

const words: Record<AskedDeed, { title: (name: string) => string; yes: string; text: string }> = {
  'shut out': {
    title: (name) => `Shut ${name} out?`,
    yes: 'Shut out',
    text: 'All their sessions end at once, and they can’t log in until somebody lets them in again. What they did stays, and so do tokens that they made.',
  },
  'let in': {
    title: (name) => `Let ${name} in again?`,
    yes: 'Let in',
    text: 'They log in with their password as before. Sessions and links from before stay over; who has no password yet needs a new link.',
  },
  reset: {
    title: (name) => `Give ${name} a new access?`,
    yes: 'Make a link',
    text: 'Their password and every earlier link are good no more, and their sessions end. You get a link with which they choose another password.',
  },
  'reset factor': {
    title: (name) => `Reset the second factor of ${name}?`,
    yes: 'Reset',
    text: 'Their app and recovery codes are good no more: the password alone lets in, until they add another. Be sure that it is they who ask. Where a second factor is required, they add one before anything else.',
  },
  'end sessions': {
    title: (name) => `End all sessions of ${name}?`,
    yes: 'End all',
    text: 'Wherever they are logged in, it is over at once, live pages too. They can log in again.',
  },
}

interface Props {
  user: User
  deed: AskedDeed
  onYes: () => Promise<void>
  onNo: () => void
}

/** A plain question before something is done to somebody’s access. */
export function UserQuestion({ user, deed, onYes, onNo }: Props) {
  const doing = useMutation({ mutationFn: onYes })
  const { title, yes, text } = words[deed]
  return (
    <Ask
      opened
      title={title(harmless(user.name, 60))}
      yes={yes}
      onYes={() => doing.mutate()}
      onNo={onNo}
      grave={deed === 'shut out' || deed === 'reset factor'}
      busy={doing.isPending}
    >
      <p>{text}</p>
      <Refusal error={doing.error} />
    </Ask>
  )
}
