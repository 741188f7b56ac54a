import type { User } from '../../api/people'
import { Icon } from '../../ui/Icon'
import { Time } from '../../ui/Time'
import css from './Accounts.module.css'

/** Whether somebody may come, and whether too many wrong tries keep them out just now. */
export function UserState({ user }: { user: User }) {
  return (
    <>
      {user.state === 'active' && 'Active'}
      {user.state === 'shut_out' && 'Shut out'}
      {user.state === 'lapsed' && 'No access: no provider gives a role'}
      {user.state === 'invited' && <Invited until={user.invited_until} />}
      {locked(user) && (
        <span className={css.locked}>
          <Icon name="lock" size={14} /> Locked until <Time at={locked(user) as string} />
        </span>
      )}
    </>
  )
}

/** Until when somebody’s tries are not looked at. */
export const locked = (user: User) =>
  user.locked_until && new Date(user.locked_until) > new Date() ? user.locked_until : undefined

function Invited({ until }: { until?: string }) {
  if (!until || new Date(until) < new Date()) return 'Invited, the link has expired'
  return (
    <>
      Invited until <Time at={until} />
    </>
  )
}

/** What somebody shows to log in. */
export function LogsInWith({ user }: { user: User }) {
  if (user.identity_provider) return 'Identity provider'
  const password = user.state === 'invited' ? 'No password yet' : 'Password'
  if (!user.second_factor) return password
  return (
    <>
      {password}, second factor since <Time at={user.second_factor} />
    </>
  )
}
