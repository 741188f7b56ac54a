import type { QueryClient } from '@tanstack/react-query'
import { createRoute, createRouter, redirect } from '@tanstack/react-router'
import { peopleQuery } from './api/edits'
import { insightsQuery, killChainQuery } from './api/insights'
import {
  caseActivityQuery,
  caseDetectionsQuery,
  caseQuery,
  casesQuery,
  detectionQuery,
  detectionsQuery,
  latestActivityQuery,
  meQuery,
} from './api/queries'
import { explainQuery } from './api/rule-log'
import { sceneQuery } from './api/scene'
import { sourcesQuery } from './api/sources'
import { viewsQuery } from './api/views'
import { CaseFailure } from './casefile/CaseFailure'
import { Failure, Missing, Pending } from './frame/Failure'
import type { ListSearch, ViewSearch } from './paths'
import { acrossRoutes } from './routes-across'
import { administrationAcross, administrationRoutes } from './routes-administration'
import { automaticRoutes } from './routes-automatic'
import { all, listSearch, loggedIn, root, tenant, text, tolerant, viewSearch } from './routes-base'
import { lazily } from './ui/lazily'

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context, location }) => {
    const me = await loggedIn(context.cache, location.href)
    const first = me.tenants?.[0]
    if (first) throw redirect({ to: '/t/$tenant/cases', params: { tenant: first.id } })
    throw redirect({ to: '/all/start' })
  },
})

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  // Who was logged in is forgotten here, and not before their last screen is left.
  beforeLoad: ({ context, cause }) => {
    if (cause !== 'preload') context.cache.removeQueries({ queryKey: meQuery.queryKey, exact: true })
  },
  validateSearch: (s: Record<string, unknown>): { next?: string; refused?: string; at?: string } => ({
    at: text(s.at),
    next: text(s.next),
    refused: text(s.refused),
  }),
  component: lazily(() => import('./screens/login/Login'), 'Login'),
})

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazily(() => import('./screens/welcome/Welcome'), 'Welcome'),
})

const tenantStart = createRoute({
  getParentRoute: () => tenant,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/t/$tenant/cases', params, replace: true })
  },
})

const cases = createRoute({
  getParentRoute: () => tenant,
  path: 'cases',
  validateSearch: (s: Record<string, unknown>): ViewSearch & { preview?: string } => ({
    ...viewSearch(s),
    preview: text(s.preview),
  }),
  loaderDeps: ({ search }) => ({ q: search.q, sort: search.sort }),
  loader: ({ context, params, deps }) =>
    Promise.all([
      tolerant(context.cache.ensureInfiniteQueryData(casesQuery(params.tenant, deps))),
      tolerant(context.cache.ensureQueryData(peopleQuery(params.tenant))),
      tolerant(context.cache.ensureQueryData(viewsQuery(params.tenant, 'cases'))),
    ]),
  component: lazily(() => import('./screens/cases/Cases'), 'Cases'),
})

const insights = createRoute({
  getParentRoute: () => tenant,
  path: 'insights',
  validateSearch: (s: Record<string, unknown>): { days?: number } => ({
    days: Number(s.days) || undefined,
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) =>
    tolerant(context.cache.ensureQueryData(insightsQuery(params.tenant, deps.days ?? 30))),
  component: lazily(() => import('./screens/insights/Insights'), 'Insights'),
})

const sources = createRoute({
  getParentRoute: () => tenant,
  path: 'sources',
  loader: ({ context, params }) => tolerant(context.cache.ensureQueryData(sourcesQuery(params.tenant))),
  component: lazily(() => import('./screens/sources/Sources'), 'Sources'),
})

const killChain = createRoute({
  getParentRoute: () => tenant,
  path: 'kill-chain',
  validateSearch: (s: Record<string, unknown>): { as?: 'table' } => ({
    as: s.as === 'table' ? 'table' : undefined,
  }),
  loader: ({ context, params }) => tolerant(context.cache.ensureQueryData(killChainQuery(params.tenant))),
  component: lazily(() => import('./screens/killchain/KillChain'), 'KillChain'),
})

const oneCase = createRoute({
  getParentRoute: () => tenant,
  path: 'cases/$number',
  loader: ({ context, params }) => {
    tolerant(context.cache.ensureQueryData(sceneQuery(params.tenant, params.number)))
    return Promise.all([
      context.cache.ensureQueryData(caseQuery(params.tenant, params.number)),
      tolerant(context.cache.ensureQueryData(peopleQuery(params.tenant))),
    ])
  },
  component: lazily(() => import('./screens/case/CaseScreen'), 'CaseScreen'),
  errorComponent: CaseFailure,
})

const caseStart = createRoute({
  getParentRoute: () => oneCase,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/t/$tenant/cases/$number/overview', params, replace: true })
  },
})

