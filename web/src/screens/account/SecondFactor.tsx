import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { ownSignInQuery } from '../../api/sign-in'
import { AddFactor } from '../../factor/AddFactor'
import { Time } from '../../ui/Time'
import css from './Account.module.css'
import { KeepFactor } from './KeepFactor'

/** The second factor of whoever is logged in: adding one, and what may be done with it. */
export function SecondFactor() {
  const cache = useQueryClient()
  const own = useSuspenseQuery(ownSignInQuery).data
  const reread = () => cache.invalidateQueries({ queryKey: ['me'] })
  if (!own.password)
    return <p className={css.form}>You log in elsewhere: your second factor is there, too.</p>
  if (own.second_factor)
    return (
      <div className={css.form}>
        <p className={css.quiet}>
          You have logged in with an authenticator app since <Time at={own.second_factor} />.{' '}
          {own.recovery_codes === 1
            ? '1 recovery code is left.'
            : `${own.recovery_codes} recovery codes are left.`}
        </p>
        <KeepFactor required={own.required} onChanged={reread} />
      </div>
    )
  return (
    <div className={css.form}>
      <p className={css.quiet}>
        With a second factor, logging in takes your password and a code of an app on your phone. Your other
        sessions end when you add one.
      </p>
      <AddFactor done="Done" onAdded={reread} />
    </div>
  )
}
