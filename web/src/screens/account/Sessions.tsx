import { Button } from '@mantine/core'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { endOtherSessions, endSession, ownSessionsQuery, type Session } from '../../api/sign-in'
import { Refusal } from '../../frame/Refusal'
import { Foreign } from '../../ui/Foreign'
import { Time } from '../../ui/Time'
import css from './Account.module.css'

/** Where one is logged in, and ending it there. */
export function Sessions() {
  const cache = useQueryClient()
  const all = useSuspenseQuery(ownSessionsQuery).data.items ?? []
  const end = useMutation({
    mutationFn: (id?: string) => (id ? endSession(id) : endOtherSessions()),
    onSettled: () => cache.invalidateQueries({ queryKey: ownSessionsQuery.queryKey }),
  })
  return (
    <div className={css.sessions}>
      <p className={css.quiet}>
        A session ends when you log out, when nobody touches it for some time, or after twelve hours. One that
        you end here is over at once, wherever its cookie is.
      </p>
      <Refusal error={end.error} />
      <ul aria-label="Sessions">
        {all.map((s) => (
          <li key={s.id}>
            <About session={s} />
            {s.current ? (
              <span className={css.quiet}>This one</span>
            ) : (
              <Button size="xs" variant="default" onClick={() => end.mutate(s.id)}>
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      {all.length > 1 && (
        <div>
          <Button variant="default" loading={end.isPending} onClick={() => end.mutate(undefined)}>
            End all others
          </Button>
        </div>
      )}
    </div>
  )
}

function About({ session }: { session: Session }) {
  return (
    <div>
      <p>
        {session.browser}, <Foreign text={session.address} most={60} />
      </p>
      <p className={css.quiet}>
        Begun <Time at={session.begun_at} />, last used <Time at={session.seen_at} />
      </p>
    </div>
  )
}
