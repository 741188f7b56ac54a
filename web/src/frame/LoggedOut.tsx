import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { needsLogin } from '../api/problem'
import { meQuery } from '../api/queries'
import { paths } from '../paths'
import { Dialog } from '../ui/Dialog'

/**
 * Over a screen that outlived its session, because something on it is not saved: it stays, and
 * can be saved once its writer has logged in elsewhere and comes back.
 */
export function LoggedOut() {
  const router = useRouter()
  const navigate = useNavigate()
  const me = useQuery({ ...meQuery, refetchOnWindowFocus: (q) => q.state.status === 'error' && 'always' })
  const leave = () => navigate({ ...paths.login(router.state.location.href), ignoreBlocker: true })
  if (!needsLogin(me.error)) return null
  return (
    <Dialog title="You are logged out" withCloseButton={false} onClose={() => void me.refetch()}>
      <p>
        What you wrote here is not saved. Log in as yourself in another tab, then come back and save it: to
        anybody else this page shows nothing of it.
      </p>
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={leave}>
          Leave without saving
        </Button>
        <Button
          component="a"
          href={router.buildLocation(paths.login()).href}
          target="_blank"
          rel="noreferrer"
          data-autofocus
        >
          Log in in another tab
        </Button>
      </Group>
    </Dialog>
  )
}
