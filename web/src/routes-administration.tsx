import { createRoute, redirect } from '@tanstack/react-router'
import type { Me } from './api/records'
import { placesOf } from './frame/places'
import { paths } from './paths'
import { all, loggedIn, tenant, text } from './routes-base'
import { accountSections } from './screens/account/sections'
import { sections, sectionsAt } from './screens/administration/sections'
import { lazily } from './ui/lazily'

/** Where somebody begins who asks for the settings: the first that they may see, else their own account. */
function firstSettings(me: Me, around?: string) {
  const places = placesOf(me, around)
  const own = places.filter((p) => !around && p.id === me.place)
  for (const place of [...own, ...places]) {
    const first = sectionsAt(place.id, me.may ?? [])[0]
    if (first) return paths.settings(around, place.id, first.id)
  }
  return paths.account(around)
}

const search = (s: Record<string, unknown>): { q?: string; number?: string } => ({
  q: text(s.q),
  number: text(s.number),
})

const settings = {
  path: 'settings/$place/$section',
  validateSearch: search,
  loader: ({ params }: { params: { section: string } }) =>
    sections.find((s) => s.id === params.section)?.screen.preload?.(),
  component: lazily(() => import('./screens/administration/Administration'), 'Administration'),
} as const

const account = {
  path: 'account/$section',
  loader: ({ params }: { params: { section: string } }) =>
    accountSections.find((s) => s.id === params.section)?.screen.preload?.(),
  component: lazily(() => import('./screens/account/Account'), 'Account'),
} as const

// Places and sections change below the tabs, which keep the focus: only another tenant begins anew (remountDeps).

/** The settings of places, and of whoever is logged in. */
export const administrationRoutes = [
  createRoute({
    getParentRoute: () => tenant,
    path: 'settings',
    beforeLoad: async ({ context, params, location }) => {
      const me = await loggedIn(context.cache, location.href)
      throw redirect({ ...firstSettings(me, params.tenant), replace: true })
    },
  }),
  createRoute({
    getParentRoute: () => tenant,
    path: 'account',
    beforeLoad: ({ params }) => {
      throw redirect({ ...paths.account(params.tenant), replace: true })
    },
  }),
  createRoute({ getParentRoute: () => tenant, remountDeps: ({ params }) => params.tenant, ...settings }),
  createRoute({ getParentRoute: () => tenant, remountDeps: ({ params }) => params.tenant, ...account }),
]

/** The same where no tenant's screens stand around them, as of who has none yet. */
export const administrationAcross = [
  createRoute({
    getParentRoute: () => all,
    path: 'settings',
    beforeLoad: async ({ context, location }) => {
      throw redirect({ ...firstSettings(await loggedIn(context.cache, location.href)), replace: true })
    },
  }),
  createRoute({
    getParentRoute: () => all,
    path: 'account',
    beforeLoad: () => {
      throw redirect({ ...paths.account(undefined), replace: true })
    },
  }),
  createRoute({ getParentRoute: () => all, remountDeps: () => undefined, ...settings }),
  createRoute({ getParentRoute: () => all, remountDeps: () => undefined, ...account }),
]
