import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Navigate, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { meQuery } from '../../api/queries'
import { ChoosePassword } from './ChoosePassword'
import { Credentials } from './Credentials'
import css from './Login.module.css'

const route = getRouteApi('/login')

/** Logging in; who comes with a one-time password then chooses their own. */
export function Login() {
  const { next } = route.useSearch()
  const router = useRouter()
  const me = useQuery(meQuery)
  const [entered, setEntered] = useState('')
  useDocumentTitle('Log in · Caseweave')
  if (me.isPending) return null
  if (me.data && !me.data.must_change_password) {
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
        {me.data ? <ChoosePassword current={entered} /> : <Credentials onEntered={setEntered} />}
      </div>
    </main>
  )
}

function Onward({ to }: { to: () => void }) {
  useState(() => queueMicrotask(to))
  return null
}
