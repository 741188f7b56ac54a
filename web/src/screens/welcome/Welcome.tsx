import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { welcomeQuery } from '../../api/people'
import { Refusal } from '../../frame/Refusal'
import { Foreign } from '../../ui/Foreign'
import css from '../login/Login.module.css'
import { FirstPassword } from './FirstPassword'

/** Where a printed link leads: it says for whom it is, and lets them choose a password. */
export function Welcome() {
  const [secret] = useState(() => location.hash.slice(1))
  // Neither the history nor who looks over a shoulder needs it any more.
  useEffect(() => history.replaceState(history.state, '', location.pathname), [])
  useDocumentTitle('Welcome · Caseweave')
  const { data, error } = useQuery(welcomeQuery(secret))
  return (
    <main className={css.login}>
      <div className={css.panel}>
        <div className={css.brand}>
          <img src="/mark.svg" alt="" width={28} height={28} />
          <span>Caseweave</span>
        </div>
        {error && (
          <div className={css.form}>
            <h1>This link leads nowhere</h1>
            <Refusal error={error} />
          </div>
        )}
        {data && (
          <FirstPassword secret={secret} user={data.user}>
            <h1>
              Welcome, <Foreign text={data.user} most={80} />
            </h1>
            <p>
              Choose a password for your account{' '}
              {data.name ? (
                <>
                  at <Foreign text={data.name} most={80} />
                </>
              ) : (
                'in this installation'
              )}
              , as {data.role}.
            </p>
          </FirstPassword>
        )}
      </div>
    </main>
  )
}
