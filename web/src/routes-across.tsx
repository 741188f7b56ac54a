import { createRoute, redirect } from '@tanstack/react-router'
import { allCasesQuery, allDetectionsQuery } from './api/across'
import type { AcrossSearch } from './paths'
import { all, listSearch, text, tolerant } from './routes-base'
import { lazily } from './ui/lazily'

const search = (s: Record<string, unknown>): AcrossSearch => ({ ...listSearch(s), group: text(s.group) })

const begin = createRoute({
  getParentRoute: () => all,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/all/cases', replace: true })
  },
})

const cases = createRoute({
  getParentRoute: () => all,
  path: 'cases',
  validateSearch: search,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => tolerant(context.cache.ensureInfiniteQueryData(allCasesQuery(deps))),
  component: lazily(() => import('./screens/across/AllCases'), 'AllCases'),
})

const detections = createRoute({
  getParentRoute: () => all,
  path: 'detections',
  validateSearch: search,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => tolerant(context.cache.ensureInfiniteQueryData(allDetectionsQuery(deps))),
  component: lazily(() => import('./screens/across/AllDetections'), 'AllDetections'),
})

const start = createRoute({
  getParentRoute: () => all,
  path: 'start',
  component: lazily(() => import('./screens/start/Start'), 'Start'),
})

/** What several tenants have, in one list; and where one begins who has none. */
export const acrossRoutes = [begin, cases, detections, start]
