import { useDocumentTitle } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Navigate, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { wantsCode } from '../../api/problem'
import { meQuery } from '../../api/queries'
import { AddFactor } from '../../factor/AddFactor'
import { ChoosePassword } from './ChoosePassword'
import { CodeEntry } from './CodeEntry'
import { Credentials } from './Credentials'
import css from './Login.module.css'
import { Providers } from './Providers'
import { refusalOf } from './refusals'

const route = getRouteApi('/login')

/** Logging in; who comes with a one-time password then chooses their own. */
export function Login() {
  const { next, refused, at } = route.useSearch()
  const router = useRouter()
  const me = useQuery(meQuery)
  const [entered, setEntered] = useState('')
  const [over, setOver] = useState(false)
  useDocumentTitle('Log in · Caseweave')
  if (me.isPending) return null
  const must = me.data?.must_change_password || me.data?.must_add_second_factor
  if (me.data && !must) {
    return next?.match(/^\/(?!\/)/) ? (
      <Onward to={() => router.history.replace(next)} />
    ) : (
      <Navigate to="/" replace />
    )
  }
  return (
    <main className={css.login}>
      <div className={css.panel}>
        <div className={css.brand}>
          <img src="/mark.svg" alt="" width={28} height={28} />
          <span>Caseweave</span>
        </div>
        {!me.data && refused && (
          <p role="alert" className={css.turned}>
            {refusalOf(refused)}
          </p>
        )}
        {me.data?.must_change_password && <ChoosePassword current={entered} />}
        {me.data?.must_add_second_factor && <AddFirst />}
        {!me.data && wantsCode(me.error) && !over && <CodeEntry onOver={() => setOver(true)} />}
        {!me.data && (!wantsCode(me.error) || over) && (
          <Credentials
            onEntered={(password) => {
              setEntered(password)
              setOver(false)
            }}
          />
        )}
        {!me.data && (!wantsCode(me.error) || over) && <Providers next={next} at={at} />}
      </div>
    </main>
  )
}

/** Adds the second factor that one's place asks for. */
function AddFirst() {
  const cache = useQueryClient()
  return (
    <div className={css.form}>
      <h1>Add a second factor</h1>
      <p>Your organisation asks for one: beside your password, a code of an app on your phone.</p>
      <AddFactor done="Continue" onAdded={() => cache.fetchQuery({ ...meQuery, staleTime: 0 })} />
    </div>
  )
}

function Onward({ to }: { to: () => void }) {
  useState(() => queueMicrotask(to))
  return null
}
