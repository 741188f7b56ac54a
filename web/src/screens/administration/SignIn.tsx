import type { AtPlace } from './at-place'
import css from './SignIn.module.css'
import { SignInRules } from './SignInRules'

/** How people of a place log in. */
export function SignIn({ place }: AtPlace) {
  return (
    <div className={css.signIn}>
      <SignInRules place={place} />
    </div>
  )
}
