import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { openIDQuery } from '../../api/identity-providers'
import { harmless } from '../../ui/foreign-text'
import css from './Login.module.css'

/** A button for each identity provider; the browser goes there, and comes back to `next`, or here as it was. */
export function Providers({ next = '/', at }: { next?: string; at?: string }) {
  const all = useQuery(openIDQuery(at)).data?.items ?? []
  if (all.length === 0) return null
  const wanted = new URLSearchParams(at ? { next, at } : { next })
  return (
    <nav className={css.providers} aria-label="Other ways to sign in">
      {all.map((p) => (
        <Button
          key={p.id}
          component="a"
          variant="default"
          fullWidth
          href={`/api/v1/openid/${encodeURIComponent(p.id)}/begin?${wanted}`}
        >
          Sign in with {harmless(p.name)}
        </Button>
      ))}
    </nav>
  )
}
