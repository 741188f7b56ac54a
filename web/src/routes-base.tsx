import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router'
import { needsLogin } from './api/problem'
import { meQuery } from './api/queries'
import { AllFrame } from './frame/AllFrame'
import { Missing, MissingPage } from './frame/Failure'
import { Frame } from './frame/Frame'
import { reaches } from './frame/tenants'
import type { ListSearch, ViewSearch } from './paths'

/** What every route grows from. */
export const root = createRootRouteWithContext<{ cache: QueryClient }>()({ notFoundComponent: MissingPage })

/** A text of an address; none where it is empty. */
export const text = (v: unknown) => (typeof v === 'string' && v !== '' ? v : undefined)
export const listSearch = (s: Record<string, unknown>): ListSearch => ({ q: text(s.q), sort: text(s.sort) })

export const viewSearch = (s: Record<string, unknown>): ViewSearch => ({
  ...listSearch(s),
  view: text(s.view),
  columns: text(s.columns),
})

/** A list's own faults, such as a filter that cannot be read, are shown by the list. */
export const tolerant = (asked: Promise<unknown>) => asked.catch(() => undefined)

/** Who is logged in; whoever is not comes back to `next` after logging in. */
export async function loggedIn(cache: QueryClient, next: string) {
  const me = await cache.ensureQueryData(meQuery).catch((e) => {
    throw needsLogin(e) ? redirect({ to: '/login', search: { next } }) : e
  })
  if (me.must_change_password || me.must_add_second_factor) throw redirect({ to: '/login', search: { next } })
  return me
}

/** What stands around every screen of a tenant. */
export const tenant = createRoute({
  getParentRoute: () => root,
  path: '/t/$tenant',
  beforeLoad: async ({ context, params, location }) => {
    const me = await loggedIn(context.cache, location.href)
    // Perhaps since a moment ago.
    if (!reaches(me, params.tenant)) await context.cache.fetchQuery({ ...meQuery, staleTime: 0 })
  },
  component: Frame,
  notFoundComponent: Missing,
})

/** What stands around the screens of no tenant, or of several. */
export const all = createRoute({
  getParentRoute: () => root,
  path: '/all',
  beforeLoad: ({ context, location }) => loggedIn(context.cache, location.href),
  component: AllFrame,
  notFoundComponent: MissingPage,
})
