import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { loggedIn, tenant, text } from './routes-base'
import { sectionsAt } from './screens/administration/sections'

const settingsStart = createRoute({
  getParentRoute: () => tenant,
  path: 'settings',
  beforeLoad: async ({ context, params, location }) => {
    const me = await loggedIn(context.cache, location.href)
    const place = `tenant:${params.tenant}`
    const first = sectionsAt(place, me.may ?? [])[0]
    if (first) {
      throw redirect({
        to: '/t/$tenant/settings/$place/$section',
        params: { ...params, place, section: first.id },
        replace: true,
      })
    }
    throw redirect({
      to: '/t/$tenant/account/$section',
      params: { ...params, section: 'password' },
      replace: true,
    })
  },
})

const settings = createRoute({
  getParentRoute: () => tenant,
  path: 'settings/$place/$section',
  // Places and sections change below the tabs, which keep the focus.
  remountDeps: ({ params }) => params.tenant,
  validateSearch: (s: Record<string, unknown>): { q?: string; number?: string } => ({
    q: text(s.q),
    number: text(s.number),
  }),
  component: lazyRouteComponent(() => import('./screens/administration/Administration'), 'Administration'),
})

const account = createRoute({
  getParentRoute: () => tenant,
  path: 'account/$section',
  remountDeps: ({ params }) => params.tenant,
  component: lazyRouteComponent(() => import('./screens/account/Account'), 'Account'),
})

/** The settings of places, and of whoever is logged in. */
export const administrationRoutes = [settingsStart, settings, account]
