import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { allCasesQuery, allDetectionsQuery } from './api/across'
import { AllFrame } from './frame/AllFrame'
import { MissingPage } from './frame/Failure'
import type { AcrossSearch } from './paths'
import { listSearch, loggedIn, root, text, tolerant } from './routes-base'

const search = (s: Record<string, unknown>): AcrossSearch => ({ ...listSearch(s), group: text(s.group) })

const all = createRoute({
  getParentRoute: () => root,
  path: '/all',
  beforeLoad: ({ context, location }) => loggedIn(context.cache, location.href),
  component: AllFrame,
  notFoundComponent: MissingPage,
})

const cases = createRoute({
  getParentRoute: () => all,
  path: 'cases',
  validateSearch: search,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => tolerant(context.cache.ensureInfiniteQueryData(allCasesQuery(deps))),
  component: lazyRouteComponent(() => import('./screens/across/AllCases'), 'AllCases'),
})

const detections = createRoute({
  getParentRoute: () => all,
  path: 'detections',
  validateSearch: search,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => tolerant(context.cache.ensureInfiniteQueryData(allDetectionsQuery(deps))),
  component: lazyRouteComponent(() => import('./screens/across/AllDetections'), 'AllDetections'),
})

const start = createRoute({
  getParentRoute: () => all,
  path: 'start',
  component: lazyRouteComponent(() => import('./screens/start/Start'), 'Start'),
})

/** What several tenants have, in one list; and where one begins who has none. */
export const acrossRoutes = all.addChildren([cases, detections, start])