const overview = createRoute({
  getParentRoute: () => oneCase,
  path: 'overview',
  loader: ({ context, params }) =>
    tolerant(context.cache.ensureQueryData(latestActivityQuery(params.tenant, params.number, 5))),
  component: lazily(() => import('./screens/case/Overview'), 'Overview'),
})

const caseDetections = createRoute({
  getParentRoute: () => oneCase,
  path: 'detections',
  validateSearch: (s: Record<string, unknown>): ListSearch & { open?: string } => ({
    ...listSearch(s),
    open: text(s.open),
  }),
  loaderDeps: ({ search }) => ({ q: search.q, sort: search.sort }),
  loader: ({ context, params, deps }) =>
    tolerant(context.cache.ensureInfiniteQueryData(caseDetectionsQuery(params.tenant, params.number, deps))),
  component: lazily(() => import('./screens/case/CaseDetections'), 'CaseDetections'),
})

const history = createRoute({
  getParentRoute: () => oneCase,
  path: 'history',
  validateSearch: (s: Record<string, unknown>): { q?: string } => ({ q: text(s.q) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) =>
    tolerant(context.cache.ensureInfiniteQueryData(caseActivityQuery(params.tenant, params.number, deps.q))),
  component: lazily(() => import('./screens/case/History'), 'History'),
})

const detections = createRoute({
  getParentRoute: () => tenant,
  path: 'detections',
  validateSearch: viewSearch,
  loaderDeps: ({ search }) => ({ q: search.q, sort: search.sort }),
  loader: ({ context, params, deps }) =>
    Promise.all([
      tolerant(context.cache.ensureInfiniteQueryData(detectionsQuery(params.tenant, deps))),
      tolerant(context.cache.ensureQueryData(viewsQuery(params.tenant, 'detections'))),
    ]),
  component: lazily(() => import('./screens/detections/Detections'), 'Detections'),
})

const detection = createRoute({
  getParentRoute: () => tenant,
  path: 'detections/$id',
  loader: ({ context, params }) => {
    tolerant(context.cache.ensureQueryData(explainQuery(params.tenant, params.id)))
    return context.cache.ensureQueryData(detectionQuery(params.tenant, params.id))
  },
  component: lazily(() => import('./screens/detection/DetectionScreen'), 'DetectionScreen'),
})

// Every block in both themes; only while developing.
const design = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => root,
        path: '/design',
        component: lazily(() => import('./screens/design/Design'), 'Design'),
      }),
    ]
  : []

const tree = root.addChildren([
  home,
  login,
  welcome,
  all.addChildren([...acrossRoutes, ...administrationAcross]),
  tenant.addChildren([
    tenantStart,
    cases,
    oneCase.addChildren([caseStart, overview, caseDetections, history]),
    killChain,
    insights,
    sources,
    detections,
    detection,
    automaticRoutes,
    ...administrationRoutes,
  ]),
  ...design,
])

/** The page's router; loaders fill the given cache before a screen is drawn. */
export function makeRouter(cache: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { cache },
    // What was begun in one tenant or case is nothing of another's.
    defaultRemountDeps: ({ params }) => params,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    defaultPendingComponent: Pending,
    defaultErrorComponent: Failure,
    defaultNotFoundComponent: Missing,
    // Places are partner:ID and tenant:ID in addresses that people type and links alike, so that tabs know themselves in both.
    pathParamsAllowedCharacters: [':'],
    parseSearch: (s) => Object.fromEntries(new URLSearchParams(s)),
    stringifySearch: (s) => {
      const entries = Object.entries(s).filter(([, v]) => v !== undefined && v !== '')
      const query = new URLSearchParams(entries as [string, string][]).toString()
      return query ? `?${query}` : ''
    },
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
